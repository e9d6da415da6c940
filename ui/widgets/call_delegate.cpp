// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/call_delegate.h"

#include "ui/models/call_model.h"

#include <QPainter>
#include <QStyle>

namespace gatehouse::ui {

CallDelegate::CallDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

void CallDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto& tokens = m_theme.tokens();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected)
        painter->fillRect(option.rect, tokens.accent);
    else if (option.features.testFlag(QStyleOptionViewItem::Alternate))
        painter->fillRect(option.rect, tokens.alternate);

    QRect inner = option.rect.adjusted(space::small, 0, -space::small, 0);
    if (index.column() == CallModel::Status) {
        const QRect place(inner.left(), inner.center().y() - smallIconPixels / 2 + 1, smallIconPixels, smallIconPixels);
        const QRect picture = QStyle::visualRect(option.direction, inner, place);
        iconFor(index.data(CallModel::StateRole).toInt())
            .paint(painter, picture, Qt::AlignCenter, selected ? QIcon::Selected : QIcon::Normal);
        inner = QStyle::visualRect(option.direction, inner, inner.adjusted(smallIconPixels + space::small, 0, 0, 0));
    }
    painter->setFont(option.font);
    const bool pale = index.column() == CallModel::Time ||
                      (index.column() == CallModel::Cost && index.data(CallModel::PretendRole).toBool());
    painter->setPen(selected ? QColor(Qt::white) : pale ? tokens.secondary : tokens.text);
    const auto alignment = QStyle::visualAlignment(
        option.direction, static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt()));
    const QString text =
        option.fontMetrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, inner.width());
    // Figures and foreign names keep their own direction in a window that runs from right to left.
    const auto direction = painter->layoutDirection();
    painter->setLayoutDirection(Qt::LayoutDirectionAuto);
    painter->drawText(inner, static_cast<int>(alignment | Qt::AlignAbsolute) | Qt::TextSingleLine, text);
    painter->setLayoutDirection(direction);
    if (option.state.testFlag(QStyle::State_HasFocus) && !selected) {
        painter->setPen(QPen(tokens.link, 2));
        painter->drawRect(option.rect.adjusted(1, 1, -1, -1));
    }
}

QIcon CallDelegate::iconFor(int state) const {
    using Tone = Theme::Tone;
    switch (static_cast<CallModel::State>(state)) {
    case CallModel::State::Running:
        return m_theme.icon(QStringLiteral("loader-2"), Tone::Info);
    case CallModel::State::Ok:
        return m_theme.icon(QStringLiteral("circle-check"), Tone::Success);
    case CallModel::State::Retried:
        return m_theme.icon(QStringLiteral("arrows-exchange"), Tone::Warning);
    case CallModel::State::Refused:
        return m_theme.icon(QStringLiteral("alert-triangle"), Tone::Warning);
    case CallModel::State::Cancelled:
        return m_theme.icon(QStringLiteral("plug-connected-x"), Tone::Secondary);
    case CallModel::State::Failed:
        break;
    }
    return m_theme.icon(QStringLiteral("circle-x"), Tone::Error);
}

} // namespace gatehouse::ui
