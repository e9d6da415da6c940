// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/waterfall.h"

#include "ui/models/format.h"

#include <QJsonArray>
#include <QPainter>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int barHeight = 14;
constexpr int stepHeight = 56;

} // namespace

Waterfall::Waterfall(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("waterfall"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Waterfall::show(const QJsonObject& call) {
    m_bars.clear();
    m_total = std::max(call.value(QLatin1String("duration_ms")).toDouble(), 0.001);
    const auto explain = call.value(QLatin1String("explain")).toObject();
    QStringList described;
    for (const auto& value : explain.value(QLatin1String("attempts")).toArray()) {
        const auto attempt = value.toObject();
        const auto text = [&attempt](const char* name) { return attempt.value(QLatin1String(name)).toString(); };
        Bar bar;
        bar.name = QString(text("provider") + u'/' + text("model"));
        bar.start = attempt.value(QLatin1String("start_ms")).toDouble();
        if (const auto first = attempt.value(QLatin1String("first_byte_ms")); first.isDouble())
            bar.firstByte = first.toDouble();
        bar.end = attempt.value(QLatin1String("end_ms")).toDouble();
        const int status = attempt.value(QLatin1String("status")).toInt();
        const QString error = text("error");
        bar.failed = !error.isEmpty();
        QStringList parts;
        if (status != 0)
            parts.append(QString::number(status));
        if (bar.failed)
            parts.append(QString(error).replace(u'_', u' '));
        parts.append(text("decision"));
        parts.append(durationText(QLocale(), bar.end - bar.start));
        bar.result = parts.join(QStringLiteral(" · "));
        described.append(QString(bar.name + QStringLiteral(": ") + bar.result));
        m_bars.push_back(std::move(bar));
    }
    setAccessibleName(tr("Tries: %1").arg(described.join(QStringLiteral("; "))));
    updateGeometry();
    update();
}

QSize Waterfall::sizeHint() const {
    return {280, std::max<int>(1, static_cast<int>(m_bars.size())) * stepHeight};
}

void Waterfall::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& tokens = m_theme.tokens();
    const auto x = [this](double milliseconds) { return milliseconds / m_total * width(); };
    int top = 0;
    for (const auto& bar : m_bars) {
        painter.setFont(m_theme.font(type::body));
        painter.setPen(tokens.text);
        painter.drawText(QRect(0, top, width(), 18), Qt::AlignLeft | Qt::AlignVCenter, bar.name);
        const QRectF lane(0, top + 20, width(), barHeight);
        painter.fillRect(lane, tokens.alternate);
        const double answer = bar.firstByte.value_or(bar.end);
        painter.fillRect(QRectF(x(bar.start), lane.top(), std::max(x(answer) - x(bar.start), 2.0), barHeight),
                         bar.failed ? tokens.error : tokens.border);
        if (bar.firstByte && !bar.failed)
            painter.fillRect(QRectF(x(answer), lane.top(), std::max(x(bar.end) - x(answer), 2.0), barHeight),
                             tokens.success);
        painter.setFont(m_theme.font(type::caption));
        painter.setPen(tokens.secondary);
        const QRect line(0, top + 20 + barHeight, width(), 18);
        painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(bar.result, Qt::ElideRight, line.width()));
        top += stepHeight;
    }
}

} // namespace gatehouse::ui
