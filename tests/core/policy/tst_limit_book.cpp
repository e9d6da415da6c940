// SPDX-License-Identifier: Apache-2.0
#include "policy_fixture.h"

#include <QTest>
#include <deque>
#include <random>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::policy;
using namespace std::chrono_literals;
using config::Measure;
using config::Span;

namespace {

constexpr std::array<std::chrono::seconds, 3> spans{60s, 3'600s, 86'400s};

// One of each, all of them limited by hand.
config::Snapshot oneOfEach() {
    auto snapshot = makeSnapshot();
    snapshot.keys.resize(1);
    snapshot.keys[0].id = "first";
    snapshot.routes.resize(1);
    snapshot.routes[0].model = "chat";
    return snapshot;
}

config::Limits& limitsOf(config::Snapshot& snapshot, LimitScope scope) {
    switch (scope) {
    case LimitScope::Key:
        return snapshot.keys[0].limits;
    case LimitScope::User:
        return snapshot.apps[0].userLimits;
    case LimitScope::App:
        return snapshot.apps[0].limits;
    case LimitScope::Team:
        return snapshot.teams[0].limits;
    case LimitScope::Model:
        return snapshot.routes[0].limits;
    case LimitScope::Subscription: // tst_subscription_scope
    case LimitScope::Organisation:
        break;
    }
    return snapshot.organisation.limits;
}

Demand demandOf(const config::Snapshot& snapshot, std::string_view user = "ann") {
    Demand demand{snapshot, 0, 0, &snapshot.routes[0], "chat", user};
    return demand;
}

struct ExactWindow {
    std::chrono::milliseconds span;
    std::uint64_t limit = 0;
    std::uint64_t taken = 0; // in all
    std::uint64_t held = 0;
    std::deque<std::pair<std::chrono::milliseconds, std::uint64_t>> list{};

    bool tryTake(std::chrono::milliseconds now, std::uint64_t amount) {
        while (!list.empty() && now - list.front().first >= span) {
            held -= list.front().second;
            list.pop_front();
        }
        if (held + amount > limit)
            return false;
        list.emplace_back(now, amount);
        held += amount;
        taken += amount;
        return true;
    }
};

constexpr std::array<LimitScope, 6> allScopes{LimitScope::Key,  LimitScope::User,  LimitScope::App,
                                              LimitScope::Team, LimitScope::Model, LimitScope::Organisation};

} // namespace

class TestLimitBook : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyLimitOfEveryoneRefuses_data() {
        QTest::addColumn<int>("scope");
        QTest::addColumn<int>("measure");
        QTest::addColumn<int>("span");
        for (const auto scope : allScopes) {
            for (int measure = 0; measure < 4; ++measure) {
                for (int span = 0; span < 3; ++span) {
                    const auto name =
                        std::string(nameOf(scope)) + ' ' +
                        std::string(config::nameOf(static_cast<Measure>(measure), static_cast<Span>(span)));
                    QTest::newRow(name.c_str()) << int(scope) << measure << span;
                }
            }
        }
    }
    void everyLimitOfEveryoneRefuses() {
        QFETCH(int, scope);
        QFETCH(int, measure);
        QFETCH(int, span);
        FakeClock clock;
        LimitBook book(clock);
        auto snapshot = oneOfEach();
        limitsOf(snapshot, static_cast<LimitScope>(scope)).rates[std::size_t(measure)][std::size_t(span)] = 4;
        const Estimate two{measure == 1 ? 1U : 2U, measure == 1 ? 1U : 2U, Money(), false};
        const int fit = measure == 0 ? 4 : 2;
        for (int i = 0; i < fit; ++i) {
            auto booking = book.take(demandOf(snapshot), two);
            QVERIFY(booking.has_value());
            booking->settle({two.input, two.output, Money()});
        }
        const auto refused = book.take(demandOf(snapshot), two);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().error.code, std::string("rate_limit_exceeded"));
        const auto name = std::string(config::nameOf(static_cast<Measure>(measure), static_cast<Span>(span)));
        QVERIFY(refused.error().error.message.find("limits." + name) != std::string::npos);
        QVERIFY(refused.error().retryAfter > 0ms);
        // A bucket more than the span, told in whole seconds.
        QVERIFY(refused.error().retryAfter <= spans[std::size_t(span)] * 101 / 100 + 1s);
        QCOMPARE(std::string(refused.error().counts.back().name), name);
        clock.pass(spans[std::size_t(span)] - 1s);
        QVERIFY(!book.take(demandOf(snapshot), two).has_value());
        clock.pass(refused.error().retryAfter - spans[std::size_t(span)] + 1s);
        QVERIFY(book.take(demandOf(snapshot), two).has_value());
    }
    // A rule that leads on to another route leaves no limit behind.
    void everyRouteOnTheWayCounts() {
        FakeClock clock;
        LimitBook book(clock);
        auto snapshot = oneOfEach();
        snapshot.routes.resize(2);
        snapshot.routes[1].model = "other";
        snapshot.routes[0].limits.at(Measure::Requests, Span::Minute) = 1;
        snapshot.routes[0].limits.concurrent = 1;
        const std::array<const config::Route*, 2> way{&snapshot.routes[0], &snapshot.routes[1]};
        auto demand = demandOf(snapshot);
        demand.route = &snapshot.routes[1];
        QVERIFY(book.take(demand, {}).has_value());
        demand.through = way;
        {
            const auto first = book.take(demand, {});
            QVERIFY(first.has_value());
            QCOMPARE(book.take(demand, {}).error().error.code, std::string("concurrency_limit_exceeded"));
        }
        QCOMPARE(book.take(demand, {}).error().error.code, std::string("rate_limit_exceeded"));
    }
    void callsAtOnceOfEveryone() {
        for (const auto scope : allScopes) {
            FakeClock clock;
            LimitBook book(clock);
            auto snapshot = oneOfEach();
            limitsOf(snapshot, scope).concurrent = 1;
            auto first = book.take(demandOf(snapshot), {});
            QVERIFY(first.has_value());
            const auto second = book.take(demandOf(snapshot), {});
            QVERIFY(!second.has_value());
            QCOMPARE(second.error().error.code, std::string("concurrency_limit_exceeded"));
            { const LimitBooking ended(std::move(*first)); }
            QVERIFY(book.take(demandOf(snapshot), {}).has_value());
            QCOMPARE(book.inFlight("notebook"), std::uint64_t(0));
        }
    }
    void whoIsRefusedAtTheLastTakesNothingFromTheFirst() {
        FakeClock clock;
        LimitBook book(clock);
        auto snapshot = oneOfEach();
        snapshot.keys[0].limits.at(Measure::Requests, Span::Day) = 5;
        snapshot.organisation.limits.concurrent = 1;
        const auto held = book.take(demandOf(snapshot), {});
        QVERIFY(held.has_value());
        for (int i = 0; i < 20; ++i)
            QVERIFY(!book.take(demandOf(snapshot), {}).has_value());
        for (const auto& use : book.use(snapshot))
            QCOMPARE(use.used, std::uint64_t(1));
    }
    void usersAreHeldEachByThemselves() {
        FakeClock clock;
        LimitBook book(clock);
        auto snapshot = oneOfEach();
        snapshot.apps[0].userLimits.at(Measure::Requests, Span::Hour) = 2;
        for (int user = 0; user < 100; ++user) {
            const auto name = "user " + std::to_string(user);
            QVERIFY(book.take(demandOf(snapshot, name), {}).has_value());
            QVERIFY(book.take(demandOf(snapshot, name), {}).has_value());
            QVERIFY(!book.take(demandOf(snapshot, name), {}).has_value());
        }
        for (int i = 0; i < 10; ++i)
            QVERIFY(book.take(demandOf(snapshot, ""), {}).has_value()); // who names nobody
        QCOMPARE(book.users("notebook"), std::size_t(100));
    }
    void usersWithoutAPlaceAreHeldTogether() {
        FakeClock clock;
        LimitBook book(clock);
        auto snapshot = oneOfEach();
        snapshot.apps[0].userLimits.at(Measure::Requests, Span::Minute) = 50;
        std::size_t admitted = 0;
        constexpr std::size_t crowd = UserTable::mostUsers + 4'000;
        for (std::size_t user = 0; user < crowd; ++user)
            admitted += book.take(demandOf(snapshot, "user " + std::to_string(user)), {}).has_value() ? 1 : 0;
        QVERIFY(book.users("notebook") <= UserTable::mostUsers);
        QVERIFY(admitted <= UserTable::mostUsers + 50);
        QVERIFY(admitted > UserTable::mostUsers * 9 / 10);
        clock.pass(62s); // all of them are gone: their places are free
        for (int i = 0; i < 50; ++i)
            QVERIFY(book.take(demandOf(snapshot, "a new one"), {}).has_value());
        QVERIFY(!book.take(demandOf(snapshot, "a new one"), {}).has_value());
    }
    // Against a list of all that was admitted: never too much in any span, and hardly too little.
    void keepsToTheExactWindow_data() {
        QTest::addColumn<int>("span");
        QTest::newRow("minute") << 0;
        QTest::newRow("hour") << 1;
        QTest::newRow("day") << 2;
    }
    void keepsToTheExactWindow() {
        QFETCH(int, span);
        FakeClock clock;
        LimitBook book(clock);
        auto snapshot = oneOfEach();
        constexpr std::uint64_t limit = 5'000;
        snapshot.apps[0].limits.rates[1][std::size_t(span)] = limit;
        std::mt19937 random(11);
        const std::chrono::milliseconds whole = spans[std::size_t(span)];
        ExactWindow exact{whole, limit}; // admits by itself
        ExactWindow held{whole, limit};  // what the book admitted
        const auto step = whole / 4'000;
        std::chrono::milliseconds now{0};
        for (int i = 0; i < 40'000; ++i) {
            const auto pause = step * std::int64_t(random() % 3);
            clock.pass(pause);
            now += pause;
            const std::uint64_t tokens = 1 + random() % 5;
            (void)exact.tryTake(now, tokens);
            auto booking = book.take(demandOf(snapshot), {tokens, 0, Money(), false});
            if (!booking)
                continue;
            booking->settle({tokens, 0, Money()});
            QVERIFY(held.tryTake(now, tokens)); // no overshoot
        }
        QVERIFY(held.taken > limit * 5);
        QVERIFY2(double(held.taken) >= 0.99 * double(exact.taken),
                 std::to_string(double(held.taken) / double(exact.taken)).c_str());
    }
    void resumesFromWhatTheStoreKnows() {
        FakeClock clock;
        LimitBook book(clock);
        auto snapshot = oneOfEach();
        snapshot.teams[0].limits.at(Measure::Tokens, Span::Hour) = 100;
        book.publish(snapshot);
        const auto fresh = book.takeFresh();
        QCOMPARE(fresh.size(), std::size_t(1));
        QVERIFY(book.takeFresh().empty());
        book.restore(fresh[0], 60, 50min);
        book.restore(fresh[0], 30, 5min);
        book.restore(fresh[0], 1'000, 2h); // too long ago
        QCOMPARE(book.use(snapshot).front().used, std::uint64_t(90));
        QVERIFY(!book.take(demandOf(snapshot), {11, 0, Money(), false}).has_value());
        clock.pass(10min + 15s);
        QVERIFY(book.take(demandOf(snapshot), {70, 0, Money(), false}).has_value());
    }
    // For the thread sanitizer too: every kind of limit at once, from several threads.
    void manyThreadsGetExactlyTheLimit() {
        FakeClock clock;
        LimitBook book(clock);
        auto snapshot = oneOfEach();
        for (const auto scope : allScopes) {
            for (auto& measure : limitsOf(snapshot, scope).rates)
                measure = {1'000'000'000, 1'000'000'000, 1'000'000'000};
            limitsOf(snapshot, scope).concurrent = 1'000;
        }
        snapshot.organisation.limits.at(Measure::Requests, Span::Day) = 3'000;
        book.publish(snapshot);
        std::atomic<int> admitted{0};
        std::vector<std::thread> threads;
        for (int thread = 0; thread < 4; ++thread)
            threads.emplace_back([&, thread] {
                for (int i = 0; i < 2'000; ++i) {
                    auto booking = book.take(demandOf(snapshot, "user " + std::to_string((thread + i) % 5)),
                                             {3, 4, Money(), false});
                    if (!booking)
                        continue;
                    ++admitted;
                    booking->settle({2, 5, Money()});
                }
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(admitted.load(), 3'000);
        for (const auto& use : book.use(snapshot)) {
            const std::uint64_t each = use.name == "concurrent"           ? 0
                                       : use.name.starts_with("requests") ? 1
                                       : use.name.starts_with("input")    ? 2
                                       : use.name.starts_with("output")   ? 5
                                                                          : 7;
            QCOMPARE(use.used, each * 3'000);
        }
    }
};

QTEST_GUILESS_MAIN(TestLimitBook)
#include "tst_limit_book.moc"
