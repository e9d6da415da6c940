// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chart.h"

#include "ui/widgets/chart_scale.h"
#include "ui/widgets/chart_tip.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <iterator>

namespace gatehouse::ui {
namespace {

constexpr int mapHours = 24;
constexpr int mapCells = 7 * mapHours;
constexpr qint64 hourMs = 3'600'000;
constexpr double dragFrom = 6;       // pixels; less is a click
constexpr qint64 leastZoom = 60'000; // a minute
constexpr double wheelZoom = 0.8;

} // namespace

Chart::Chart(const Theme& theme, const QString& title, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_title(title) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setLayoutDirection(Qt::LeftToRight); // charts do not mirror
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&theme, &Theme::changed, this, &Chart::forgetPicture);
    describe();
}

QSize Chart::sizeHint() const {
    return {640, 260};
}

QSize Chart::minimumSizeHint() const {
    return {280, 120};
}

void Chart::setTitle(const QString& title) {
    m_title = title;
    describe();
}

void Chart::setData(ChartData data) {
    const auto at = sampleTime();
    const bool map = isMap();
    m_data = std::move(data);
    m_samples.clear();
    for (const auto& series : m_data.series) {
        if (series.times == m_samples)
            continue; // as nearly always
        std::vector<qint64> all;
        all.reserve(m_samples.size() + series.times.size());
        std::set_union(m_samples.begin(), m_samples.end(), series.times.begin(), series.times.end(),
                       std::back_inserter(all));
        m_samples = std::move(all);
    }
    std::erase_if(m_samples, [this](qint64 t) { return t + m_data.step <= m_data.from || t > m_data.to; });
    m_grid = isMap() ? hourGridOf(m_data) : HourGrid();
    // The crosshair stays at its moment while the chart is renewed.
    if (map != isMap() || m_samples.empty())
        m_sample = -1;
    else if (m_sample >= 0 && !isMap()) {
        const auto next = std::lower_bound(m_samples.begin(), m_samples.end(), at);
        m_sample = static_cast<int>(
            std::min<std::ptrdiff_t>(next - m_samples.begin(), static_cast<std::ptrdiff_t>(m_samples.size()) - 1));
    }
    m_series = std::clamp(m_series, 0, std::max(0, static_cast<int>(m_data.series.size()) - 1));
    forgetPicture();
    describe();
}

ChartPainter Chart::painterNow() const {
    return {m_theme.tokens(), m_theme.font(type::caption)};
}

ChartPlot Chart::plot() const {
    const QRectF whole = QRectF(rect()).adjusted(space::tiny, space::tiny, -space::tiny, -space::tiny);
    return painterNow().plotOf(m_data, whole);
}

void Chart::forgetPicture() {
    m_picture = QPixmap();
    update();
}

void Chart::drawPicture() {
    m_plot = plot();
    m_picture = QPixmap(size() * devicePixelRatioF());
    m_picture.setDevicePixelRatio(devicePixelRatioF());
    m_picture.fill(Qt::transparent);
    QPainter painter(&m_picture);
    painterNow().paint(painter, m_data, m_plot);
}

void Chart::paintEvent(QPaintEvent*) {
    if (m_picture.isNull() || m_picture.size() != size() * devicePixelRatioF())
        drawPicture();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setLayoutDirection(Qt::LeftToRight);
    const auto& tokens = m_theme.tokens();
    if (m_draggedTo >= 0) {
        auto ground = tokens.link;
        ground.setAlphaF(0.18F);
        const QRectF chosen(QPointF(std::min(m_pressedAt, m_draggedTo), m_plot.area.top()),
                            QPointF(std::max(m_pressedAt, m_draggedTo), m_plot.area.bottom()));
        painter.fillRect(chosen, ground);
        painter.setPen(QPen(tokens.link, 1));
        painter.drawLine(chosen.topLeft(), chosen.bottomLeft());
        painter.drawLine(chosen.topRight(), chosen.bottomRight());
    } else if (m_sample >= 0) {
        paintCrosshair(painter);
    }
    if (hasFocus()) {
        painter.setPen(QPen(tokens.link, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), controlRadius, controlRadius);
    }
}

void Chart::paintCrosshair(QPainter& painter) {
    const auto look = painterNow();
    const auto& tokens = m_theme.tokens();
    painter.setFont(look.font());
    const QRectF within = QRectF(rect()).adjusted(2, 2, -2, -2);
    if (isMap()) {
        const int row = m_sample / mapHours;
        const int hour = m_sample % mapHours;
        const auto cell = look.cellOf(m_plot, row, hour);
        painter.setPen(QPen(tokens.text, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 2, 2);
        paintTip(painter, look, tipOfHour(m_data, m_grid, row, hour), m_data.kind, within, cell.right(), cell.top());
        return;
    }
    const auto at = sampleTime();
    const bool bars = m_data.kind == ChartKind::Bars;
    const double x = m_plot.x(bars ? at + m_data.step / 2 : at);
    painter.setPen(QPen(tokens.border, 1, Qt::DashLine));
    painter.drawLine(QPointF(x, m_plot.area.top()), QPointF(x, m_plot.area.bottom()));
    for (std::size_t i = 0; i < m_data.series.size(); ++i) {
        const auto& series = m_data.series[i];
        const double value = valueAt(series, at);
        if (std::isnan(value) || (bars && !series.faded))
            continue;
        painter.setPen(QPen(tokens.base, 1.5));
        painter.setBrush(look.colourOf(series));
        const double radius = static_cast<int>(i) == m_series ? 5 : 4;
        painter.drawEllipse(QPointF(x, m_plot.y(value)), radius, radius);
    }
    paintTip(painter, look, tipAt(m_data, at, m_series), m_data.kind, within, x, m_plot.area.top());
}

void Chart::resizeEvent(QResizeEvent* event) {
    forgetPicture();
    QWidget::resizeEvent(event);
}

void Chart::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LanguageChange)
        forgetPicture();
    QWidget::changeEvent(event);
}

int Chart::sampleCount() const {
    if (isMap())
        return m_data.series.empty() ? 0 : mapCells;
    return static_cast<int>(m_samples.size());
}

qint64 Chart::sampleTime() const {
    if (m_sample < 0 || isMap() || static_cast<std::size_t>(m_sample) >= m_samples.size())
        return 0;
    return m_samples[static_cast<std::size_t>(m_sample)];
}

void Chart::pointAt(QPointF position) {
    if (sampleCount() == 0)
        return;
    const auto where = plot();
    if (isMap()) {
        const auto row = static_cast<int>((position.y() - where.area.top()) * 7 / where.area.height());
        const auto hour = static_cast<int>((position.x() - where.area.left()) * mapHours / where.area.width());
        moveTo(std::clamp(row, 0, 6) * mapHours + std::clamp(hour, 0, mapHours - 1), 0);
        return;
    }
    const bool bars = m_data.kind == ChartKind::Bars;
    const auto time = where.timeAt(position.x()) - (bars ? m_data.step / 2 : 0);
    const auto next = std::lower_bound(m_samples.begin(), m_samples.end(), time);
    auto nearest = next == m_samples.end() ? next - 1 : next;
    if (nearest != m_samples.begin() && std::abs(*(nearest - 1) - time) < std::abs(*nearest - time))
        --nearest;
    int series = m_series;
    double distance = std::numeric_limits<double>::max();
    double below = 0;
    for (std::size_t i = 0; i < m_data.series.size(); ++i) {
        const double value = valueAt(m_data.series[i], *nearest);
        if (std::isnan(value) || (bars && m_data.series[i].faded))
            continue;
        const double middle = bars ? below + value / 2 : value;
        below += value;
        const double away = std::abs(where.y(middle) - position.y());
        if (away < distance) {
            distance = away;
            series = static_cast<int>(i);
        }
    }
    moveTo(static_cast<int>(nearest - m_samples.begin()), series);
}

void Chart::moveTo(int sample, int series) {
    if (sample == m_sample && series == m_series)
        return;
    m_sample = sample;
    m_series = series;
    describe();
    update();
}

void Chart::clearCrosshair() {
    m_sample = -1;
    describe();
    update();
}

void Chart::activateSample() {
    if (m_sample < 0)
        return;
    if (isMap()) {
        const auto at = m_grid.at(m_sample / mapHours, m_sample % mapHours).latest;
        if (at > 0)
            Q_EMIT activated(at, at + hourMs, m_data.series.front().term);
        return;
    }
    const auto& series = m_data.series[static_cast<std::size_t>(m_series)];
    Q_EMIT activated(sampleTime(), sampleTime() + m_data.step, series.faded ? QString() : series.term);
}

void Chart::mouseMoveEvent(QMouseEvent* event) {
    if (m_pressedAt >= 0 && event->buttons().testFlag(Qt::LeftButton) && !isMap()) {
        const double x = std::clamp(event->position().x(), m_plot.area.left(), m_plot.area.right());
        if (m_draggedTo >= 0 || std::abs(x - m_pressedAt) >= dragFrom)
            m_draggedTo = x;
        update();
    }
    if (m_draggedTo < 0)
        pointAt(event->position());
}

void Chart::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    m_plot = plot();
    m_pressedAt = std::clamp(event->position().x(), m_plot.area.left(), m_plot.area.right());
    m_draggedTo = -1;
}

void Chart::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || m_pressedAt < 0)
        return QWidget::mouseReleaseEvent(event);
    const double from = std::min(m_pressedAt, m_draggedTo);
    const double to = std::max(m_pressedAt, m_draggedTo);
    const bool dragged = m_draggedTo >= 0;
    m_pressedAt = m_draggedTo = -1;
    update();
    if (dragged) {
        const auto start = m_plot.timeAt(from);
        Q_EMIT zoomed(start, std::max(start + leastZoom, m_plot.timeAt(to)));
        return;
    }
    pointAt(event->position());
    activateSample();
}

void Chart::leaveEvent(QEvent*) {
    if (!hasFocus())
        clearCrosshair();
}

void Chart::zoomAround(double share, double factor) {
    const auto span = static_cast<double>(m_data.to - m_data.from);
    const double wanted = std::max(span * factor, static_cast<double>(leastZoom));
    const auto from = m_data.from + static_cast<qint64>((span - wanted) * share);
    Q_EMIT zoomed(from, from + static_cast<qint64>(wanted));
}

void Chart::wheelEvent(QWheelEvent* event) {
    if (!event->modifiers().testFlag(Qt::ControlModifier) || isMap() || event->angleDelta().y() == 0)
        return QWidget::wheelEvent(event);
    const auto where = plot();
    const double share = std::clamp((event->position().x() - where.area.left()) / where.area.width(), 0.0, 1.0);
    zoomAround(share, event->angleDelta().y() > 0 ? wheelZoom : 1 / wheelZoom);
    event->accept();
}

void Chart::keyPressEvent(QKeyEvent* event) {
    const int count = sampleCount();
    const int last = count - 1;
    const int series = static_cast<int>(m_data.series.size());
    const int across = isMap() ? mapHours : 0; // ↑/↓ of a map are days
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (count > 0)
            moveTo(m_sample < 0 ? last : std::clamp(m_sample + (event->key() == Qt::Key_Left ? -1 : 1), 0, last),
                   m_series);
        return;
    case Qt::Key_Up:
    case Qt::Key_Down: {
        const int way = event->key() == Qt::Key_Up ? -1 : 1;
        if (across > 0 && m_sample >= 0 && m_sample + way * across >= 0 && m_sample + way * across <= last)
            moveTo(m_sample + way * across, 0);
        else if (across == 0 && series > 0 && m_sample >= 0)
            moveTo(m_sample, (m_series + way + series) % series);
        return;
    }
    case Qt::Key_Home:
    case Qt::Key_End:
        if (count > 0)
            moveTo(event->key() == Qt::Key_Home ? 0 : last, m_series);
        return;
    case Qt::Key_Escape:
        if (m_sample >= 0 && !m_zoomed)
            clearCrosshair();
        else if (m_zoomed)
            Q_EMIT zoomReset();
        else
            QWidget::keyPressEvent(event);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        activateSample();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

// For a screen reader: what the crosshair is on, else each series from its lowest to its highest and latest value.
void Chart::describe() {
    setAccessibleName(m_title);
    if (m_sample >= 0) {
        setAccessibleDescription(tipText(isMap() ? tipOfHour(m_data, m_grid, m_sample / mapHours, m_sample % mapHours)
                                                 : tipAt(m_data, sampleTime(), m_series)));
        return;
    }
    if (m_data.series.empty() || !m_data.format) {
        setAccessibleDescription(tr("No data in this stretch of time."));
        return;
    }
    QStringList sentences{m_data.kind == ChartKind::Lines  ? tr("Line chart.")
                          : m_data.kind == ChartKind::Bars ? tr("Stacked bars.")
                                                           : tr("Map of the hours of the week."),
                          tr("From %1.").arg(stretchText(m_data.from, m_data.to, QLocale()))};
    for (const auto& series : m_data.series) {
        double lowest = chartGap;
        double highest = chartGap;
        double latest = chartGap;
        for (const double value : series.values) {
            if (std::isnan(value))
                continue;
            lowest = std::isnan(lowest) ? value : std::min(lowest, value);
            highest = std::isnan(highest) ? value : std::max(highest, value);
            latest = value;
        }
        if (!std::isnan(latest))
            sentences << tr("%1: from %2 to %3, latest %4.")
                             .arg(series.name, m_data.format(lowest), m_data.format(highest), m_data.format(latest));
    }
    sentences << tr("Show as table lists every value.");
    setAccessibleDescription(sentences.join(u' '));
}

} // namespace gatehouse::ui
