// SPDX-License-Identifier: Apache-2.0
#include "core/identity/session_table.h"

#include <QTest>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::identity;
using namespace std::chrono_literals;

namespace {

constexpr WallMicros second = 1'000'000;

std::shared_ptr<Session> session(const Secret& token, std::string id, std::string user, WallMicros created = 0) {
    auto made = std::make_shared<Session>();
    made->id = std::move(id);
    made->digest = sessionDigest(token.reveal());
    made->user = std::move(user);
    made->created = created;
    made->used = created;
    made->expires = created + 100 * second;
    return made;
}

} // namespace

class TestSessions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokensAreLongAndDiffer() {
        const auto token = newSessionToken();
        QVERIFY(token.reveal().starts_with("ghs_"));
        QCOMPARE(token.size(), std::size_t{4 + 43}); // 256 bits
        QVERIFY(newSessionToken().reveal() != token.reveal());
    }

    void onlyTheWholeTokenFinds() {
        SessionTable table;
        const auto token = newSessionToken();
        table.add(session(token, "one", "ada"));
        QCOMPARE(table.find(token.reveal(), second)->user, std::string("ada"));
        QVERIFY(!table.find(token.reveal().substr(0, 20), second));
        QVERIFY(!table.find(std::string(token.reveal()) + "x", second));
        QVERIFY(!table.find("", second));
        QVERIFY(!table.find(newSessionToken().reveal(), second));
    }

    void aSessionEndsByItself() {
        SessionTable table;
        const auto token = newSessionToken();
        table.setIdle(10s);
        table.add(session(token, "one", "ada"));
        for (WallMicros at = 0; at < 100 * second; at += 9 * second)
            QVERIFY(table.find(token.reveal(), at)); // used all the time
        QVERIFY(!table.find(token.reveal(), 100 * second));
        const auto other = newSessionToken();
        table.add(session(other, "two", "ada"));
        QVERIFY(!table.find(other.reveal(), 10 * second)); // not used
    }

    void sessionsAreEnded() {
        SessionTable table;
        const auto first = newSessionToken();
        const auto second_ = newSessionToken();
        const auto third = newSessionToken();
        table.add(session(first, "one", "ada", 3));
        table.add(session(second_, "two", "ada", 1));
        table.add(session(third, "three", "bob", 2));
        QCOMPARE(table.all().front()->id, std::string("two"));
        QVERIFY(table.end("one"));
        QVERIFY(!table.end("one"));
        QVERIFY(!table.find(first.reveal(), 5));
        const auto ended = table.endWhere([](const Session& held) { return held.user == "ada"; });
        QCOMPARE(ended, std::vector<std::string>{"two"});
        QVERIFY(table.find(third.reveal(), 5));
        QCOMPARE(table.all().size(), std::size_t{1});
    }

    void readersNeverSeeAHalfTable() {
        SessionTable table;
        const auto token = newSessionToken();
        table.add(session(token, "kept", "ada"));
        std::atomic<bool> stop{false};
        std::atomic<int> missed{0};
        std::thread reader([&] {
            while (!stop)
                missed += table.find(token.reveal(), second) ? 0 : 1;
        });
        for (int i = 0; i < 500; ++i) {
            table.add(session(newSessionToken(), "s" + std::to_string(i), "bob"));
            (void)table.end("s" + std::to_string(i - 3));
        }
        stop = true;
        reader.join();
        QCOMPARE(missed.load(), 0);
    }
};

QTEST_APPLESS_MAIN(TestSessions)
#include "tst_sessions.moc"
