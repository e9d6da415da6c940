// SPDX-License-Identifier: GPL-3.0-or-later
// A log that is larger than what is held of it: nothing is missing or twice, whichever way one goes.
#include "core/store/store.h"
#include "core/telemetry/record_writer.h"
#include "tests/ui/support/running_gateway.h"
#include "tests/ui/support/stall_guard.h"
#include "tests/ui/support/test_console.h"
#include "ui/log/log_view.h"
#include "ui/models/call_model.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QPushButton>
#include <QScrollBar>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::ui;

namespace {

constexpr int recorded = 11'000; // more than CallModel::mostRows
constexpr int batchCalls = 500;

// Calls of the last minutes, numbered by the length of their request.
bool fill(const QString& folder) {
    QDir().mkpath(folder);
    store::StoreOptions options;
    options.dataDirectory = folder.toStdString();
    auto opened = store::Store::open(options);
    if (!opened)
        return false;
    auto writer = (*opened)->recordWriter({});
    if (!writer->open())
        return false;
    const auto start = SystemClock().wall() - std::int64_t{recorded} * 10'000;
    for (int done = 0; done < recorded;) {
        telemetry::RecordBatch batch;
        for (int i = 0; i < batchCalls && done < recorded; ++i, ++done) {
            auto call = std::make_unique<telemetry::CallRecord>();
            call->id = "01M8WINDOW" + std::to_string(1'000'000'000'000'000LL + done);
            call->startedAt = start + done * 10'000;
            call->totalMicros = 1'000;
            call->status = 200;
            call->dialect = "openai";
            call->operation = "chat";
            call->modelAsked = "number-" + std::to_string(done);
            call->cost = Money();
            batch.calls.push_back({static_cast<std::uint64_t>(done) + 1, std::move(call)});
        }
        if (!writer->write(batch))
            return false;
    }
    writer->close();
    return true;
}

} // namespace

class LogWindowTest : public QObject {
    Q_OBJECT

    RunningGateway m_gateway;

    static int numberAt(QAbstractItemModel* model, int row) {
        return model->index(row, CallModel::Model).data().toString().mid(7).toInt();
    }
    // Each row is the call before the one above it.
    static bool unbroken(QAbstractItemModel* model) {
        for (int row = 1; row < model->rowCount(); ++row) {
            if (numberAt(model, row) != numberAt(model, row - 1) - 1)
                return false;
        }
        return true;
    }

private Q_SLOTS:
    void initTestCase() {
        QStandardPaths::setTestModeEnabled(true);
        QVERIFY(fill(m_gateway.dataFolder()));
        QVERIFY(m_gateway.start());
    }

    void theWholeLogIsReachedAndLeftAgain() {
        TestConsole console;
        LogView view(console.console);
        view.resize(1200, 700);
        view.show();
        console.client.connectTo(m_gateway.address());
        auto* table = view.findChild<QTableView*>(QStringLiteral("logTable"));
        auto* model = table->model();
        QTRY_VERIFY(model->rowCount() > 0);
        QCOMPARE(numberAt(model, 0), recorded - 1);
        auto* bar = table->verticalScrollBar();
        const auto scrollUntil = [&](int to, const std::function<bool()>& there) {
            return QTest::qWaitFor(
                [&] {
                    bar->setValue(to > 0 ? bar->maximum() : 0);
                    return there();
                },
                60'000);
        };
        StallGuard guard;
        QVERIFY(scrollUntil(1, [&] { return numberAt(model, model->rowCount() - 1) == 0; }));
        QVERIFY(model->rowCount() <= CallModel::mostRows);
        QVERIFY(numberAt(model, 0) < recorded - 1); // the newest were let go
        QVERIFY(unbroken(model));
        // What is in sight stays there while rows come back above it.
        bar->setValue(bar->maximum() / 2);
        const int inSight = numberAt(model, table->rowAt(0));
        QVERIFY(scrollUntil(0, [&] { return numberAt(model, 0) == recorded - 1; }));
        QVERIFY(unbroken(model));
        QVERIFY(model->rowCount() <= CallModel::mostRows);
        QVERIFY(inSight > 0);
        QVERIFY2(guard.isClean(), guard.report());
    }

    void fromFarDownOneButtonLeadsToTheNewest() {
        TestConsole console;
        LogView view(console.console);
        view.resize(1200, 700);
        view.show();
        console.client.connectTo(m_gateway.address());
        auto* table = view.findChild<QTableView*>(QStringLiteral("logTable"));
        auto* model = table->model();
        auto* bar = table->verticalScrollBar();
        QTRY_VERIFY(model->rowCount() > 0);
        QVERIFY(QTest::qWaitFor(
            [&] {
                bar->setValue(bar->maximum());
                return numberAt(model, model->rowCount() - 1) == 0;
            },
            60'000));
        auto* pill = view.findChild<QPushButton*>(QStringLiteral("newCalls"));
        QTRY_VERIFY(pill->isVisible());
        QTest::mouseClick(pill, Qt::LeftButton);
        QTRY_COMPARE(numberAt(model, 0), recorded - 1);
        QTRY_COMPARE(bar->value(), 0);
        QVERIFY(!pill->isVisible());
    }

    void rowsThatComeAboveDoNotMoveWhatIsInSight() {
        TestConsole console;
        LogView view(console.console);
        view.resize(1200, 700);
        view.show();
        console.client.connectTo(m_gateway.address());
        auto* table = view.findChild<QTableView*>(QStringLiteral("logTable"));
        auto* model = table->model();
        auto* bar = table->verticalScrollBar();
        QTRY_VERIFY(model->rowCount() >= CallModel::pageSize);
        QTRY_VERIFY(bar->maximum() > 1'000);
        bar->setValue(1'000);
        const QString before = model->index(table->rowAt(0), CallModel::Model).data().toString();
        QCOMPARE(m_gateway.call(QStringLiteral("demo/slow"), true), 200); // runs for a while, then is over
        QCOMPARE(model->index(table->rowAt(0), CallModel::Model).data().toString(), before);
    }
};

METERED_MAIN(LogWindowTest)
#include "tst_log_window.moc"
