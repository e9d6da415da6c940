// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_delegate.h"

#include <QPainter>

namespace gatehouse::ui {

TableDelegate::TableDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

void TableDelegate::paintBackground(QPainter* painter, const QStyleOptionViewItem& option) const {
    const auto& tokens = m_theme.tokens();
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, tokens.accent);
    else if (option.features.testFlag(QStyleOptionViewItem::Alternate))
        painter->fillRect(option.rect, tokens.alternate);
}

void TableDelegate::paintFocus(QPainter* painter, const QStyleOptionViewItem& option) const {
    if (!option.state.testFlag(QStyle::State_HasFocus) || option.state.testFlag(QStyle::State_Selected))
        return;
    painter->setPen(QPen(m_theme.tokens().link, 2));
    painter->drawRect(option.rect.adjusted(1, 1, -1, -1));
}

void TableDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const {
    QStyleOptionViewItem option(given);
    initStyleOption(&option, index);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    paintBackground(painter, option);
    QRect inner = option.rect.adjusted(space::small, 0, -space::small, 0);
    if (!option.icon.isNull()) {
        const QRect place(inner.left(), inner.top(), smallIconPixels, inner.height());
        option.icon.paint(painter, QStyle::visualRect(option.direction, inner, place), Qt::AlignCenter,
                          selected ? QIcon::Selected : QIcon::Normal);
        inner = QStyle::visualRect(option.direction, inner, inner.adjusted(smallIconPixels + space::small, 0, 0, 0));
    }
    const auto color = index.data(Qt::ForegroundRole);
    painter->setFont(option.font);
    if (selected)
        painter->setPen(Qt::white);
    else
        painter->setPen(color.isValid() ? qvariant_cast<QBrush>(color).color() : m_theme.tokens().text);
    const auto text = option.fontMetrics.elidedText(option.text, option.textElideMode, inner.width());
    const auto alignment = QStyle::visualAlignment(option.direction, option.displayAlignment);
    painter->drawText(inner, static_cast<int>(alignment) | Qt::TextSingleLine, text);
    paintFocus(painter, option);
    painter->restore();
}

QSize TableDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem filled(option);
    initStyleOption(&filled, index);
    int width = filled.fontMetrics.horizontalAdvance(filled.text) + 2 * space::small + space::tiny;
    if (!filled.icon.isNull())
        width += smallIconPixels + space::small;
    return {width, std::max(tableRowHeight, filled.fontMetrics.height() + space::small)};
}

} // namespace gatehouse::ui
