// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/waterfall.h"

#include "ui/log/explanation.h"
#include "ui/models/format.h"

#include <QJsonArray>
#include <QPainter>
#include <algorithm>
#include <array>

namespace gatehouse::ui {
namespace {

constexpr int barHeight = space::medium;
constexpr int legendMark = space::small + 2;
constexpr double leastPixels = 2;

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

} // namespace

Waterfall::Waterfall(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {
    setObjectName(QStringLiteral("waterfall"));
    setFocusPolicy(Qt::TabFocus); // so that a screen reader comes by
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Waterfall::show(const QJsonObject& call) {
    m_lines.clear();
    m_total = std::max(call.value(QLatin1String("duration_ms")).toDouble(), 0.001);
    const QLocale locale;
    const auto attempts = call.value(QLatin1String("explain")).toObject().value(QLatin1String("attempts")).toArray();
    const double own =
        attempts.isEmpty() ? m_total : attempts.first().toObject().value(QLatin1String("start_ms")).toDouble();
    Line first;
    const QString cache = text(call, "cache");
    const bool cached = cache == QLatin1String("hit") || cache == QLatin1String("semantic");
    first.name = cached ? tr("Checked, and answered from the cache") : tr("Received, queued and checked");
    first.result = durationText(locale, own);
    first.parts.push_back({Phase::Own, 0, own});
    m_lines.push_back(std::move(first));
    for (const auto& waited : call.value(QLatin1String("explain")).toObject().value(QLatin1String("waited")).toArray())
        m_lines.push_back(waitedLine(waited.toObject(), own));
    for (const auto& attempt : attempts)
        m_lines.push_back(attemptLine(attempt.toObject()));
    QStringList described;
    for (const auto& line : m_lines)
        described.append(QString(line.name + QStringLiteral(": ") + line.result));
    setAccessibleName(tr("Tries: %1").arg(described.join(QStringLiteral("; "))));
    updateGeometry();
    update();
}

// Time in the line before a provider. It ended where a try began; the record says how long it was.
Waterfall::Line Waterfall::waitedLine(const QJsonObject& waited, double until) {
    const QLocale locale;
    const double took = waited.value(QLatin1String("ms")).toDouble();
    Line line;
    line.name = tr("In line before %1, as number %2")
                    .arg(text(waited, "provider"), locale.toString(waited.value(QLatin1String("position")).toInt()));
    line.result = waited.value(QLatin1String("served")).toBool()
                      ? durationText(locale, took)
                      : tr("%1 · in vain", "how long it waited").arg(durationText(locale, took));
    line.parts.push_back({Phase::Queue, std::max(0.0, until - took), until});
    return line;
}

Waterfall::Line Waterfall::attemptLine(const QJsonObject& attempt) const {
    const QLocale locale;
    Line line;
    line.name = text(attempt, "model").isEmpty() ? text(attempt, "provider")
                                                 : QString(text(attempt, "provider") + u'/' + text(attempt, "model"));
    double at = attempt.value(QLatin1String("start_ms")).toDouble();
    const double start = at;
    const double end = std::max(attempt.value(QLatin1String("end_ms")).toDouble(), at);
    const auto first = attempt.value(QLatin1String("first_byte_ms"));
    const QString error = text(attempt, "error");
    const auto add = [&](Phase phase, double until) {
        line.parts.push_back({phase, at, until});
        at = until;
    };
    if (const auto connected = attempt.value(QLatin1String("connected_ms")); connected.isDouble())
        add(Phase::Connect, std::clamp(connected.toDouble(), at, end));
    if (first.isDouble())
        add(error.isEmpty() ? Phase::Wait : Phase::Failed, std::clamp(first.toDouble(), at, end));
    add(error.isEmpty() ? Phase::Stream : Phase::Failed, end);
    QStringList parts;
    if (const int status = attempt.value(QLatin1String("status")).toInt(); status != 0)
        parts.append(QString::number(status));
    if (!error.isEmpty())
        parts.append(readable(error));
    if (const QString decision = text(attempt, "decision"); !decision.isEmpty())
        parts.append(decision);
    if (first.isDouble() && error.isEmpty())
        parts.append(tr("first byte %1").arg(durationText(locale, first.toDouble() - start)));
    parts.append(durationText(locale, end - start));
    line.result = parts.join(QStringLiteral(" · "));
    return line;
}

int Waterfall::lineHeight() const {
    const int caption = QFontMetrics(m_theme.font(type::caption)).height();
    return QFontMetrics(m_theme.font(type::body)).height() + caption + barHeight + 2 * space::tiny + space::medium;
}

int Waterfall::legendHeight() const {
    return QFontMetrics(m_theme.font(type::caption)).height() + space::small;
}

QSize Waterfall::sizeHint() const {
    return {240, static_cast<int>(m_lines.size()) * lineHeight() + legendHeight()};
}

QColor Waterfall::colorOf(Phase phase) const {
    const auto& tokens = m_theme.tokens();
    switch (phase) {
    case Phase::Own:
        return tokens.secondary;
    case Phase::Queue:
        return tokens.info;
    case Phase::Connect:
        return tokens.warning;
    case Phase::Wait:
        return tokens.chart[0];
    case Phase::Stream:
        return tokens.success;
    case Phase::Failed:
        break;
    }
    return tokens.error;
}

QString Waterfall::nameOf(Phase phase) {
    switch (phase) {
    case Phase::Own:
        return tr("Gateway");
    case Phase::Queue:
        return tr("In line");
    case Phase::Connect:
        return tr("Connecting");
    case Phase::Wait:
        return tr("Waiting for the first byte");
    case Phase::Stream:
        return tr("Answer");
    case Phase::Failed:
        break;
    }
    return tr("Failed");
}

void Waterfall::paintLegend(QPainter& painter, int top) const {
    painter.setFont(m_theme.font(type::caption));
    const auto metrics = painter.fontMetrics();
    int left = 0;
    for (const auto phase : {Phase::Own, Phase::Queue, Phase::Connect, Phase::Wait, Phase::Stream, Phase::Failed}) {
        const bool used = std::any_of(m_lines.begin(), m_lines.end(), [phase](const Line& line) {
            return std::any_of(line.parts.begin(), line.parts.end(),
                               [phase](const Part& part) { return part.phase == phase; });
        });
        const int needed = legendMark + space::tiny + metrics.horizontalAdvance(nameOf(phase)) + space::medium;
        if (!used || left + needed > width() + space::medium)
            continue;
        painter.fillRect(QRect(left, top + (metrics.height() - legendMark) / 2, legendMark, legendMark),
                         colorOf(phase));
        painter.setPen(m_theme.tokens().secondary);
        painter.drawText(left + legendMark + space::tiny, top + metrics.ascent(), nameOf(phase));
        left += needed;
    }
}

void Waterfall::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& tokens = m_theme.tokens();
    const auto x = [this](double milliseconds) { return std::clamp(milliseconds / m_total, 0.0, 1.0) * width(); };
    const QFontMetrics body(m_theme.font(type::body));
    const QFontMetrics caption(m_theme.font(type::caption));
    int top = 0;
    for (const auto& line : m_lines) {
        painter.setFont(m_theme.font(type::body));
        painter.setPen(tokens.text);
        painter.drawText(0, top + body.ascent(), body.elidedText(line.name, Qt::ElideMiddle, width()));
        const QRectF lane(0, top + body.height() + space::tiny, width(), barHeight);
        painter.fillRect(lane, tokens.divider);
        for (const auto& part : line.parts) {
            const double from = std::min(x(part.start), width() - leastPixels);
            painter.fillRect(QRectF(from, lane.top(), std::max(x(part.end) - from, leastPixels), barHeight),
                             colorOf(part.phase));
        }
        painter.setFont(m_theme.font(type::caption));
        painter.setPen(tokens.secondary);
        painter.drawText(0, static_cast<int>(lane.bottom()) + space::tiny + caption.ascent(),
                         caption.elidedText(line.result, Qt::ElideRight, width()));
        top += lineHeight();
    }
    paintLegend(painter, top);
    if (hasFocus()) {
        painter.setPen(QPen(tokens.link, 2));
        painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
    }
}

} // namespace gatehouse::ui
