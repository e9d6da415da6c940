// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/program_icon.h"

#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

// The icons lie in a static library, which nothing else would pull in. A macro for the global namespace.
static void takeIcons() {
    Q_INIT_RESOURCE(icons);
}

namespace gatehouse::ui {

QIcon programIcon() {
    takeIcons();
    QSvgRenderer drawing(QStringLiteral(":/icons/org.gatehouse.Gatehouse.svg"));
    QIcon icon;
    for (const int pixels : {16, 32, 48, 128}) {
        QPixmap picture(pixels, pixels);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        drawing.render(&painter);
        painter.end();
        icon.addPixmap(picture);
    }
    return icon;
}

} // namespace gatehouse::ui
