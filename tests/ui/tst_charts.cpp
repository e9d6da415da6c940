// SPDX-License-Identifier: GPL-3.0-or-later
// The charts themselves: what the pointer and the keys do, what is drawn, and that everyone can tell the colours apart.
#include "ui/models/time_range.h"
#include "ui/widgets/chart.h"
#include "ui/widgets/chart_card.h"
#include "ui/widgets/chart_export.h"
#include "ui/widgets/chart_scale.h"
#include "ui/widgets/chart_table.h"
#include "ui/widgets/table_view.h"
#include "ui/widgets/toast.h"

#include <QApplication>
#include <QDir>
#include <QLocale>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QWheelEvent>
#include <QXmlStreamReader>
#include <array>
#include <cmath>

using namespace gatehouse::ui;

namespace {

constexpr qint64 minute = 60'000;
constexpr qint64 hour = 60 * minute;
const qint64 start = QDateTime(QDate(2026, 11, 16), QTime(0, 0)).toMSecsSinceEpoch(); // a Monday

ChartData someLines(int count = 3, int samples = 96) {
    ChartData data;
    data.from = start;
    data.step = 15 * minute;
    data.to = start + samples * data.step;
    data.format = [](double value) { return QStringLiteral("%1 ms").arg(QLocale().toString(std::lround(value))); };
    for (int i = 0; i < count; ++i) {
        ChartSeries series;
        series.name = QStringLiteral("p%1").arg(i + 1);
        series.term = QStringLiteral("provider:p%1").arg(i + 1);
        series.tint = i;
        series.rest = i >= chartColours;
        for (int at = 0; at < samples; ++at) {
            series.times.push_back(start + at * data.step);
            series.values.push_back(600.0 * (i + 1) + 80 * std::sin(at / 7.0 + i) + (at % 5) * 12);
        }
        data.series.push_back(series);
    }
    return data;
}

ChartData someBars(int count) {
    auto data = someLines(count, 48);
    data.kind = ChartKind::Bars;
    data.whole = true;
    data.format = [](double value) { return QLocale().toString(std::lround(value)); };
    if (count > chartColours)
        data.series.back().name = QStringLiteral("Other");
    return data;
}

ChartData someWeek() {
    ChartData data;
    data.kind = ChartKind::HourMap;
    data.summed = true;
    data.from = start;
    data.step = hour;
    data.to = start + 14 * 24 * hour;
    data.format = [](double value) { return QLocale().toString(std::lround(value)); };
    ChartSeries series;
    series.name = QStringLiteral("Calls");
    for (int at = 0; at < 14 * 24; ++at) {
        const int of = at % 24;
        series.times.push_back(start + at * hour);
        series.values.push_back(at / 24 % 7 < 5 ? std::max(0.0, 60 - 6.0 * std::abs(of - 14)) : of == 11 ? 4 : 0);
    }
    data.series.push_back(series);
    return data;
}

double linear(double part) {
    return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& colour) {
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor& one, const QColor& other) {
    const double a = luminance(one) + 0.05;
    const double b = luminance(other) + 0.05;
    return std::max(a, b) / std::min(a, b);
}

using Matrix = std::array<double, 9>;
// Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
constexpr std::array<std::pair<const char*, Matrix>, 4> visions{
    {{"full", {1, 0, 0, 0, 1, 0, 0, 0, 1}},
     {"protanopia", {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998}},
     {"deuteranopia", {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881}},
     {"tritanopia", {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900}}}};

struct Lab {
    double l;
    double a;
    double b;
};

Lab seen(const QColor& colour, const Matrix& by) {
    const std::array<double, 3> in{linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())};
    std::array<double, 3> out{};
    for (std::size_t row = 0; row < 3; ++row)
        out[row] = std::clamp(by[row * 3] * in[0] + by[row * 3 + 1] * in[1] + by[row * 3 + 2] * in[2], 0.0, 1.0);
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f((0.4124 * out[0] + 0.3576 * out[1] + 0.1805 * out[2]) / 0.95047);
    const double y = f(0.2126 * out[0] + 0.7152 * out[1] + 0.0722 * out[2]);
    const double z = f((0.0193 * out[0] + 0.1192 * out[1] + 0.9505 * out[2]) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double difference(const Lab& one, const Lab& other) {
    return std::hypot(one.l - other.l, one.a - other.a, one.b - other.b);
}

} // namespace

class ChartsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Theme> m_theme;

    static QPoint placeOf(const Chart& chart, qint64 at, double value) {
        const auto plot = chart.plot();
        return QPointF(plot.x(at), plot.y(value)).toPoint();
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse tests"));
        QSettings().clear();
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        m_theme = std::make_unique<Theme>(*qobject_cast<QApplication*>(QCoreApplication::instance()));
    }

    void aClickAsksForTheNearestSampleOfTheNearestLine() {
        Chart chart(*m_theme, QStringLiteral("Latency"));
        chart.resize(800, 300);
        chart.setData(someLines());
        chart.show();
        QSignalSpy activated(&chart, &Chart::activated);
        const auto& second = chart.data().series[1];
        QTest::mouseClick(&chart, Qt::LeftButton, {}, placeOf(chart, second.times[40] + 2 * minute, second.values[40]));
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated.first().at(0).toLongLong(), second.times[40]);
        QCOMPARE(activated.first().at(1).toLongLong(), second.times[41]);
        QCOMPARE(activated.first().at(2).toString(), QStringLiteral("provider:p2"));
    }

    void keysMoveTheCrosshairAndAskForItsCalls() {
        Chart chart(*m_theme, QStringLiteral("Latency"));
        chart.resize(800, 300);
        chart.setData(someLines());
        chart.show();
        QSignalSpy activated(&chart, &Chart::activated);
        QTest::keyClick(&chart, Qt::Key_Left); // on the newest
        QTest::keyClick(&chart, Qt::Key_Left);
        QTest::keyClick(&chart, Qt::Key_Down); // the second line
        QCOMPARE(chart.sample(), 94);
        QVERIFY(chart.accessibleDescription().contains(QStringLiteral("p3: ")));
        QTest::keyClick(&chart, Qt::Key_Return);
        QCOMPARE(activated.first().at(0).toLongLong(), chart.data().series[0].times[94]);
        QCOMPARE(activated.first().at(2).toString(), QStringLiteral("provider:p2"));
        QTest::keyClick(&chart, Qt::Key_Home);
        QCOMPARE(chart.sample(), 0);
        QTest::keyClick(&chart, Qt::Key_Escape);
        QCOMPARE(chart.sample(), -1);
    }

    void draggingZoomsAndEscapeGoesBack() {
        Chart chart(*m_theme, QStringLiteral("Latency"));
        chart.resize(800, 300);
        chart.setData(someLines());
        chart.show();
        QSignalSpy zoomed(&chart, &Chart::zoomed);
        QSignalSpy activated(&chart, &Chart::activated);
        QSignalSpy reset(&chart, &Chart::zoomReset);
        const auto from = placeOf(chart, start + 3 * hour, 500);
        const auto to = placeOf(chart, start + 9 * hour, 500);
        QTest::mousePress(&chart, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, chart.mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&chart, &move);
        QTest::mouseRelease(&chart, Qt::LeftButton, {}, to);
        QCOMPARE(zoomed.count(), 1);
        QCOMPARE(activated.count(), 0);
        QVERIFY(std::abs(zoomed.first().at(0).toLongLong() - (start + 3 * hour)) < 5 * minute);
        QVERIFY(std::abs(zoomed.first().at(1).toLongLong() - (start + 9 * hour)) < 5 * minute);
        chart.setZoomed(true);
        QTest::keyClick(&chart, Qt::Key_Escape);
        QCOMPARE(reset.count(), 1);
    }

    void theWheelZoomsAroundThePointer() {
        Chart chart(*m_theme, QStringLiteral("Latency"));
        chart.resize(800, 300);
        chart.setData(someLines());
        chart.show();
        QSignalSpy zoomed(&chart, &Chart::zoomed);
        const auto at = placeOf(chart, start + 12 * hour, 500);
        const auto turn = [&](int steps, Qt::KeyboardModifiers modifiers) {
            QWheelEvent event(at, chart.mapToGlobal(at), {}, QPoint(0, 120 * steps), Qt::NoButton, modifiers,
                              Qt::NoScrollPhase, false);
            QApplication::sendEvent(&chart, &event);
        };
        turn(1, {}); // scrolls what is around
        QCOMPARE(zoomed.count(), 0);
        turn(1, Qt::ControlModifier);
        QCOMPARE(zoomed.count(), 1);
        const auto from = zoomed.first().at(0).toLongLong();
        const auto to = zoomed.first().at(1).toLongLong();
        QVERIFY(from > chart.data().from && to < chart.data().to);
        QVERIFY(std::abs((from + to) / 2 - (start + 12 * hour)) < hour);
    }

    void gapsStayGaps() {
        auto data = someLines(1, 96);
        auto& series = data.series.front();
        series.times.erase(series.times.begin() + 30, series.times.begin() + 60);
        series.values.erase(series.values.begin() + 30, series.values.begin() + 60);
        Chart chart(*m_theme, QStringLiteral("Latency"));
        chart.resize(800, 300);
        chart.setData(data);
        const auto image = chart.grab().toImage();
        const auto plot = chart.plot();
        const auto colour = m_theme->tokens().chart[0];
        const auto drawnAt = [&](qint64 at) {
            const auto x = static_cast<int>(plot.x(at));
            for (int y = static_cast<int>(plot.area.top()); y < static_cast<int>(plot.area.bottom()) - 2; ++y) {
                const auto pixel = image.pixelColor(x, y);
                if (std::abs(pixel.red() - colour.red()) + std::abs(pixel.green() - colour.green()) +
                        std::abs(pixel.blue() - colour.blue()) <
                    60)
                    return true;
            }
            return false;
        };
        QVERIFY(drawnAt(start + 10 * 15 * minute));
        QVERIFY(!drawnAt(start + 45 * 15 * minute));
        QVERIFY(drawnAt(start + 80 * 15 * minute));
    }

    void aPeakOfOneMinuteIsSeenInAMonth() {
        auto data = someLines(1, 1);
        data.step = minute;
        data.to = start + 43'200 * minute;
        auto& series = data.series.front();
        series.times.clear();
        series.values.clear();
        for (int at = 0; at < 43'200; ++at) {
            series.times.push_back(start + at * minute);
            series.values.push_back(at == 20'000 ? 1'000 : 100);
        }
        Chart chart(*m_theme, QStringLiteral("Latency"));
        chart.resize(900, 300);
        chart.setData(data);
        const auto image = chart.grab().toImage();
        const auto plot = chart.plot();
        const auto x = static_cast<int>(plot.x(start + 20'000 * minute));
        int high = 0;
        for (int column = x - 2; column <= x + 2; ++column) {
            int pixels = 0;
            for (int y = static_cast<int>(plot.y(990)); y < static_cast<int>(plot.y(150)); ++y)
                pixels += image.pixelColor(column, y) == m_theme->tokens().chart[0] ? 1 : 0;
            high = std::max(high, pixels);
        }
        QVERIFY2(high > plot.area.height() * 0.6, qPrintable(QString::number(high)));
    }

    void theWeekIsFoldedByHour() {
        const auto data = someWeek();
        const auto grid = hourGridOf(data);
        const int monday = (1 - grid.firstDay + 7) % 7;
        QCOMPARE(grid.at(monday, 14).value, 120.0); // two Mondays
        QCOMPARE(grid.at(monday, 2).value, 0.0);
        QCOMPARE(grid.at(monday, 14).latest, start + (7 * 24 + 14) * hour);
        Chart chart(*m_theme, QStringLiteral("Calls"));
        chart.resize(900, 300);
        chart.setData(data);
        chart.show();
        QSignalSpy activated(&chart, &Chart::activated);
        const auto cell = ChartPainter(m_theme->tokens(), m_theme->font(9)).cellOf(chart.plot(), monday, 14);
        QTest::mouseClick(&chart, Qt::LeftButton, {}, cell.center().toPoint());
        QCOMPARE(activated.first().at(0).toLongLong(), start + (7 * 24 + 14) * hour);
    }

    void theTableHoldsEveryValue() {
        Toast toast(*m_theme);
        ChartCard card(*m_theme, toast, QStringLiteral("some"), QStringLiteral("Latency"));
        card.resize(800, 320);
        card.setData(someLines());
        card.show();
        card.tableAction()->trigger();
        auto* table = card.findChild<TableView*>(QStringLiteral("someTable"));
        QVERIFY(table->isVisible());
        QCOMPARE(table->model()->rowCount(), 96);
        QCOMPARE(table->model()->columnCount(), 4);
        QCOMPARE(table->model()->headerData(2, Qt::Horizontal).toString(), QStringLiteral("p2"));
    }

    void axesAreRound_data() {
        QTest::addColumn<double>("highest");
        QTest::addColumn<bool>("whole");
        QTest::addColumn<double>("step");
        QTest::newRow("nothing") << 0.0 << false << 0.25;
        QTest::newRow("one call") << 1.0 << true << 1.0;
        QTest::newRow("few calls") << 7.0 << true << 2.0;
        QTest::newRow("latency") << 3'700.0 << false << 1'000.0;
        QTest::newRow("money") << 0.0031 << false << 0.001;
    }
    void axesAreRound() {
        QFETCH(double, highest);
        QFETCH(bool, whole);
        QFETCH(double, step);
        const auto scale = valueScale(highest, whole);
        QCOMPARE(scale.step, step);
        QVERIFY(scale.top >= highest);
        QVERIFY(scale.top / scale.step <= 6);
    }

    void timesOfTheAxisAreRoundInTheReadersZone() {
        const auto ticks = timeTicks(start + 7 * minute, start + 24 * hour, 9, QLocale());
        QVERIFY(ticks.size() >= 6);
        for (const auto& tick : ticks)
            QCOMPARE(QDateTime::fromMSecsSinceEpoch(tick.at).time().minute(), 0);
    }

    void coloursAreToldApartByEveryone_data() {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<int>("vision");
        for (const bool dark : {false, true})
            for (std::size_t i = 0; i < visions.size(); ++i)
                QTest::addRow("%s, %s", dark ? "dark" : "light", visions[i].first) << dark << static_cast<int>(i);
    }
    void coloursAreToldApartByEveryone() {
        QFETCH(bool, dark);
        QFETCH(int, vision);
        const auto& tokens = dark ? darkTokens() : lightTokens();
        const auto& matrix = visions[static_cast<std::size_t>(vision)].second;
        for (std::size_t i = 0; i < tokens.chart.size(); ++i) {
            for (std::size_t j = i + 1; j < tokens.chart.size(); ++j) {
                const double away = difference(seen(tokens.chart[i], matrix), seen(tokens.chart[j], matrix));
                QVERIFY2(away >= 10, qPrintable(QStringLiteral("%1 and %2: %3").arg(i + 1).arg(j + 1).arg(away)));
            }
        }
    }

    void everythingStandsOutFromItsGround_data() {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void everythingStandsOutFromItsGround() {
        QFETCH(bool, dark);
        const auto& tokens = dark ? darkTokens() : lightTokens();
        for (const auto& ground : {tokens.base, tokens.window, tokens.alternate}) {
            for (const auto& text : {tokens.text, tokens.secondary, tokens.placeholder, tokens.link, tokens.success,
                                     tokens.warning, tokens.error, tokens.info})
                QVERIFY2(contrast(text, ground) >= 4.5, qPrintable(QString(text.name() + u' ' + ground.name())));
            QVERIFY2(contrast(tokens.border, ground) >= 3, qPrintable(ground.name()));
        }
        QVERIFY(contrast(Qt::white, tokens.accent) >= 4.5);
        for (const auto& stroke : tokens.chart)
            QVERIFY2(contrast(stroke, tokens.base) >= 3, qPrintable(stroke.name()));
        QVERIFY(contrast(tokens.chartOther, tokens.base) >= 3);
    }

    void picturesHoldWhatTheyShould() {
        const auto data = someBars(7);
        const auto image = chartImage(*m_theme, QStringLiteral("Calls"), data, QSize(960, 420));
        QCOMPARE(image.size(), QSize(1920, 840));
        QXmlStreamReader svg(chartSvg(*m_theme, QStringLiteral("Calls"), data, QSize(960, 420)));
        int paths = 0;
        while (!svg.atEnd()) {
            svg.readNext();
            paths += svg.isStartElement() ? 1 : 0;
        }
        QVERIFY2(!svg.hasError(), qPrintable(svg.errorString()));
        QVERIFY(paths > 50);
        QVERIFY(chartPdf(*m_theme, QStringLiteral("Calls"), data, QSize(960, 420)).startsWith("%PDF-1."));
        const auto csv = chartCsv(data);
        QCOMPARE(csv.count('\n'), 1 + 48);
    }

    // For people: every kind of chart, light and dark, where GATEHOUSE_PICTURES names a folder.
    void pictures() {
        const QString folder = qEnvironmentVariable("GATEHOUSE_PICTURES");
        if (folder.isEmpty())
            QSKIP("GATEHOUSE_PICTURES names no folder");
        QVERIFY(QDir().mkpath(folder));
        auto marked = someLines();
        marked.marks = {{start + 5 * hour, QStringLiteral("routes gpt-4o changed")}};
        marked.limits = {{2'000, QStringLiteral("Budget 2,000 ms")}};
        auto before = marked.series[1];
        before.faded = true;
        before.name = QStringLiteral("p2, before");
        for (auto& value : before.values)
            value *= 0.85;
        marked.series.push_back(before);
        const std::array<std::pair<const char*, ChartData>, 5> all{{{"lines", someLines()},
                                                                    {"marked", marked},
                                                                    {"many", someLines(7)},
                                                                    {"bars", someBars(7)},
                                                                    {"week", someWeek()}}};
        for (const auto appearance : {Appearance::Light, Appearance::Dark}) {
            m_theme->setAppearance(appearance);
            for (const auto& [name, data] : all) {
                Toast toast(*m_theme);
                ChartCard card(*m_theme, toast, QStringLiteral("some"), QStringLiteral("Latency by percentile"));
                card.resize(1000, 340);
                card.setData(data);
                card.show();
                QTest::keyClick(&card.chart(), Qt::Key_Home);
                for (int i = 0; i < 30; ++i)
                    QTest::keyClick(&card.chart(), Qt::Key_Right);
                card.grab().save(
                    QStringLiteral("%1/chart-%2-%3.png")
                        .arg(folder, QLatin1String(name),
                             appearance == Appearance::Light ? QStringLiteral("light") : QStringLiteral("dark")));
            }
        }
        m_theme->setAppearance(Appearance::Light);
    }
};

QTEST_MAIN(ChartsTest)
#include "tst_charts.moc"
