// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/bar_delegate.h"

#include <QPainter>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr double nearly = 0.8;
constexpr int paleAlpha = 80;

QRectF partOf(const QRectF& bar, double share, Qt::LayoutDirection direction) {
    const double part = std::clamp(share, 0.0, 1.0);
    QRectF filled(bar.left(), bar.top(), part > 0 ? std::max(bar.width() * part, double(space::tiny)) : 0.0,
                  bar.height());
    if (direction == Qt::RightToLeft)
        filled.moveRight(bar.right());
    return filled;
}

} // namespace

QColor BarDelegate::fillOf(double share, bool selected) const {
    const auto& tokens = m_theme.tokens();
    if (selected)
        return Qt::white;
    return share >= 1 ? tokens.error : share >= nearly ? tokens.warning : tokens.accent;
}

void BarDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const {
    const auto known = index.data(ShareRole);
    if (!known.isValid()) {
        TableDelegate::paint(painter, given, index);
        return;
    }
    QStyleOptionViewItem option(given);
    initStyleOption(&option, index);
    const auto& tokens = m_theme.tokens();
    const double share = known.toDouble();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintBackground(painter, option);
    const QRect inner = option.rect.adjusted(space::small, 0, -space::small, 0);
    const QRect words(inner.left(), inner.top(), inner.width(), inner.height() - 2 * space::tiny);
    painter->setFont(option.font);
    painter->setPen(selected ? QColor(Qt::white) : tokens.text);
    painter->drawText(words, static_cast<int>(QStyle::visualAlignment(option.direction, option.displayAlignment)),
                      option.fontMetrics.elidedText(option.text, Qt::ElideRight, words.width()));
    const QRectF bar(inner.left(), inner.bottom() - space::tiny - 1, inner.width(), space::tiny);
    painter->setPen(Qt::NoPen);
    painter->setBrush(selected ? QColor(255, 255, 255, paleAlpha) : tokens.divider);
    painter->drawRoundedRect(bar, 2, 2);
    if (const auto expected = index.data(ExpectedRole); expected.isValid() && expected.toDouble() > share) {
        QColor pale = fillOf(expected.toDouble(), selected);
        pale.setAlpha(paleAlpha);
        painter->setBrush(pale);
        painter->drawRoundedRect(partOf(bar, expected.toDouble(), option.direction), 2, 2);
    }
    painter->setBrush(fillOf(share, selected));
    painter->drawRoundedRect(partOf(bar, share, option.direction), 2, 2);
    painter->setRenderHint(QPainter::Antialiasing, false);
    for (const auto& mark : index.data(MarksRole).toList()) {
        const double along = std::clamp(mark.toDouble(), 0.0, 1.0) * (bar.width() - 1);
        const double x = option.direction == Qt::RightToLeft ? bar.right() - 1 - along : bar.left() + along;
        painter->fillRect(QRectF(x, bar.top() - 2, 1, bar.height() + 4), selected ? QColor(Qt::white) : tokens.text);
    }
    paintFocus(painter, option);
    painter->restore();
}

} // namespace gatehouse::ui
