// SPDX-License-Identifier: GPL-3.0-or-later
// Analytics before a real gateway: it moves with traffic, leads to the calls behind a point, and exports what it shows.
#include "core/contract/filter.h"
#include "tests/ui/support/lived_store.h"
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/analytics/analytics_view.h"
#include "ui/analytics/chart_maker.h"
#include "ui/analytics/group_table.h"
#include "ui/analytics/report.h"
#include "ui/models/stats_answer.h"
#include "ui/widgets/chart.h"
#include "ui/widgets/chart_card.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/table_view.h"

#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QUrlQuery>
#include <QXmlStreamReader>
#include <cmath>
#include <numeric>

using namespace gatehouse::ui;

class AnalyticsTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

    struct Shown : TestConsole {
        explicit Shown(const GatewayAddress& address) : view(new AnalyticsView(console)) {
            range.choose(TimeRange::Span::Hour);
            window.setObjectName(QStringLiteral("window"));
            view->setParent(&window);
            toast->attachTo(&window);
            window.resize(1100, 760);
            view->resize(1100, 760);
            window.show();
            client.connectTo(address);
        }
        template <typename Widget>
        Widget* find(const char* name) {
            auto* found = window.findChild<Widget*>(QLatin1String(name));
            if (found == nullptr)
                qFatal("there is no %s", name);
            return found;
        }
        Chart& chart() { return *find<Chart>("analyticsChart"); }
        void choose(const char* combo, int index) {
            auto* box = find<QComboBox>(combo);
            box->setCurrentIndex(index);
            Q_EMIT box->activated(index); // as a choice in the list does
        }
        void choose(Measure measure) { choose("measure", static_cast<int>(measure)); }
        void choose(GroupBy group) { choose("groupBy", static_cast<int>(group)); }
        double sum() {
            double all = 0;
            for (const auto& series : chart().data().series) {
                for (const double value : series.values)
                    all += series.faded || std::isnan(value) ? 0 : value;
            }
            return all;
        }
        QJsonObject ask(const QString& path, const QUrlQuery& query) {
            QJsonObject answer;
            bool done = false;
            client.get(path, query, &window, [&](const Reply& reply) {
                answer = reply.object();
                done = true;
            });
            if (!QTest::qWaitFor([&] { return done; }))
                qFatal("no answer");
            return answer;
        }

        QWidget window;
        AnalyticsView* view;
    };

    // The place of the highest sample of a series.
    static std::size_t peakOf(const ChartSeries& series) {
        return static_cast<std::size_t>(std::max_element(series.values.begin(), series.values.end()) -
                                        series.values.begin());
    }

    static QByteArray read(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void exportAs(Shown& shown, const QString& extension, const QString& path) {
        auto* action =
            shown.find<QAction>(qPrintable(QString(QStringLiteral("actionAnalyticsExport") + extension.toUpper())));
        action->trigger();
        auto* dialog = shown.find<QFileDialog>("exportDialog");
        QTRY_VERIFY(dialog->isVisible());
        dialog->selectFile(path);
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_VERIFY(!read(path).isEmpty());
        QTRY_VERIFY(shown.window.findChild<QFileDialog*>(QStringLiteral("exportDialog")) == nullptr);
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse tests"));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
        QVERIFY(m_gateway.start());
    }
    void init() { QSettings().clear(); }

    void nothingYetSaysSo() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.find<NoticePanel>("analyticsNotice")->isVisible());
        auto* button = shown.find<NoticePanel>("analyticsNotice")->findChild<QPushButton*>();
        QTRY_COMPARE(button->text(), QStringLiteral("Show all"));
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(shown.range.span(), TimeRange::Span::All);
    }

    void chartsMoveWithTraffic() {
        Shown shown(m_gateway.address());
        shown.choose(Measure::Calls);
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        QTRY_COMPARE(shown.sum(), 1.0);
        QCOMPARE(m_gateway.call(QStringLiteral("demo/echo")), 200);
        QCOMPARE(m_gateway.call(QStringLiteral("no-such-model")), 404);
        QTRY_COMPARE(shown.sum(), 3.0);
        shown.choose(Measure::Errors);
        QTRY_COMPARE(shown.sum(), 1.0);
        shown.choose(Measure::Tokens);
        QTRY_VERIFY(shown.sum() > 1);
        shown.choose(Measure::PretendSpend);
        QTRY_VERIFY(shown.sum() > 0 && shown.sum() < 1);
        shown.choose(Measure::Latency);
        QTRY_COMPARE(shown.chart().data().series.size(), std::size_t{3});
        QCOMPARE(shown.chart().data().series[1].name, QStringLiteral("p95"));
    }

    void aPointLeadsToItsCalls() {
        Shown shown(m_gateway.address());
        shown.choose(Measure::Calls);
        shown.choose(GroupBy::Model);
        QTRY_COMPARE(shown.chart().data().series.size(), std::size_t{2});
        QSignalSpy led(shown.view, &View::goTo);
        auto& chart = shown.chart();
        const auto& series = chart.data().series.front();
        const auto peak = peakOf(series);
        const double calls = series.values[peak];
        const auto plot = chart.plot();
        QTest::mouseClick(&chart, Qt::LeftButton, {},
                          QPointF(plot.x(series.times[peak]), plot.y(series.values[peak])).toPoint());
        QCOMPARE(led.count(), 1);
        QCOMPARE(led.first().at(0).toString(), QStringLiteral("log"));
        const QString filter = led.first().at(1).toString();
        QVERIFY2(filter.startsWith(series.term) && filter.contains(QStringLiteral("after:")), qPrintable(filter));
        QVERIFY(gatehouse::contract::parseFilter(filter.toStdString(), 0));
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("q"), QString::fromLatin1(QUrl::toPercentEncoding(filter)));
        QCOMPARE(shown.ask(QStringLiteral("/calls"), query).value(QLatin1String("items")).toArray().size(),
                 static_cast<qsizetype>(calls));
        // The same with the keys.
        QTest::keyClick(&chart, Qt::Key_End);
        QTest::keyClick(&chart, Qt::Key_Return);
        QCOMPARE(led.count(), 2);
    }

    void aRowOfTheTableLeadsToItsCalls() {
        Shown shown(m_gateway.address());
        shown.choose(GroupBy::Status);
        auto* table = shown.find<TableView>("analyticsGroups");
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QSignalSpy led(shown.view, &View::goTo);
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, {},
                           table->visualRect(table->model()->index(0, 1)).center());
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {},
                          table->visualRect(table->model()->index(0, 1)).center());
        QTest::keyClick(table, Qt::Key_Return);
        QVERIFY(led.count() >= 1);
        QVERIFY(led.first().at(1).toString().startsWith(QStringLiteral("status:200 after:-1h")));
    }

    void theLogsFilterHoldsHereToo() {
        Shown shown(m_gateway.address());
        shown.choose(Measure::Calls);
        QTRY_COMPARE(shown.sum(), 3.0);
        auto* filter = shown.find<FilterEdit>("analyticsFilter");
        QTest::keyClicks(filter, QStringLiteral("status>=400"));
        QTRY_COMPARE(shown.sum(), 1.0);
        // A fault is told at the field, and what was typed stays.
        filter->setFilter(QStringLiteral("status>="));
        QVERIFY(shown.find<QLabel>("analyticsFault")->isVisible());
        QCOMPARE(filter->text(), QStringLiteral("status>="));
        // What sums do not know leads to the log, which does.
        filter->setFilter(QStringLiteral("latency>2s"));
        auto* notice = shown.find<NoticePanel>("analyticsNotice");
        QTRY_COMPARE(notice->findChild<QPushButton*>()->text(), QStringLiteral("Show in the log"));
        QSignalSpy led(shown.view, &View::goTo);
        QTest::mouseClick(notice->findChild<QPushButton*>(), Qt::LeftButton);
        QVERIFY(led.first().at(1).toString().startsWith(QStringLiteral("latency>2s")));
        // Nothing fits.
        filter->setFilter(QStringLiteral("provider:nobody"));
        QTRY_COMPARE(notice->findChild<QPushButton*>()->text(), QStringLiteral("Clear filter"));
        QTest::mouseClick(notice->findChild<QPushButton*>(), Qt::LeftButton);
        QTRY_COMPARE(shown.sum(), 3.0);
    }

    void theStretchBeforeIsDrawnFaded() {
        const auto answer = [](const char* from, const char* to, const char* at, int calls) {
            const QByteArray json =
                QStringLiteral("{'from': '%1', 'to': '%2', 'step_ms': 3600000, 'series': [{'group': {}, "
                               "'points': [{'t': '%3', 'calls': %4}], 'total': {}}], 'total': {}}")
                    .arg(QLatin1String(from), QLatin1String(to), QLatin1String(at))
                    .arg(calls)
                    .replace(u'\'', u'"')
                    .toUtf8();
            return *readStats(json, {}, {QStringLiteral("calls")});
        };
        const auto now = answer("2026-11-21T00:00:00Z", "2026-11-21T03:00:00Z", "2026-11-21T01:00:00Z", 7);
        const auto before = answer("2026-11-20T21:00:00Z", "2026-11-21T00:00:00Z", "2026-11-20T22:00:00Z", 4);
        Report report;
        report.measure = Measure::Calls;
        ChartSources sources;
        sources.now = &now;
        sources.before = &before;
        const auto chart = makeChart(report, sources);
        QCOMPARE(chart.series.size(), std::size_t{2});
        QVERIFY(chart.series[1].faded);
        QCOMPARE(chart.series[0].values, (std::vector<double>{0, 7, 0}));
        QCOMPARE(chart.series[1].values, (std::vector<double>{0, 4, 0}));
        QCOMPARE(chart.series[1].times, chart.series[0].times); // laid over each other
    }

    void comparingAsksForTheStretchBefore() {
        Shown shown(m_gateway.address());
        shown.choose(Measure::Calls);
        QTRY_COMPARE(shown.sum(), 3.0);
        QTest::mouseClick(shown.find<QPushButton>("compare"), Qt::LeftButton);
        QTest::qWait(100);
        QCOMPARE(shown.sum(), 3.0); // nothing was called in the hour before
    }

    void whatIsNotDrawnByItselfIsOther() {
        QByteArray series;
        for (int i = 0; i < 9; ++i)
            series +=
                QStringLiteral("%1{'group': {'model': 'm%2'}, 'points': [{'t': '2026-11-21T00:00:00Z', 'calls': %3}], "
                               "'total': {'calls': %3}}")
                    .arg(i > 0 ? QStringLiteral(",") : QString())
                    .arg(i)
                    .arg(10 - i)
                    .replace(u'\'', u'"')
                    .toUtf8();
        const auto now = readStats("{\"from\": \"2026-11-21T00:00:00Z\", \"to\": \"2026-11-21T01:00:00Z\", "
                                   "\"step_ms\": 3600000, \"series\": [" +
                                       series + "], \"total\": {}}",
                                   {QStringLiteral("model")}, {QStringLiteral("calls")});
        QVERIFY(now);
        Report report;
        report.measure = Measure::Calls;
        report.group = GroupBy::Model;
        ChartSources sources;
        sources.now = &*now;
        const auto chart = makeChart(report, sources);
        QCOMPARE(chart.series.size(), std::size_t{7});
        QVERIFY(chart.series.back().rest);
        QCOMPARE(chart.series.back().values, std::vector<double>{4 + 3 + 2});
        QCOMPARE(chart.series.front().term, QStringLiteral("served:m0"));
        QVERIFY(gatehouse::contract::parseFilter(chart.series.back().term.toStdString(), 0));
        QVERIFY(chart.series.back().term.startsWith(QStringLiteral("-served:m0 -served:m1")));
        QVERIFY(termOf(QStringLiteral("provider"), {}).isEmpty()); // no filter names calls of no provider
    }

    void budgetsAndChangesStandInTheChart() {
        Shown shown(m_gateway.address());
        shown.choose(Measure::Spend);
        QTRY_COMPARE(shown.client.state(), GatewayClient::State::Connected);
        bool made = false;
        shown.client.send(GatewayClient::Verb::Post, QStringLiteral("/teams"),
                          {{QStringLiteral("id"), QStringLiteral("research")},
                           {QStringLiteral("budget"), QJsonObject{{QStringLiteral("usd"), 30},
                                                                  {QStringLiteral("period"), QStringLiteral("day")}}}},
                          &shown.window, [&](const Reply& reply) { made = reply.ok(); });
        QTRY_VERIFY(made);
        QTRY_COMPARE(shown.chart().data().limits.size(), std::size_t{1});
        const auto& limit = shown.chart().data().limits.front();
        QCOMPARE(limit.text, QStringLiteral("Budget of research: $30.00 a day"));
        QCOMPARE(limit.value, 30.0 / (24 * 60)); // of a step of a minute
        const auto marked = [&] {
            const auto& marks = shown.chart().data().marks;
            return std::any_of(marks.begin(), marks.end(), [](const ChartMark& mark) {
                return mark.text == QStringLiteral("Team research: added");
            });
        };
        QTRY_VERIFY(marked());
        // A chart of calls has no budget.
        shown.choose(Measure::Calls);
        QTRY_VERIFY(shown.chart().data().limits.empty());
    }

    void zoomingNarrowsEveryViewAndGoesBack() {
        Shown shown(m_gateway.address());
        shown.choose(Measure::Calls);
        QTRY_COMPARE(shown.sum(), 3.0);
        auto& chart = shown.chart();
        const auto plot = chart.plot();
        const auto y = static_cast<int>(plot.area.center().y());
        const QPoint from(static_cast<int>(plot.area.left() + plot.area.width() * 0.2), y);
        const QPoint to(static_cast<int>(plot.area.left() + plot.area.width() * 0.6), y);
        QTest::mousePress(&chart, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, chart.mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(&chart, &move);
        QTest::mouseRelease(&chart, Qt::LeftButton, {}, to);
        QVERIFY(shown.range.isZoomed());
        QVERIFY(shown.range.seconds() > 20 * 60 && shown.range.seconds() < 30 * 60);
        QVERIFY(shown.find<QPushButton>("resetZoom")->isVisible());
        QTest::mouseClick(shown.find<QPushButton>("resetZoom"), Qt::LeftButton);
        QVERIFY(!shown.range.isZoomed());
        shown.find<QAction>("actionZoomIn")->trigger();
        QVERIFY(shown.range.isZoomed());
        shown.find<QAction>("actionResetZoom")->trigger();
        QTRY_COMPARE(shown.sum(), 3.0);
    }

    void theWeekIsShownByHour() {
        Shown shown(m_gateway.address());
        shown.choose(Measure::Calls);
        QTest::mouseClick(shown.find<QToolButton>("kindWeek"), Qt::LeftButton);
        QTRY_COMPARE(shown.chart().data().kind, ChartKind::HourMap);
        QTRY_COMPARE(shown.sum(), 3.0);
    }

    void exportsHoldWhatTheGatewaySaid() {
        Shown shown(m_gateway.address());
        shown.choose(Measure::Calls);
        shown.choose(GroupBy::Provider);
        QTRY_COMPARE(shown.sum(), 3.0);
        QTemporaryDir folder;
        const QString png = folder.filePath(QStringLiteral("chart.png"));
        exportAs(shown, QStringLiteral("png"), png);
        QTRY_VERIFY(!QImage(png).isNull());
        QCOMPARE(QImage(png).size(), shown.chart().size().expandedTo(QSize(960, 420)) * 2);
        const QString svg = folder.filePath(QStringLiteral("chart.svg"));
        exportAs(shown, QStringLiteral("svg"), svg);
        QXmlStreamReader reader(read(svg));
        bool drawn = false;
        while (!reader.atEnd())
            drawn = (reader.readNext() == QXmlStreamReader::StartElement &&
                     (reader.name() == QLatin1String("path") || reader.name() == QLatin1String("polyline"))) ||
                    drawn;
        QVERIFY2(!reader.hasError() && drawn, qPrintable(reader.errorString()));
        const QString pdf = folder.filePath(QStringLiteral("chart.pdf"));
        exportAs(shown, QStringLiteral("pdf"), pdf);
        QVERIFY(read(pdf).startsWith("%PDF-1."));
        QVERIFY(read(pdf).contains("%%EOF"));

        const QString csv = folder.filePath(QStringLiteral("chart.csv"));
        exportAs(shown, QStringLiteral("csv"), csv);
        auto lines = read(csv).split('\n');
        QCOMPARE(lines.takeLast(), QByteArray());
        const auto head = lines.takeFirst().split(',');
        QUrlQuery query;
        query.addQueryItem(QStringLiteral("from"), shown.range.from());
        query.addQueryItem(QStringLiteral("step"), shown.range.step());
        query.addQueryItem(QStringLiteral("group_by"), QStringLiteral("provider"));
        query.addQueryItem(QStringLiteral("metrics"),
                           QStringLiteral("calls,tokens.input,tokens.output,pretend_cost,latency,first_byte"));
        int compared = 0;
        const auto answer = shown.ask(QStringLiteral("/stats"), query);
        for (const auto& value : answer.value(QLatin1String("series")).toArray()) {
            const auto series = value.toObject();
            const auto provider = series.value(QLatin1String("group")).toObject().value(QLatin1String("provider"));
            for (const auto& one : series.value(QLatin1String("points")).toArray()) {
                const auto point = one.toObject();
                const auto line = lines.at(compared++).split(',');
                const auto cell = [&](const char* name) { return line.at(head.indexOf(name)); };
                QCOMPARE(cell("provider"), provider.toString().toUtf8());
                QCOMPARE(QDateTime::fromString(QString::fromLatin1(cell("from")), Qt::ISODate),
                         QDateTime::fromString(point.value(QLatin1String("t")).toString(), Qt::ISODateWithMs));
                QCOMPARE(cell("calls").toLongLong(), point.value(QLatin1String("calls")).toInteger());
                const auto tokens = point.value(QLatin1String("tokens")).toObject();
                QCOMPARE(cell("tokens.input").toLongLong(), tokens.value(QLatin1String("input")).toInteger());
                QCOMPARE(cell("tokens.output").toLongLong(), tokens.value(QLatin1String("output")).toInteger());
                QCOMPARE(cell("pretend_cost"), point.value(QLatin1String("pretend_cost")).toString().toUtf8());
                const auto latency = point.value(QLatin1String("latency")).toObject().value(QLatin1String("p95"));
                QCOMPARE(cell("latency.p95").isEmpty(), latency.isNull());
                if (!latency.isNull())
                    QCOMPARE(cell("latency.p95").toDouble(), latency.toDouble());
            }
        }
        QVERIFY(compared > 0);
        QCOMPARE(lines.size(), compared);
    }

    void aFileThatCannotBeWrittenIsTold() {
        Shown shown(m_gateway.address());
        shown.choose(Measure::Calls);
        QTRY_COMPARE(shown.sum(), 3.0);
        shown.find<ChartCard>("analyticsCard")->exportTo(QStringLiteral("/no-such-folder/chart.svg"));
        QTRY_VERIFY(shown.toast->isVisible());
        QVERIFY(shown.toast->findChild<QLabel*>()->text().contains(QStringLiteral("could not be written")));
    }

    void cellsThatLookLikeFormulasAreQuoted() {
        const QByteArray json =
            "{\"from\": \"2026-11-21T00:00:00Z\", \"to\": \"2026-11-21T01:00:00Z\", \"step_ms\": 3600000, "
            "\"series\": [{\"group\": {\"model\": \"=1+1,'x'\"}, \"points\": [{\"t\": \"2026-11-21T00:00:00Z\", "
            "\"calls\": 2, \"cost\": \"0.000045000001\"}], \"total\": {\"calls\": 2}}], \"total\": {}}";
        const auto answer =
            readStats(json, {QStringLiteral("model")}, {QStringLiteral("calls"), QStringLiteral("cost")});
        QVERIFY(answer);
        QCOMPARE(statsCsv(*answer), QByteArray("from,to,model,calls,cost\n2026-11-21T00:00:00Z,2026-11-21T01:00:00Z,"
                                               "\"'=1+1,'x'\",2,0.000045000001\n"));
        QVERIFY(!readStats("[]", {}, {}));
    }

    void reportsAreSavedAndShownAgain() {
        Shown shown(m_gateway.address());
        shown.choose(Measure::Calls);
        shown.choose(GroupBy::Model);
        shown.find<FilterEdit>("analyticsFilter")->setFilter(QStringLiteral("status:200"));
        QTRY_COMPARE(shown.sum(), 2.0);
        shown.find<QAction>("actionSaveReport")->trigger();
        auto* dialog = shown.find<QDialog>("reportDialog");
        QMetaObject::invokeMethod(dialog, "accept"); // without a name
        QVERIFY(dialog->isVisible());
        dialog->findChild<QLineEdit*>(QStringLiteral("field_name"))->setText(QStringLiteral("Good calls & models"));
        QMetaObject::invokeMethod(dialog, "accept");
        QTRY_COMPARE(savedReports().size(), 1);
        shown.choose(GroupBy::Nothing);
        shown.find<FilterEdit>("analyticsFilter")->setFilter({});
        shown.range.choose(TimeRange::Span::QuarterHour);
        QTRY_COMPARE(shown.sum(), 3.0);
        QTest::mouseClick(shown.find<QPushButton>("reports"), Qt::LeftButton);
        auto* menu = shown.find<QMenu>("reportMenu");
        QCOMPARE(menu->actions().first()->text(), QStringLiteral("Good calls && models"));
        menu->actions().first()->trigger();
        menu->close();
        QCOMPARE(shown.range.span(), TimeRange::Span::Hour);
        QTRY_COMPARE(shown.sum(), 2.0);
        QCOMPARE(shown.find<QComboBox>("groupBy")->currentIndex(), static_cast<int>(GroupBy::Model));
    }

    void aStretchOfOnesOwnIsChosenToTheMinute() {
        Shown shown(m_gateway.address());
        QTest::mouseClick(shown.find<QPushButton>("timeRange"), Qt::LeftButton);
        auto* from = shown.find<QDateTimeEdit>("rangeFrom");
        auto* to = shown.find<QDateTimeEdit>("rangeTo");
        auto* apply = shown.find<QPushButton>("rangeApply");
        const QDateTime start(QDate(2026, 11, 20), QTime(13, 7));
        from->setDateTime(start);
        to->setDateTime(start.addSecs(-60));
        QVERIFY(shown.find<QLabel>("rangeFault")->isVisible());
        QVERIFY(!apply->isEnabled());
        to->setDateTime(start.addSecs(83 * 60));
        QTest::mouseClick(apply, Qt::LeftButton);
        QCOMPARE(shown.range.span(), TimeRange::Span::Custom);
        QCOMPARE(shown.range.fromMoment(), start.toMSecsSinceEpoch());
        QCOMPARE(shown.range.seconds(), qint64{83 * 60});
        TimeRange other;
        QVERIFY(other.restore(shown.range.saved()));
        QCOMPARE(other.fromMoment(), shown.range.fromMoment());
    }

    void whatWasShownStaysWhenTheGatewayGoes() {
        RunningGateway gateway;
        QVERIFY(gateway.start());
        QCOMPARE(gateway.call(QStringLiteral("demo/echo")), 200);
        Shown shown(gateway.address());
        shown.choose(Measure::Calls);
        QTRY_COMPARE(shown.sum(), 1.0);
        gateway.kill();
        shown.view->refresh();
        QTRY_VERIFY(!shown.find<QLabel>("analyticsStale")->text().isEmpty());
        QCOMPARE(shown.sum(), 1.0);
        QVERIFY(gateway.start());
        QTRY_VERIFY_WITH_TIMEOUT(shown.find<QLabel>("analyticsStale")->text().isEmpty(), 20'000);
    }

    void everythingFocusableHasAName() {
        Shown shown(m_gateway.address());
        QTRY_VERIFY(shown.chart().isVisible());
        for (auto* widget : shown.window.findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisible() || widget->inherits("QScrollBar"))
                continue;
            auto* face = QAccessible::queryAccessibleInterface(widget);
            QVERIFY2(
                face != nullptr && !face->text(QAccessible::Name).isEmpty(),
                qPrintable(QString(QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName())));
        }
        QVERIFY(!shown.chart().accessibleDescription().isEmpty());
    }

    // For people, where GATEHOUSE_PICTURES names a folder: two days of invented calls.
    void pictures() {
        const QString folder = qEnvironmentVariable("GATEHOUSE_PICTURES");
        if (folder.isEmpty())
            QSKIP("GATEHOUSE_PICTURES names no folder");
        QVERIFY(QDir().mkpath(folder));
        RunningGateway gateway;
        gateway.setConfiguration(livedConfiguration(gateway.key()));
        QVERIFY(fillLivedStore(gateway.dataFolder()) && gateway.start());
        Shown shown(gateway.address());
        shown.range.choose(TimeRange::Span::Day);
        const auto save = [&](const char* name) {
            for (const QSize size : {QSize(816, 560), QSize(1712, 960)}) {
                shown.window.resize(size);
                shown.view->resize(size);
                for (const auto appearance : {Appearance::Light, Appearance::Dark}) {
                    shown.theme.setAppearance(appearance);
                    QTest::qWait(400);
                    shown.window.grab().save(
                        QStringLiteral("%1/analytics-%2-%3-%4.png")
                            .arg(folder, QLatin1String(name))
                            .arg(size.width())
                            .arg(appearance == Appearance::Light ? QStringLiteral("light") : QStringLiteral("dark")));
                }
            }
        };
        save("latency");
        shown.choose(Measure::Spend);
        shown.choose(GroupBy::App);
        shown.find<QToolButton>("kindBars")->click();
        shown.find<QPushButton>("compare")->click();
        save("spend");
        shown.choose(Measure::Errors);
        shown.choose(GroupBy::Nothing);
        save("errors");
        shown.choose(Measure::Calls);
        shown.find<QToolButton>("kindWeek")->click();
        save("week");
        shown.find<QToolButton>("kindLines")->click();
        shown.choose(Measure::Latency);
        shown.choose(GroupBy::Model);
        QApplication::setLayoutDirection(Qt::RightToLeft);
        save("mirrored");
        QApplication::setLayoutDirection(Qt::LeftToRight);
        shown.find<QAction>("actionAnalyticsShowTable")->trigger();
        save("table");
        shown.find<QPushButton>("timeRange")->click();
        QTest::qWait(300);
        shown.find<QWidget>("rangePopup")->grab().save(QString(folder + QStringLiteral("/range.png")));
    }
};

QTEST_MAIN(AnalyticsTest)
#include "tst_analytics.moc"
