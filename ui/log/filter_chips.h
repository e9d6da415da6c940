// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace gatehouse::ui {

// The terms of the filter that counts, each as a button that takes it away. Nothing is shown where there is none.
class FilterChips : public QWidget {
    Q_OBJECT

public:
    explicit FilterChips(const Theme& theme, QWidget* parent = nullptr);
    void show(const QString& filter); // a right one
    // Chips flow over as many lines as they need.
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

Q_SIGNALS:
    void filterChanged(const QString& filter);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    int place(int width, bool move) const;

    const Theme& m_theme;
    QList<QWidget*> m_chips;
};

} // namespace gatehouse::ui
