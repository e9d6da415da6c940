// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette_delegate.h"

#include "ui/shell/palette_model.h"

#include <QPainter>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int rowHeight = 34;

} // namespace

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return {0, std::max(rowHeight, option.fontMetrics.height() + space::medium)};
}

void PaletteDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool possible = index.data(PaletteModel::PossibleRole).toBool();
    const auto direction = option.direction;
    if (selected) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.tokens().accent);
        painter->drawRoundedRect(option.rect, controlRadius, controlRadius);
    }
    const QRect inside = option.rect.adjusted(space::small, 0, -space::small, 0);
    const auto place = [&](const QRect& logical) { return QStyle::visualRect(direction, option.rect, logical); };
    const auto mode = selected ? QIcon::Selected : possible ? QIcon::Normal : QIcon::Disabled;
    const QRect icon(inside.left(), inside.center().y() - smallIconPixels / 2 + 1, smallIconPixels, smallIconPixels);
    index.data(Qt::DecorationRole).value<QIcon>().paint(painter, place(icon), Qt::AlignCenter, mode);

    const QColor strong = selected   ? QColor(Qt::white)
                          : possible ? m_theme.tokens().text
                                     : m_theme.tokens().placeholder;
    const QColor soft = selected ? QColor(Qt::white) : m_theme.tokens().secondary;
    const auto metrics = option.fontMetrics;
    const QString keys = index.data(PaletteModel::KeysRole).toString();
    const QString note = index.data(PaletteModel::NoteRole).toString();
    const QString title = index.data(Qt::DisplayRole).toString();
    int left = icon.right() + space::medium;
    int right = inside.right();
    painter->setFont(option.font);
    if (!keys.isEmpty()) {
        const int wide = metrics.horizontalAdvance(keys);
        painter->setPen(soft);
        painter->drawText(place(QRect(right - wide, inside.top(), wide, inside.height())), Qt::AlignCenter, keys);
        right -= wide + space::large;
    }
    const int titleWide = std::min(metrics.horizontalAdvance(title) + 1, right - left);
    painter->setPen(strong);
    const auto side = QStyle::visualAlignment(direction, Qt::AlignLeft | Qt::AlignVCenter);
    painter->drawText(place(QRect(left, inside.top(), titleWide, inside.height())), static_cast<int>(side),
                      metrics.elidedText(title, Qt::ElideRight, titleWide));
    left += titleWide + space::medium;
    if (right > left) {
        painter->setPen(soft);
        painter->drawText(place(QRect(left, inside.top(), right - left, inside.height())), static_cast<int>(side),
                          metrics.elidedText(note, Qt::ElideRight, right - left));
    }
    painter->restore();
}

} // namespace gatehouse::ui
