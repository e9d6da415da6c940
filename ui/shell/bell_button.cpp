// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/bell_button.h"

#include <QPainter>

namespace gatehouse::ui {
namespace {

constexpr int mostShown = 9;

} // namespace

BellButton::BellButton(const Theme& theme, QWidget* parent) : QToolButton(parent), m_theme(theme) {
    setObjectName(QStringLiteral("bell"));
    setIcon(theme.icon(QStringLiteral("bell")));
    setIconSize({iconPixels, iconPixels});
    setUnseen(0);
}

void BellButton::setUnseen(int count) {
    m_unseen = count;
    const QString name = count == 0 ? tr("Notifications") : tr("Notifications: %n new", nullptr, count);
    setAccessibleName(name);
    setToolTip(name);
    update();
}

void BellButton::paintEvent(QPaintEvent* event) {
    QToolButton::paintEvent(event);
    if (m_unseen == 0)
        return;
    const QString text = m_unseen > mostShown ? tr("%1+", "more than").arg(mostShown) : QString::number(m_unseen);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QFont small = m_theme.font(type::caption, QFont::DemiBold);
    small.setPointSizeF(type::caption * 0.8);
    painter.setFont(small);
    const QFontMetrics metrics(small);
    const int high = metrics.height();
    const int wide = std::max(high, metrics.horizontalAdvance(text) + space::small);
    QRect badge(width() - wide, 0, wide, high);
    if (isRightToLeft())
        badge.moveLeft(0);
    painter.setPen(QPen(m_theme.tokens().window, 2));
    painter.setBrush(m_theme.tokens().accent);
    painter.drawRoundedRect(QRectF(badge).adjusted(1, 1, -1, -1), high / 2.0, high / 2.0);
    painter.setPen(Qt::white);
    painter.drawText(badge, Qt::AlignCenter, text);
}

} // namespace gatehouse::ui
