// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QListWidget>

namespace gatehouse::ui {

// The list of views at the window's side: an icon and a name each, groups apart. Compact it shows icons only, with the
// names as tool tips. In a low window the rows stand closer, so that all are seen.
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

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void lay();
    void fit();
    int heightOf(const QListWidgetItem& one, bool tight) const;

    const Theme& m_theme;
    bool m_compact = false;
    bool m_tight = false;
    int m_group = -1;
};

} // namespace gatehouse::ui
