// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/letter_tile.h"

#include <QIconEngine>
#include <QPainter>
#include <QPointer>

namespace gatehouse::ui {
namespace {

constexpr double letterShare = 0.62; // of the tile's height
constexpr int brightest = 150;       // of a ground that white letters can be read on

class TileEngine final : public QIconEngine {
public:
    TileEngine(const Theme& theme, QString name) : m_theme(&theme), m_name(std::move(name)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State /*state*/) override {
        if (m_theme.isNull())
            return;
        const auto& tokens = m_theme->tokens();
        const int side = std::min(rect.width(), rect.height());
        QRect tile(0, 0, side, side);
        tile.moveCenter(rect.center());
        uint sum = 0;
        for (const auto letter : m_name)
            sum = sum * 31 + letter.unicode();
        const auto ground = mode == QIcon::Disabled ? tokens.chartOther : tokens.chart.at(sum % tokens.chart.size());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(ground);
        painter->drawRoundedRect(tile, controlRadius, controlRadius);
        QFont font = painter->font();
        font.setPixelSize(std::max(1, static_cast<int>(side * letterShare)));
        font.setWeight(QFont::DemiBold);
        painter->setFont(font);
        const int brightness = qGray(ground.rgb());
        painter->setPen(brightness > brightest ? Qt::black : Qt::white);
        painter->drawText(tile, Qt::AlignCenter, m_name.left(1).toUpper());
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap picture(size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return picture;
    }

    QIconEngine* clone() const override { return new TileEngine(*this); }

private:
    QPointer<const Theme> m_theme;
    QString m_name;
};

} // namespace

QIcon letterTile(const Theme& theme, const QString& name) {
    return QIcon(new TileEngine(theme, name.trimmed()));
}

} // namespace gatehouse::ui
