// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the program's icon in one size, for the build: render_icon IN.svg PIXELS OUT.png
#include <QByteArray>
#include <QImage>
#include <QPainter>
#include <QString>
#include <QSvgRenderer>
#include <cstdio>

int main(int count, char** words) {
    if (count != 4)
        return 2;
    const int pixels = QByteArray(words[2]).toInt();
    QSvgRenderer drawing(QString::fromLocal8Bit(words[1]));
    if (!drawing.isValid() || pixels < 1 || pixels > 1024) {
        std::fputs("render_icon: the drawing cannot be read.\n", stderr);
        return 1;
    }
    QImage image(pixels, pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    drawing.render(&painter);
    painter.end();
    return image.save(QString::fromLocal8Bit(words[3]), "PNG") ? 0 : 1;
}
