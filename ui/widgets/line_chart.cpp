// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/line_chart.h"

#include <QChart>
#include <QChartView>
#include <QDateTimeAxis>
#include <QKeyEvent>
#include <QLabel>
#include <QLineSeries>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>
#include <QValueAxis>
#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::ui {
namespace {

constexpr int ticks = 5;
constexpr int timeLabels = 9;
constexpr std::array strokes{Qt::SolidLine, Qt::DashLine, Qt::DotLine};

// The next of 1, 2, 2.5, 5 × 10^n above a value, so that the axis reads well.
double niceCeiling(double value) {
    if (value <= 0)
        return 1;
    const double base = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 2.5, 4.0, 5.0, 8.0, 10.0}) {
        if (value <= step * base)
            return step * base;
    }
    return 10 * base;
}

QString timeFormat(const QDateTime& from, const QDateTime& to) {
    const auto seconds = from.secsTo(to);
    if (seconds <= 86'400 + 3'600)
        return QStringLiteral("HH:mm");
    return seconds <= 86'400 * 3 ? QStringLiteral("d MMM HH:mm") : QStringLiteral("d MMM");
}

} // namespace

struct LineChart::Drawing {
    QChart* chart = new QChart;
    QChartView* view = nullptr;
    QDateTimeAxis* time = new QDateTimeAxis;
    QValueAxis* value = new QValueAxis;
    QLabel* title = nullptr;

    QPointF positionOf(const ChartPoint& point) const {
        const auto inChart =
            chart->mapToPosition(QPointF(static_cast<double>(point.at.toMSecsSinceEpoch()), point.value));
        return view->mapFromScene(chart->mapToScene(inChart));
    }
};

// The crosshair, the values under it, the names at the lines' ends and the labels of the value axis, above the chart.
class LineChart::Overlay : public QWidget {
public:
    explicit Overlay(LineChart& chart) : QWidget(chart.m_drawing->view->viewport()), m_chart(chart) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        paintValueLabels(painter);
        paintTimeLabels(painter);
        paintEnds(painter);
        if (m_chart.m_sample >= 0)
            paintCrosshair(painter);
    }

private:
    QRectF plot() const {
        const auto& d = *m_chart.m_drawing;
        return d.view->mapFromScene(d.chart->mapRectToScene(d.chart->plotArea())).boundingRect();
    }

    void paintValueLabels(QPainter& painter) const {
        const auto area = plot();
        const double top = m_chart.m_drawing->value->max();
        painter.setPen(m_chart.m_theme.tokens().secondary);
        painter.setFont(m_chart.m_theme.font(type::caption));
        for (int i = 0; i < ticks; ++i) {
            const double y = area.bottom() - area.height() * i / (ticks - 1);
            painter.drawText(QRectF(0, y - 10, area.left() - space::small, 20), Qt::AlignRight | Qt::AlignVCenter,
                             m_chart.m_format(top * i / (ticks - 1)));
        }
    }

    void paintTimeLabels(QPainter& painter) const {
        const auto area = plot();
        const auto& from = m_chart.m_from;
        const auto whole = from.msecsTo(m_chart.m_to);
        if (!from.isValid() || whole <= 0)
            return;
        const QString form = timeFormat(from, m_chart.m_to);
        const double step = area.width() / (timeLabels - 1);
        for (int i = 0; i < timeLabels; ++i) {
            const double x = area.left() + step * i;
            painter.drawText(QRectF(x - step / 2, area.bottom() + space::tiny, step, 18),
                             Qt::AlignHCenter | Qt::AlignVCenter,
                             QLocale().toString(from.addMSecs(whole * i / (timeLabels - 1)), form));
        }
    }

    // Pushed apart where two lines end at the same height.
    void paintEnds(QPainter& painter) const {
        painter.setFont(m_chart.m_theme.font(type::caption));
        painter.setPen(m_chart.m_theme.tokens().text);
        const auto area = plot();
        std::vector<std::pair<double, QString>> ends;
        for (const auto& series : m_chart.m_series) {
            const auto last = std::find_if(series.points.rbegin(), series.points.rend(),
                                           [](const ChartPoint& p) { return !std::isnan(p.value); });
            if (last != series.points.rend())
                ends.emplace_back(m_chart.m_drawing->positionOf(*last).y(), series.name);
        }
        std::sort(ends.begin(), ends.end());
        double free = area.top() - 8;
        for (const auto& [y, name] : ends) {
            const double at = std::max(y - 8, free);
            painter.drawText(QRectF(area.right() + space::tiny, at, width() - area.right() - space::tiny, 16),
                             Qt::AlignLeft | Qt::AlignVCenter, name);
            free = at + 14;
        }
    }

    void paintCrosshair(QPainter& painter) const {
        const auto& tokens = m_chart.m_theme.tokens();
        const auto& series = m_chart.m_series;
        const auto sample = static_cast<std::size_t>(m_chart.m_sample);
        const auto area = plot();
        ChartPoint on = series.front().points[sample];
        on.value = 0;
        const double x = m_chart.m_drawing->positionOf(on).x();
        painter.setPen(QPen(tokens.border, 1, Qt::DashLine));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));

        struct Line {
            QColor color;
            QString name;
            QString value;
        };
        std::vector<Line> lines;
        for (std::size_t i = 0; i < series.size(); ++i) {
            const auto& point = series[i].points[sample];
            const bool known = !std::isnan(point.value);
            lines.push_back(
                {tokens.chart[i], series[i].name, known ? m_chart.m_format(point.value) : QStringLiteral("–")});
            if (!known)
                continue;
            painter.setPen(QPen(tokens.base, 1.5));
            painter.setBrush(tokens.chart[i]);
            painter.drawEllipse(m_chart.m_drawing->positionOf(point), 4, 4);
        }

        const QFont font = m_chart.m_theme.font(type::caption);
        const QFontMetrics metrics(font);
        const QString when = QLocale().toString(on.at.toLocalTime(), QStringLiteral("d MMM HH:mm"));
        int names = 0;
        int values = 0;
        for (const auto& line : lines) {
            names = std::max(names, metrics.horizontalAdvance(line.name));
            values = std::max(values, metrics.horizontalAdvance(line.value));
        }
        const int rowStep = metrics.height() + space::tiny;
        const int inner = std::max(metrics.horizontalAdvance(when), names + values + 14 + space::large);
        QRectF box(x + space::medium, area.top() + space::small, inner + 2 * space::small,
                   rowStep * (static_cast<int>(lines.size()) + 1) + space::small + space::tiny);
        if (box.right() > width())
            box.moveRight(x - space::medium);
        painter.setPen(tokens.border);
        painter.setBrush(tokens.base);
        painter.drawRoundedRect(box, controlRadius, controlRadius);
        painter.setFont(font);
        painter.setPen(tokens.text);
        QRectF row(box.left() + space::small, box.top() + space::tiny + 2, inner, rowStep);
        painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, when);
        for (const auto& line : lines) {
            row.translate(0, rowStep);
            painter.fillRect(QRectF(row.left(), row.center().y() - 4, 8, 8), line.color);
            painter.drawText(row.adjusted(14, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, line.name);
            painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter, line.value);
        }
    }

    LineChart& m_chart;
};

LineChart::LineChart(const Theme& theme, const QString& title, Format format, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_title(title), m_format(std::move(format)),
      m_drawing(std::make_unique<Drawing>()), m_overlay(nullptr) {
    setProperty("role", QStringLiteral("card"));
    setFocusPolicy(Qt::StrongFocus);
    auto& d = *m_drawing;
    d.title = new QLabel(title, this);
    d.title->setProperty("role", QStringLiteral("section"));
    d.chart->legend()->hide();
    d.chart->setMargins(QMargins(56, space::small, 44, space::huge));
    d.chart->setBackgroundVisible(false);
    d.chart->addAxis(d.time, Qt::AlignBottom);
    d.chart->addAxis(d.value, Qt::AlignLeft);
    d.value->setTickCount(ticks);
    // The overlay writes the labels, in the reader's units.
    d.value->setLabelsVisible(false);
    d.time->setLabelsVisible(false);
    d.view = new QChartView(d.chart, this);
    d.view->setRenderHint(QPainter::Antialiasing);
    d.view->setFrameShape(QFrame::NoFrame);
    d.view->setBackgroundBrush(Qt::NoBrush);
    d.view->setStyleSheet(QStringLiteral("background: transparent;")); // the card's colour shows through
    d.view->setFocusPolicy(Qt::NoFocus);
    d.view->viewport()->setMouseTracking(true);
    d.view->viewport()->installEventFilter(this);
    m_overlay = new Overlay(*this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::large, space::medium, space::small, space::small);
    layout->setSpacing(0);
    layout->addWidget(d.title);
    layout->addWidget(d.view, 1);
    connect(&theme, &Theme::changed, this, &LineChart::draw);
    draw();
}

LineChart::~LineChart() = default;

void LineChart::setData(std::vector<ChartSeries> series, const QDateTime& from, const QDateTime& to) {
    m_series = std::move(series);
    if (m_series.size() > m_theme.tokens().chart.size())
        m_series.resize(m_theme.tokens().chart.size());
    m_from = from;
    m_to = to;
    const auto samples = m_series.empty() ? 0 : static_cast<int>(m_series.front().points.size());
    if (m_sample >= samples)
        m_sample = -1;
    draw();
}

void LineChart::draw() {
    auto& d = *m_drawing;
    const auto& tokens = m_theme.tokens();
    double highest = 0;
    d.chart->removeAllSeries();
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        QLineSeries* line = nullptr; // a new one behind each gap
        QList<QPointF> points;
        const auto finish = [&] {
            if (points.isEmpty())
                return;
            line = new QLineSeries;
            line->replace(points);
            line->setPen(QPen(tokens.chart[i], 2, strokes[i % strokes.size()]));
            line->setPointsVisible(points.size() == 1);
            d.chart->addSeries(line);
            line->attachAxis(d.time);
            line->attachAxis(d.value);
            points.clear();
        };
        for (const auto& point : m_series[i].points) {
            if (std::isnan(point.value)) {
                finish();
                continue;
            }
            highest = std::max(highest, point.value);
            points.append(QPointF(static_cast<double>(point.at.toMSecsSinceEpoch()), point.value));
        }
        finish();
    }
    d.time->setRange(m_from, m_to);
    d.value->setRange(0, niceCeiling(highest));
    for (QAbstractAxis* axis : {static_cast<QAbstractAxis*>(d.time), static_cast<QAbstractAxis*>(d.value)}) {
        axis->setLinePenColor(tokens.divider);
        axis->setGridLinePen(QPen(tokens.divider, 1));
    }
    d.time->setGridLineVisible(false);
    setAccessibleName(described());
    m_overlay->update();
}

void LineChart::pointAt(const QPoint& position) {
    int nearest = -1;
    double distance = std::numeric_limits<double>::max();
    const auto& points = m_series.empty() ? std::vector<ChartPoint>() : m_series.front().points;
    for (std::size_t i = 0; i < points.size(); ++i) {
        ChartPoint point = points[i];
        point.value = 0;
        const double away = std::abs(m_drawing->positionOf(point).x() - position.x());
        if (away < distance) {
            distance = away;
            nearest = static_cast<int>(i);
        }
    }
    if (m_sample != nearest) {
        m_sample = nearest;
        m_overlay->update();
    }
}

void LineChart::step(int direction) {
    const auto samples = m_series.empty() ? 0 : static_cast<int>(m_series.front().points.size());
    if (samples == 0)
        return;
    m_sample = m_sample < 0 ? samples - 1 : std::clamp(m_sample + direction, 0, samples - 1);
    setAccessibleDescription(described());
    m_overlay->update();
}

void LineChart::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        step(-1);
        return;
    case Qt::Key_Right:
        step(1);
        return;
    case Qt::Key_Escape:
        m_sample = -1;
        m_overlay->update();
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_sample >= 0)
            Q_EMIT activated(m_series.front().points[static_cast<std::size_t>(m_sample)].at);
        return;
    default:
        QFrame::keyPressEvent(event);
    }
}

bool LineChart::eventFilter(QObject* watched, QEvent* event) {
    auto* viewport = m_drawing->view->viewport();
    if (watched != viewport)
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::Resize)
        m_overlay->setGeometry(viewport->rect());
    else if (event->type() == QEvent::MouseMove)
        pointAt(static_cast<QMouseEvent*>(event)->position().toPoint());
    else if (event->type() == QEvent::Leave && !hasFocus()) {
        m_sample = -1;
        m_overlay->update();
    } else if (event->type() == QEvent::MouseButtonRelease && m_sample >= 0)
        Q_EMIT activated(m_series.front().points[static_cast<std::size_t>(m_sample)].at);
    return QFrame::eventFilter(watched, event);
}

// For a screen reader: the values under the crosshair, or the newest.
QString LineChart::described() const {
    QString text = m_title;
    for (const auto& series : m_series) {
        if (series.points.empty())
            continue;
        const auto at = m_sample >= 0 ? static_cast<std::size_t>(m_sample) : series.points.size() - 1;
        const double value = series.points[at].value;
        text += QStringLiteral(", ") + series.name + QStringLiteral(" ") +
                (std::isnan(value) ? QStringLiteral("–") : m_format(value));
    }
    return text;
}

} // namespace gatehouse::ui
