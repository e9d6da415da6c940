// SPDX-License-Identifier: GPL-3.0-or-later
// The log at size: a real daemon with a million recorded calls, the view at 1920×1080 drawn by software, live calls
// coming in. Prints what it takes; CPU time is of the thread that draws, so other work on the machine does not show.
//   bench_log --gatehoused FILE --filler FILE --load FILE [--rows 1000000] [--rate 500] [--seconds 20] [--folder DIR]
// filler: bench_recorder; load: open_loop. A folder that is given is kept and used again.
#include "tests/ui/support/test_console.h"
#include "ui/client/gateway_client.h"
#include "ui/log/log_view.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QEvent>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

namespace {

using namespace gatehouse::ui;

constexpr int startPatience = 60'000;
constexpr int framesASecond = 60;
constexpr char key[] = "gh-console-bench-key-of-more-than-32-characters";

double threadMilliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

qint64 residentKilobytes() {
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const auto& line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong();
    }
    return 0;
}

// When the table was first painted with rows in it.
class FirstPaint : public QObject {
public:
    explicit FirstPaint(QTableView* table) : m_table(table) { table->viewport()->installEventFilter(this); }
    bool done() const { return m_done; }

protected:
    bool eventFilter(QObject*, QEvent* event) override {
        // The event is still to be handled: the next one finds it painted.
        m_done = m_done || (m_seen && event->type() != QEvent::Paint);
        m_seen = m_seen || (event->type() == QEvent::Paint && m_table->model()->rowCount() > 0);
        return false;
    }

private:
    QTableView* m_table;
    bool m_seen = false;
    bool m_done = false;
};

struct Bench {
    QString folder;
    QProcess daemon;
    GatewayAddress address;

    bool start(const QString& program) {
        const QString yaml = folder + QStringLiteral("/bench.yaml");
        QFile file(yaml);
        if (!file.open(QIODevice::WriteOnly))
            return false;
        file.write("version: 1\nrecords: {keep: {calls: forever, bodies: forever, minutes: forever, hours: forever}}\n"
                   "teams:\n  - id: bench\n    apps:\n      - {id: bench, keys: [\"plain:");
        file.write(key);
        file.write("\"]}\n");
        file.close();
        daemon.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        daemon.start(program,
                     {QStringLiteral("serve"), QStringLiteral("--config"), yaml, QStringLiteral("--data-dir"), folder,
                      QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"), QStringLiteral("--admin"),
                      QStringLiteral("127.0.0.1:0"), QStringLiteral("--log-level"), QStringLiteral("error")});
        while (!daemon.canReadLine()) {
            if (!daemon.waitForReadyRead(startPatience))
                return false;
        }
        static const QRegularExpression ready(QStringLiteral("gateway=(\\S+) admin=(\\S+)"));
        const auto match = ready.match(QString::fromUtf8(daemon.readLine()));
        address.gateway = QUrl(match.captured(1));
        address.admin = QUrl(match.captured(2));
        QFile token(folder + QStringLiteral("/admin-token"));
        if (!token.open(QIODevice::ReadOnly))
            return false;
        address.token = token.readAll().trimmed();
        return match.hasMatch();
    }
    void stop() {
        daemon.terminate();
        daemon.waitForFinished(startPatience);
    }
};

void openOften(TestConsole& console, int times) {
    std::vector<double> wall;
    std::vector<double> cpu;
    for (int i = 0; i < times; ++i) {
        QElapsedTimer clock;
        clock.start();
        const double before = threadMilliseconds();
        LogView view(console.console);
        view.resize(1920, 1080);
        FirstPaint painted(view.findChild<QTableView*>(QStringLiteral("logTable")));
        view.show();
        while (!painted.done() && clock.elapsed() < startPatience)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
        wall.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
        cpu.push_back(threadMilliseconds() - before);
    }
    std::sort(wall.begin(), wall.end());
    std::sort(cpu.begin(), cpu.end());
    std::printf(
        "  opening the log until rows are painted   median %6.0f ms  worst %6.0f ms  cpu %6.0f ms  must 300 ms\n",
        wall[wall.size() / 2], wall.back(), cpu[cpu.size() / 2]);
}

struct Frames {
    std::vector<double> cpu;
    double share = 0; // of one core
};

// Runs the event loop for so long, with "step" once a frame, and notes the thread's CPU time between two frames.
template <typename Step>
Frames run(int seconds, Step step) {
    Frames frames;
    QElapsedTimer clock;
    clock.start();
    const double begin = threadMilliseconds();
    double last = begin;
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
        const double now = threadMilliseconds();
        frames.cpu.push_back(now - last);
        last = now;
        step();
    });
    timer.start(1000 / framesASecond);
    QTest::qWait(seconds * 1000);
    frames.share = (threadMilliseconds() - begin) / static_cast<double>(clock.elapsed());
    std::sort(frames.cpu.begin(), frames.cpu.end());
    return frames;
}

double at(const Frames& frames, double share) {
    return frames.cpu.empty()
               ? 0
               : frames.cpu[static_cast<std::size_t>(share * static_cast<double>(frames.cpu.size() - 1))];
}

void tell(const char* name, const Frames& frames) {
    std::printf(
        "  %-40s frames %5zu  median %5.1f ms  p95 %5.1f ms  p99 %5.1f ms  most %5.1f ms of cpu  must 16 ms for "
        "95 %%\n",
        name, frames.cpu.size(), at(frames, 0.5), at(frames, 0.95), at(frames, 0.99), at(frames, 1));
}

void measure(TestConsole& console, Bench& bench, const QString& load, int rate, int seconds) {
    LogView view(console.console);
    view.resize(1920, 1080);
    view.show();
    auto* table = view.findChild<QTableView*>(QStringLiteral("logTable"));
    if (!QTest::qWaitFor([&] { return table->model()->rowCount() > 0; }, startPatience))
        return;
    const QString body = bench.folder + QStringLiteral("/body.json");
    QFile file(body);
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.write("{\"model\":\"demo/echo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    file.close();
    const auto startLoad = [&](QProcess& process) {
        process.setStandardOutputFile(QProcess::nullDevice());
        process.start(load, {QString::number(rate), QString::number(seconds + 3), body,
                             QStringLiteral("gateway=%1:Authorization: Bearer %2")
                                 .arg(bench.address.gateway.port())
                                 .arg(QLatin1String(key))});
        process.waitForStarted();
        QTest::qWait(1'000);
    };
    {
        QProcess process;
        startLoad(process);
        const auto frames = run(seconds, [] {});
        std::printf("  %d calls a second, following them          %.1f %% of one core on the UI thread  must 20 %%\n",
                    rate, frames.share * 100);
        tell("following live calls", frames);
        process.waitForFinished();
    }
    {
        QProcess process;
        startLoad(process);
        int direction = 1;
        auto* bar = table->verticalScrollBar();
        const auto frames = run(seconds, [&] {
            // Pages come in while it goes down; near the end of what is there it goes up again for a while.
            if (bar->value() >= bar->maximum() - 2'000 && bar->value() > 400'000)
                direction = -1;
            if (bar->value() <= 2'000)
                direction = 1;
            bar->setValue(bar->value() + direction * 900);
        });
        tell("scrolling with live calls coming in", frames);
        process.waitForFinished();
    }
    std::printf("  rows in memory %d, resident %lld MB\n", table->model()->rowCount(),
                static_cast<long long>(residentKilobytes() / 1024));
}

} // namespace

int main(int count, char** arguments) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(count, arguments);
    QStandardPaths::setTestModeEnabled(true);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("gatehoused"), {}, QStringLiteral("file")},
                       {QStringLiteral("filler"), {}, QStringLiteral("file")},
                       {QStringLiteral("load"), {}, QStringLiteral("file")},
                       {QStringLiteral("rows"), {}, QStringLiteral("number"), QStringLiteral("1000000")},
                       {QStringLiteral("rate"), {}, QStringLiteral("number"), QStringLiteral("500")},
                       {QStringLiteral("seconds"), {}, QStringLiteral("number"), QStringLiteral("20")},
                       {QStringLiteral("folder"), {}, QStringLiteral("folder")}});
    parser.process(application);
    const QTemporaryDir own;
    Bench bench;
    bench.folder = parser.isSet(QStringLiteral("folder")) ? parser.value(QStringLiteral("folder")) : own.path();
    const auto rows = parser.value(QStringLiteral("rows"));
    if (QProcess::execute(parser.value(QStringLiteral("filler")),
                          {QStringLiteral("--rows"), rows, QStringLiteral("--seconds"), QStringLiteral("0"),
                           QStringLiteral("--rebuild"), QStringLiteral("0"), QStringLiteral("--folder"),
                           bench.folder}) != 0)
        return 1;
    if (!bench.start(parser.value(QStringLiteral("gatehoused")))) {
        std::fprintf(stderr, "the daemon did not start\n");
        return 1;
    }
    std::printf("the log with %s calls, 1920×1080, drawn by software\n", qPrintable(rows));
    {
        TestConsole console;
        console.client.connectTo(bench.address);
        if (!QTest::qWaitFor([&] { return console.client.state() == GatewayClient::State::Connected; }, startPatience))
            return 1;
        openOften(console, 9);
        measure(console, bench, parser.value(QStringLiteral("load")), parser.value(QStringLiteral("rate")).toInt(),
                parser.value(QStringLiteral("seconds")).toInt());
    }
    bench.stop();
    return 0;
}
