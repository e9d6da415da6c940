// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/svg_icon.h"

#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <algorithm>

namespace gatehouse::ui {

SvgIcon::SvgIcon(const Theme& theme, QString name, Theme::Tone tone)
    : m_theme(&theme), m_name(std::move(name)), m_tone(tone) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
    if (file.open(QIODevice::ReadOnly))
        m_source = file.readAll();
    Q_ASSERT_X(!m_source.isEmpty(), "SvgIcon", qUtf8Printable(m_name));
}

void SvgIcon::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) {
    const qreal scale = painter->device()->devicePixelRatioF();
    const int side = std::min(rect.width(), rect.height()); // never out of shape
    QPixmap drawn = pixmap(QSize(side, side) * scale, mode, state);
    drawn.setDevicePixelRatio(scale);
    painter->drawPixmap(rect.left() + (rect.width() - side) / 2, rect.top() + (rect.height() - side) / 2, drawn);
}

QPixmap SvgIcon::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) {
    const QColor color = colorFor(mode);
    const QString key = QStringLiteral("gatehouse-icon/%1/%2/%3x%4")
                            .arg(m_name, color.name(QColor::HexArgb))
                            .arg(size.width())
                            .arg(size.height());
    QPixmap drawn;
    if (QPixmapCache::find(key, &drawn))
        return drawn;
    drawn = QPixmap(size);
    drawn.fill(Qt::transparent);
    QPainter painter(&drawn);
    QSvgRenderer renderer(QByteArray(m_source).replace("currentColor", color.name().toLatin1()));
    renderer.render(&painter, QRectF(QPointF(0, 0), QSizeF(size)));
    QPixmapCache::insert(key, drawn);
    return drawn;
}

QIconEngine* SvgIcon::clone() const {
    return new SvgIcon(*this);
}

QColor SvgIcon::colorFor(QIcon::Mode mode) const {
    if (mode == QIcon::Selected)
        return Qt::white;
    if (mode == QIcon::Disabled)
        return m_theme->tokens().border;
    return m_theme->color(m_tone);
}

} // namespace gatehouse::ui
