// SPDX-License-Identifier: Apache-2.0
#include "core/access/failure_budget.h"

#include <QTest>
#include <string>
#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::access;
using namespace std::chrono_literals;

namespace {

class FakeClock final : public Clock {
public:
    MonotonicTime monotonic() const override { return MonotonicTime(1000h) + passed; }
    WallMicros wall() const override { return 0; }
    std::chrono::milliseconds passed{0};
};

void fail(FailureBudget& budget, std::string_view address, int times) {
    for (int i = 0; i < times; ++i)
        budget.failed(address);
}

} // namespace

class TestFailureBudget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAddressWaitsAfterTooManyFailures();
    void slowFailuresAreForgotten();
    void furtherFailuresProlongTheWait();
    void loopbackIsNeverCounted_data();
    void loopbackIsNeverCounted();
    void aSiteCountsAsOne();
    void whatIsNoAddressIsIgnored();
    void aFloodOfAddressesRefusesNoInnocent();
    void threadsCountTogether();
};

void TestFailureBudget::anAddressWaitsAfterTooManyFailures() {
    FakeClock clock;
    FailureBudget budget(clock);
    fail(budget, "192.0.2.7", 29);
    QVERIFY(!budget.mustWait("192.0.2.7"));
    budget.failed("192.0.2.7");
    QVERIFY(budget.mustWait("192.0.2.7") == 60s);
    QVERIFY(!budget.mustWait("192.0.2.8"));
    clock.passed += 59s;
    QVERIFY(budget.mustWait("192.0.2.7") == 1s);
    clock.passed += 1s;
    QVERIFY(!budget.mustWait("192.0.2.7"));
    budget.failed("192.0.2.7"); // and begins anew
    QVERIFY(!budget.mustWait("192.0.2.7"));
}

void TestFailureBudget::slowFailuresAreForgotten() {
    FakeClock clock;
    FailureBudget budget(clock);
    for (int minute = 0; minute < 10; ++minute) {
        fail(budget, "192.0.2.7", 20);
        QVERIFY(!budget.mustWait("192.0.2.7"));
        clock.passed += 61s;
    }
}

void TestFailureBudget::furtherFailuresProlongTheWait() {
    FakeClock clock;
    FailureBudget budget(clock);
    fail(budget, "192.0.2.7", 30);
    clock.passed += 50s;
    budget.failed("192.0.2.7"); // one that had been under way
    QVERIFY(budget.mustWait("192.0.2.7") == 60s);
}

void TestFailureBudget::loopbackIsNeverCounted_data() {
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("IPv4") << QByteArray("127.0.0.1");
    QTest::newRow("IPv4, another") << QByteArray("127.9.9.9");
    QTest::newRow("IPv6") << QByteArray("::1");
    QTest::newRow("mapped") << QByteArray("::ffff:127.0.0.1");
}

void TestFailureBudget::loopbackIsNeverCounted() {
    QFETCH(QByteArray, address);
    FakeClock clock;
    FailureBudget budget(clock);
    fail(budget, address.constData(), 1000);
    QVERIFY(!budget.mustWait(address.constData()));
}

void TestFailureBudget::aSiteCountsAsOne() {
    FakeClock clock;
    FailureBudget budget(clock);
    for (int i = 0; i < 30; ++i)
        budget.failed("2001:db8:1:2::" + std::to_string(i + 1));
    QVERIFY(budget.mustWait("2001:db8:1:2:ffff::1"));
    QVERIFY(budget.mustWait("2001:db8:1:2::9%eth0"));
    QVERIFY(!budget.mustWait("2001:db8:1:3::1"));
    fail(budget, "::ffff:192.0.2.7", 30);
    QVERIFY(budget.mustWait("192.0.2.7"));
}

void TestFailureBudget::whatIsNoAddressIsIgnored() {
    FakeClock clock;
    FailureBudget budget(clock);
    for (const char* text : {"", "localhost", "1.2.3", "%", "::g"}) {
        fail(budget, text, 100);
        QVERIFY(!budget.mustWait(text));
    }
}

void TestFailureBudget::aFloodOfAddressesRefusesNoInnocent() {
    FakeClock clock;
    FailureBudget budget(clock);
    for (int i = 0; i < 60'000; ++i)
        fail(budget, "10." + std::to_string(i / 250) + "." + std::to_string(i % 250) + ".1", 3);
    int refused = 0;
    for (int i = 0; i < 200; ++i)
        refused += budget.mustWait("198.51.100." + std::to_string(i)) ? 1 : 0;
    QCOMPARE(refused, 0);
}

void TestFailureBudget::threadsCountTogether() {
    FakeClock clock;
    FailureBudget budget(clock);
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&budget] { fail(budget, "192.0.2.7", 8); });
    }
    QVERIFY(budget.mustWait("192.0.2.7"));
}

QTEST_APPLESS_MAIN(TestFailureBudget)
#include "tst_failure_budget.moc"
