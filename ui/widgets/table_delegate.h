// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace gatehouse::ui {

// Draws a cell of the house's tables: an icon (Qt::DecorationRole), the text in its colour, font and alignment, and a
// ring around the current cell.
class TableDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    TableDelegate(const Theme& theme, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

protected:
    const Theme& m_theme;
    // Selection and stripes; a derived delegate draws over it.
    void paintBackground(QPainter* painter, const QStyleOptionViewItem& option) const;
    void paintFocus(QPainter* painter, const QStyleOptionViewItem& option) const;
};

} // namespace gatehouse::ui
