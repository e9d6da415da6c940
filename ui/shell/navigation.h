// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QListWidget>

namespace gatehouse::ui {

// The list of views at the window's side: an icon and a name each, groups apart. Compact it shows icons only, with the
// names as tool tips.
class Navigation : public QListWidget {
    Q_OBJECT

public:
    explicit Navigation(const Theme& theme, QWidget* parent = nullptr);
    void addView(const QString& id, const QString& title, const QString& icon, int group);
    void choose(const QString& id); // does not emit
    void setViewShown(const QString& id, bool shown);
    void setCompact(bool compact);
    bool isCompact() const { return m_compact; }

Q_SIGNALS:
    void chosen(const QString& id); // by the person

private:
    void lay();

    const Theme& m_theme;
    bool m_compact = false;
    int m_group = -1;
};

} // namespace gatehouse::ui
