// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/budget_delegate.h"

#include "ui/keys/key_model.h"

#include <QPainter>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr double nearly = 0.8;

} // namespace

void BudgetDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const {
    const auto share = index.data(KeyModel::ShareRole);
    if (!share.isValid()) {
        TableDelegate::paint(painter, given, index);
        return;
    }
    QStyleOptionViewItem option(given);
    initStyleOption(&option, index);
    const auto& tokens = m_theme.tokens();
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
    const double part = std::clamp(share.toDouble(), 0.0, 1.0);
    QRectF bar(inner.left(), inner.bottom() - space::tiny - 1, inner.width(), space::tiny);
    painter->setPen(Qt::NoPen);
    painter->setBrush(selected ? QColor(255, 255, 255, 90) : tokens.divider);
    painter->drawRoundedRect(bar, 2, 2);
    QRectF filled(bar.left(), bar.top(), std::max(bar.width() * part, part > 0 ? double(space::tiny) : 0.0),
                  bar.height());
    if (option.direction == Qt::RightToLeft)
        filled.moveRight(bar.right());
    painter->setBrush(selected                     ? QColor(Qt::white)
                      : share.toDouble() >= 1      ? tokens.error
                      : share.toDouble() >= nearly ? tokens.warning
                                                   : tokens.accent);
    painter->drawRoundedRect(filled, 2, 2);
    painter->setRenderHint(QPainter::Antialiasing, false);
    paintFocus(painter, option);
    painter->restore();
}

} // namespace gatehouse::ui
