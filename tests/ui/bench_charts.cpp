// SPDX-License-Identifier: GPL-3.0-or-later
// 30 days minute by minute (43,200 points) in a chart of 1,700 × 700, drawn by software: from the gateway's answer to
// the painted chart, and the whole way with GET /stats of a real daemon. CPU time is of the thread that draws.
//   bench_charts --gatehoused FILE
#include "core/store/store.h"
#include "core/telemetry/call_record.h"
#include "core/telemetry/record_writer.h"
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/test_console.h"
#include "ui/analytics/analytics_view.h"
#include "ui/analytics/chart_maker.h"
#include "ui/widgets/chart.h"

#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>
#include <QThreadPool>
#include <QUrlQuery>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <optional>
#include <vector>

namespace {

using namespace gatehouse;
using namespace gatehouse::ui;

constexpr int days = 30;
constexpr int minutes = days * 24 * 60;
constexpr std::size_t nearlyAll = minutes - 600; // time goes on while the store is filled
constexpr int rounds = 9;
constexpr int patience = 60'000;
constexpr int batchCalls = 500;
constexpr qint64 minuteMs = 60'000;

double threadMilliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// A call in each minute of the last 30 days.
bool fill(const QString& folder) {
    store::StoreOptions options;
    options.dataDirectory = folder.toStdString();
    auto opened = store::Store::open(options);
    if (!opened)
        return false;
    store::RetentionSettings keepAll;
    keepAll.calls = keepAll.bodies = keepAll.minuteRollups = keepAll.hourRollups = std::chrono::hours(0);
    auto writer = (*opened)->recordWriter(keepAll);
    if (!writer->open())
        return false;
    const auto end = SystemClock().wall();
    telemetry::RecordBatch batch;
    for (int i = 0; i < minutes; ++i) {
        auto call = std::make_unique<telemetry::CallRecord>();
        call->id = "01BENCH" + std::to_string(100'000'000 + i) + "ABCDEFGHIJ";
        call->startedAt = end - (minutes - i) * telemetry::microsPerMinute;
        call->totalMicros = 600'000 + static_cast<std::int64_t>(400'000 * std::sin(i / 300.0)) + i % 7 * 90'000;
        call->firstByteMicros = call->totalMicros / 3;
        call->dialect = "openai";
        call->operation = "chat";
        call->modelAsked = call->modelServed = call->route = "gpt-5-mini";
        call->provider = "openai";
        call->team = "me";
        call->app = call->key = "vscode";
        call->status = 200;
        call->attempts = 1;
        call->tokens.input = 900;
        call->tokens.output = 200;
        call->cost = Money::fromPico(625'000'000);
        batch.calls.push_back({static_cast<std::uint64_t>(i) + 1, std::move(call)});
        if (batch.calls.size() == batchCalls || i + 1 == minutes) {
            if (!writer->write(batch))
                return false;
            batch.calls.clear();
        }
    }
    writer->close();
    return true;
}

struct Readings {
    std::vector<double> wall;
    std::vector<double> cpu;
    void tell(const char* name, const char* must) {
        std::sort(wall.begin(), wall.end());
        std::sort(cpu.begin(), cpu.end());
        std::printf("  %-46s median %6.0f ms  worst %6.0f ms  cpu of the UI thread %6.1f ms  %s\n", name,
                    wall[wall.size() / 2], wall.back(), cpu[cpu.size() / 2], must);
    }
};

Report wantedReport() {
    Report report;
    report.measure = Measure::Latency;
    report.step = QStringLiteral("1m");
    return report;
}

bool fromAnswerToPainted(TestConsole& console) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("from"), QStringLiteral("-30d"));
    query.addQueryItem(QStringLiteral("step"), QStringLiteral("1m"));
    query.addQueryItem(QStringLiteral("metrics"), chartMetrics(wantedReport()).join(u','));
    std::optional<QByteArray> body;
    console.client.get(QStringLiteral("/stats"), query, &console.client,
                       [&](const Reply& reply) { body = reply.ok() ? reply.body() : QByteArray(); });
    if (!QTest::qWaitFor([&] { return body.has_value(); }, patience) || body->isEmpty())
        return false;
    Chart chart(console.theme, QStringLiteral("Latency"));
    chart.resize(1'700, 700);
    chart.show();
    Readings readings;
    std::size_t points = 0;
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer clock;
        clock.start();
        const double before = threadMilliseconds();
        std::shared_ptr<const StatsAnswer> answer;
        QThreadPool::globalInstance()->start([&] {
            auto read = std::make_shared<const StatsAnswer>(*readStats(*body, {}, chartMetrics(wantedReport())));
            QMetaObject::invokeMethod(
                &chart, [&answer, read] { answer = read; }, Qt::QueuedConnection);
        });
        while (answer == nullptr)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
        ChartSources sources;
        sources.now = answer.get();
        chart.setData(makeChart(wantedReport(), sources));
        chart.repaint();
        readings.wall.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        readings.cpu.push_back(threadMilliseconds() - before);
        points = answer->series.front().times.size();
    }
    std::printf("  %zu points of 3 figures, %.1f MB of JSON\n", points, static_cast<double>(body->size()) / 1e6);
    readings.tell("from the answer to the painted chart", "must 200 ms");
    return points >= nearlyAll;
}

bool wholeWay(TestConsole& console) {
    console.range.choose(TimeRange::Span::Month);
    Readings readings;
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer clock;
        clock.start();
        const double before = threadMilliseconds();
        AnalyticsView view(console.console);
        view.resize(1'920, 1'080);
        auto* step = view.findChild<QComboBox*>(QStringLiteral("step"));
        step->setCurrentIndex(step->findData(QStringLiteral("1m")));
        Q_EMIT step->activated(step->currentIndex());
        view.show();
        auto* chart = view.findChild<Chart*>(QStringLiteral("analyticsChart"));
        const auto drawn = [chart] {
            return !chart->data().series.empty() && chart->data().series.front().times.size() >= nearlyAll;
        };
        while (!drawn()) {
            if (clock.elapsed() > patience)
                return false;
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
        }
        chart->repaint();
        readings.wall.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        readings.cpu.push_back(threadMilliseconds() - before);
    }
    readings.tell("opening Analytics, with GET /stats", "");
    return true;
}

} // namespace

int main(int count, char** words) {
    QStandardPaths::setTestModeEnabled(true);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(count, words);
    QCoreApplication::setOrganizationName(QStringLiteral("Gatehouse bench"));
    QSettings().clear();
    const auto arguments = application.arguments();
    const auto at = arguments.indexOf(QStringLiteral("--gatehoused"));
    if (at < 0 || at + 1 >= arguments.size()) {
        std::fprintf(stderr, "usage: bench_charts --gatehoused FILE\n");
        return 2;
    }
    qputenv("GATEHOUSED", arguments.at(at + 1).toLocal8Bit());
    RunningGateway gateway;
    gateway.setConfiguration("version: 1\nrecords: {keep: {calls: forever, bodies: forever, minutes: forever, hours: "
                             "forever}}\nteams:\n  - id: me\n    apps:\n      - {id: vscode, keys: [\"plain:" +
                             gateway.key() + "\"]}\n");
    if (!fill(gateway.dataFolder()) || !gateway.start()) {
        std::fprintf(stderr, "the gateway of the bench does not start\n");
        return 1;
    }
    std::printf("charts: %d days minute by minute\n", days);
    TestConsole console;
    console.client.connectTo(gateway.address());
    return fromAnswerToPainted(console) && wholeWay(console) ? 0 : 1;
}
