// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chart_export.h"

#include "ui/models/stats_answer.h"
#include "ui/widgets/chart_painter.h"
#include "ui/widgets/chart_scale.h"
#include "ui/widgets/chart_table.h"
#include "ui/widgets/table_export.h"
#include "ui/widgets/table_view.h"

#include <QBuffer>
#include <QDateTime>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int pdfResolution = 96; // as a screen's, so that text has its size

void paintPage(QPainter& painter, const Tokens& tokens, const Theme& theme, const QString& title, const ChartData& data,
               const QRectF& page) {
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.fillRect(page, tokens.base);
    const QRectF inner = page.adjusted(space::large, space::large, -space::large, -space::large);
    const QFont heading = theme.font(type::section, QFont::DemiBold);
    const QFont caption = theme.font(type::caption);
    const double headingHeight = QFontMetricsF(heading, painter.device()).height();
    const double captionHeight = QFontMetricsF(caption, painter.device()).height();
    painter.setFont(heading);
    painter.setPen(tokens.text);
    painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), headingHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     title);
    painter.setFont(caption);
    painter.setPen(tokens.secondary);
    painter.drawText(QRectF(inner.left(), inner.top() + headingHeight + 2, inner.width(), captionHeight),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     QString(stretchText(data.from, data.to, QLocale()) + QStringLiteral(" · ") + zoneText()));
    const ChartPainter look(tokens, caption);
    const auto plot = look.plotOf(data, inner.adjusted(0, headingHeight + captionHeight + space::medium, 0, 0));
    look.paint(painter, data, plot);
}

} // namespace

QImage chartImage(const Theme& theme, const QString& title, const ChartData& data, QSize size) {
    QImage image(size * chartPictureScale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(chartPictureScale);
    image.fill(theme.tokens().base);
    QPainter painter(&image);
    paintPage(painter, theme.tokens(), theme, title, data, QRectF(QPointF(), size));
    return image;
}

QByteArray chartSvg(const Theme& theme, const QString& title, const ChartData& data, QSize size) {
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setTitle(title);
    QPainter painter(&generator);
    paintPage(painter, theme.tokens(), theme, title, data, QRectF(QPointF(), size));
    painter.end();
    return buffer.data();
}

QByteArray chartPdf(const Theme& theme, const QString& title, const ChartData& data, QSize size) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(pdfResolution);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageOrientation(QPageLayout::Landscape);
    writer.setTitle(title);
    writer.setCreator(QStringLiteral("Gatehouse"));
    const QRectF page(0, 0, writer.width(), writer.height());
    const double high = std::min(page.height(), page.width() * size.height() / std::max(1, size.width()));
    QPainter painter(&writer);
    paintPage(painter, lightTokens(), theme, title, data, QRectF(0, 0, page.width(), high));
    painter.end();
    return buffer.data();
}

QByteArray chartCsv(const ChartData& data) {
    ChartTable table;
    table.setData(&data);
    const bool map = data.kind == ChartKind::HourMap;
    QByteArray out = map ? QByteArray("day") : QByteArray("from,to");
    for (int column = 1; column < table.columnCount(); ++column)
        out += ',' + csvCell(table.headerData(column, Qt::Horizontal).toString()).toUtf8();
    out += '\n';
    const auto time = [](qint64 at) {
        return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODate).toUtf8();
    };
    for (int row = 0; row < table.rowCount(); ++row) {
        if (map)
            out += csvCell(table.index(row, 0).data().toString()).toUtf8();
        else
            out += time(table.timeOf(row)) + ',' + time(table.timeOf(row) + data.step);
        for (int column = 1; column < table.columnCount(); ++column) {
            const auto value = table.index(row, column).data(TableView::SortRole);
            out += ',' + (value.isNull() ? QByteArray() : exactNumber(value.toDouble()).toUtf8());
        }
        out += '\n';
    }
    return out;
}

} // namespace gatehouse::ui
