// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/interval_delegate.h"

#include <QPainter>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int dotRadius = 4;
constexpr int endHeight = 8;

} // namespace

void IntervalDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const {
    const auto low = index.data(LowRole);
    if (!low.isValid()) {
        TableDelegate::paint(painter, given, index);
        return;
    }
    QStyleOptionViewItem option(given);
    initStyleOption(&option, index);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const QColor color = selected ? QColor(Qt::white) : m_theme.tokens().chart[0];
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintBackground(painter, option);
    const QRect inner = option.rect.adjusted(space::small, 0, -space::small, 0);
    const int wordsWide = option.fontMetrics.horizontalAdvance(option.text) + space::medium;
    // A chart is not mirrored: more lies to the right in every language.
    const QRect words(inner.right() - wordsWide, inner.top(), wordsWide, inner.height());
    const QRectF scale(inner.left() + dotRadius, inner.top(), std::max(1, inner.width() - wordsWide - 3 * dotRadius),
                       inner.height());
    painter->setFont(option.font);
    painter->setPen(selected ? QColor(Qt::white) : m_theme.tokens().text);
    painter->drawText(words, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, option.text);
    const auto along = [&scale](const QVariant& share) {
        return scale.left() + scale.width() * std::clamp(share.toDouble(), 0.0, 1.0);
    };
    const double middle = scale.center().y();
    const double left = along(low);
    const double right = along(index.data(HighRole));
    painter->setPen(QPen(m_theme.tokens().divider, 1));
    painter->drawLine(QPointF(scale.left(), middle), QPointF(scale.right(), middle));
    painter->setPen(QPen(color, 2));
    painter->drawLine(QPointF(left, middle), QPointF(right, middle));
    for (const double end : {left, right})
        painter->drawLine(QPointF(end, middle - endHeight / 2.0), QPointF(end, middle + endHeight / 2.0));
    painter->setBrush(color);
    painter->setPen(Qt::NoPen);
    painter->drawEllipse(QPointF(along(index.data(MeanRole)), middle), dotRadius, dotRadius);
    paintFocus(painter, option);
    painter->restore();
}

} // namespace gatehouse::ui
