// SPDX-License-Identifier: Apache-2.0
#include "core/routing/retry.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::routing;
using std::chrono::milliseconds;

class tst_retry : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void decidesByRuleAndRoom_data();
    void decidesByRuleAndRoom();
    void pausesWithinTheCeiling();
    void readsWhatTheProviderAsksFor();
};

void tst_retry::decidesByRuleAndRoom_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("kind"); // ErrorKind, -1 = an answer came
    QTest::addColumn<int>("attempt");
    QTest::addColumn<bool>("more");
    QTest::addColumn<bool>("permanent");
    QTest::addColumn<int>("asked");
    QTest::addColumn<int>("expected");
    const int timeout = int(ErrorKind::Timeout), down = int(ErrorKind::Unavailable), left = int(ErrorKind::Cancelled);
    const int retry = int(Next::Retry), next = int(Next::NextTarget), stop = int(Next::GiveUp);
    QTest::newRow("429 again") << 429 << -1 << 1 << false << false << 0 << retry;
    QTest::newRow("429 asks for a minute, next target") << 429 << -1 << 1 << true << false << 60'000 << next;
    QTest::newRow("429 asks for a minute, none left") << 429 << -1 << 1 << false << false << 60'000 << stop;
    QTest::newRow("attempts used up, next target") << 503 << -1 << 2 << true << false << 0 << next;
    QTest::newRow("attempts used up, none left") << 503 << -1 << 2 << false << false << 0 << stop;
    QTest::newRow("a bad request is the client's") << 400 << -1 << 1 << true << false << 0 << stop;
    QTest::newRow("quota spent: never the same target") << 429 << -1 << 1 << true << true << 0 << next;
    QTest::newRow("quota spent, none left") << 429 << -1 << 1 << false << true << 0 << stop;
    QTest::newRow("cannot connect") << 0 << down << 1 << false << false << 0 << retry;
    QTest::newRow("time-out") << 0 << timeout << 2 << true << false << 0 << next;
    QTest::newRow("the client left") << 0 << left << 1 << true << false << 0 << stop;
}

void tst_retry::decidesByRuleAndRoom() {
    QFETCH(int, status);
    QFETCH(int, kind);
    QFETCH(int, attempt);
    QFETCH(bool, more);
    QFETCH(bool, permanent);
    QFETCH(int, asked);
    QFETCH(int, expected);
    AttemptFailure failed;
    failed.status = status;
    failed.permanent = permanent;
    if (kind >= 0) {
        failed.error = Error{};
        failed.error->kind = static_cast<ErrorKind>(kind);
    }
    if (asked > 0)
        failed.retryAfter = milliseconds(asked);
    QCOMPARE(int(decide(config::RetryRule{}, failed, {attempt, false, more, milliseconds(600'000)})), expected);
    QCOMPARE(int(decide(config::RetryRule{}, failed, {attempt, false, more, milliseconds(0)})), int(Next::GiveUp));
}

void tst_retry::pausesWithinTheCeiling() {
    const AttemptFailure plain;
    QCOMPARE(pauseBefore(2, plain, 0.0), milliseconds(0));
    QVERIFY(pauseBefore(2, plain, 0.999) < milliseconds(200));
    QVERIFY(pauseBefore(3, plain, 0.999) >= milliseconds(399));
    QVERIFY(pauseBefore(90, plain, 0.999) <= milliseconds(5'000));
    AttemptFailure asked;
    asked.retryAfter = milliseconds(1'500);
    QCOMPARE(pauseBefore(2, asked, 0.0), milliseconds(1'500));
}

void tst_retry::readsWhatTheProviderAsksFor() {
    QCOMPARE(readRetryAfter("2", ""), std::optional(milliseconds(2'000)));
    QCOMPARE(readRetryAfter("2", "150"), std::optional(milliseconds(150)));
    QCOMPARE(readRetryAfter("", ""), std::nullopt);
    QCOMPARE(readRetryAfter("Wed, 21 Oct 2026 07:28:00 GMT", ""), std::nullopt);
    QCOMPARE(readRetryAfter("99999999999999999", ""), std::optional(milliseconds(86'400'000)));
}

QTEST_APPLESS_MAIN(tst_retry)
#include "tst_retry.moc"
