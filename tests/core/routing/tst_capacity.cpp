// SPDX-License-Identifier: Apache-2.0
#include "core/routing/capacity/capacity_board.h"
#include "tests/core/telemetry/fakes.h"

#include <QTest>
#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace gatehouse;
using gatehouse::telemetry::FakeClock;
using namespace gatehouse::routing;
using namespace std::chrono_literals;
using config::Priority;

namespace {

constexpr std::int64_t second = 1'000'000;

config::Snapshot snapshotOf(std::uint32_t concurrent, std::chrono::milliseconds wait = 10s, std::size_t length = 100) {
    config::Snapshot snapshot;
    config::Provider provider;
    provider.id = "p";
    provider.capacity = {concurrent, wait, length};
    snapshot.providerById.emplace("p", 0);
    snapshot.providers.push_back(std::move(provider));
    return snapshot;
}

ToldLimits requestsLeft(std::int64_t limit, std::int64_t remaining, std::int64_t resetMicros) {
    ToldLimits told;
    told.requests = {limit, remaining, resetMicros};
    return told;
}

const Wanted wanted{"p", "k", "m", 1};

} // namespace

class TestCapacity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noCapLetsAllThrough();
    void theCapHolds();
    void aPlaceComesBackWithItsEnd();
    void whoWaitsIsServedByClassThenAge();
    void lowIsNotStarved();
    void aFullLineTakesNobody();
    void noLineWhereTheWaitIsZero();
    void whoLeavesMakesRoomForThoseBehind();
    void aPlaceGrantedToOneWhoLeavesGoesOn();
    void nobodyOvertakesTheLine();
    void aGreaterCapServesTheLine();
    void whatAnAnswerToldIsNotOverrun();
    void answersInAnotherOrderRaiseNothing();
    void theLimitComesBackAtItsReset();
    void aBucketIsRefilledLittleByLittle();
    void tokensCountAsWell();
    void aCallGreaterThanTheLimitWaitsForAllOfIt();
    void aRefusalIsWaitedFor();
    void anotherModelIsNotHeldUp();
    void otherKeysAreApart();
    void randomHistoriesNeverExceedTheCap();
    void randomAnswersNeverOverrunTheLimit();
    void threadsShareItWithoutLosingAWake();
    void threadsNeverOverrunALearnedLimit();
};

void TestCapacity::noCapLetsAllThrough() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(0));
    std::vector<Place> places;
    for (int i = 0; i < 1000; ++i) {
        places.push_back(board.take(wanted));
        QVERIFY(places.back().given());
    }
    QCOMPARE(board.inFlight("p", "k", "m"), std::int64_t{1000});
    places.clear();
    QCOMPARE(board.inFlight("p", "k", "m"), std::int64_t{0});
    QCOMPARE(board.lanes().front().inFlight, 0U);
}

void TestCapacity::theCapHolds() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(2));
    const auto one = board.take(wanted);
    const auto two = board.take({"p", "other", "model", 1});
    const auto three = board.take(wanted);
    QVERIFY(one.given() && two.given() && !three.given());
    QVERIFY(!three.byLimit());
    QCOMPARE(board.lanes().front().inFlight, 2U);
}

void TestCapacity::aPlaceComesBackWithItsEnd() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(1));
    auto place = board.take(wanted);
    place.answered({}); // the body still comes
    QVERIFY(!board.take(wanted).given());
    auto moved = std::move(place);
    QVERIFY(!board.take(wanted).given());
    moved.giveBack();
    moved.giveBack();
    QVERIFY(board.take(wanted).given());
    QVERIFY(board.take(wanted).given());
}

void TestCapacity::whoWaitsIsServedByClassThenAge() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(1));
    auto place = board.take(wanted);
    std::vector<std::string> served;
    std::vector<Wait> line;
    const auto enter = [&](const char* name, Priority priority) {
        line.push_back(board.enter(wanted, name, priority, [&served, name] { served.emplace_back(name); }));
        QVERIFY(line.back().stands());
        clock.advance(1ms);
    };
    enter("low", Priority::Low);
    enter("normal 1", Priority::Normal);
    enter("normal 2", Priority::Normal);
    enter("high 1", Priority::High);
    enter("high 2", Priority::High);
    QCOMPARE(line[0].position(), std::size_t{5});
    QCOMPARE(line[3].position(), std::size_t{1});
    const auto look = board.lanes().front();
    QCOMPARE(look.waiting.size(), std::size_t{5});
    QCOMPARE(look.waiting.front().id, std::string("high 1"));
    while (served.size() < 5) {
        place.giveBack();
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line[i].granted()) {
                place = line[i].leave();
                QVERIFY(place.given());
            }
        }
    }
    QCOMPARE(served, (std::vector<std::string>{"high 1", "high 2", "normal 1", "normal 2", "low"}));
}

// A class is worth a quarter of the longest wait: half of it later a low call goes before a high one that just came.
void TestCapacity::lowIsNotStarved() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(1, 8s));
    auto place = board.take(wanted);
    auto low = board.enter(wanted, "low", Priority::Low, {});
    clock.advance(3900ms);
    auto early = board.enter(wanted, "early", Priority::High, {});
    QCOMPARE(early.position(), std::size_t{1});
    clock.advance(200ms);
    auto late = board.enter(wanted, "late", Priority::High, {});
    QCOMPARE(low.position(), std::size_t{2});
    QCOMPARE(late.position(), std::size_t{3});
}

void TestCapacity::aFullLineTakesNobody() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(1, 10s, 1));
    const auto place = board.take(wanted);
    const auto first = board.enter(wanted, "1", Priority::Normal, {});
    const auto second = board.enter(wanted, "2", Priority::High, {});
    QVERIFY(first.stands() && !second.stands());
}

void TestCapacity::noLineWhereTheWaitIsZero() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(1, 0ms));
    const auto place = board.take(wanted);
    QVERIFY(!board.enter(wanted, "1", Priority::Normal, {}).stands());
}

void TestCapacity::whoLeavesMakesRoomForThoseBehind() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(1));
    auto place = board.take(wanted);
    auto first = board.enter(wanted, "1", Priority::Normal, {});
    auto second = board.enter(wanted, "2", Priority::Normal, {});
    QVERIFY(!first.leave().given());
    QCOMPARE(second.position(), std::size_t{1});
    place.giveBack();
    QVERIFY(second.granted());
}

void TestCapacity::aPlaceGrantedToOneWhoLeavesGoesOn() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(1));
    auto place = board.take(wanted);
    auto second = Wait();
    {
        const auto first = board.enter(wanted, "1", Priority::Normal, {});
        second = board.enter(wanted, "2", Priority::Normal, {});
        place.giveBack();
        QVERIFY(first.granted() && !second.granted());
    }
    QVERIFY(second.granted());
}

void TestCapacity::nobodyOvertakesTheLine() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(2));
    auto one = board.take(wanted);
    auto two = board.take(wanted);
    auto first = board.enter(wanted, "1", Priority::Normal, {});
    one.giveBack();
    QVERIFY(first.granted()); // it has the place, though it has not come for it
    QVERIFY(!board.take(wanted).given());
    auto place = first.leave();
    QVERIFY(place.given());
    QCOMPARE(board.lanes().front().inFlight, 2U);
}

void TestCapacity::aGreaterCapServesTheLine() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(1));
    const auto place = board.take(wanted);
    const auto first = board.enter(wanted, "1", Priority::Normal, {});
    const auto second = board.enter(wanted, "2", Priority::Normal, {});
    board.publish(snapshotOf(2));
    QVERIFY(first.granted() && !second.granted());
    board.publish(snapshotOf(0));
    QVERIFY(second.granted());
}

void TestCapacity::whatAnAnswerToldIsNotOverrun() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(0));
    auto first = board.take(wanted);
    auto other = board.take(wanted);
    first.answered(requestsLeft(10, 3, 60 * second));
    // Of the three, one may be the second call's.
    auto third = board.take(wanted);
    auto fourth = board.take(wanted);
    const auto fifth = board.take(wanted);
    QVERIFY(third.given() && fourth.given() && !fifth.given());
    QVERIFY(fifth.byLimit());
    QVERIFY(fifth.chanceIn() > 59s && fifth.chanceIn() <= 60s);
}

void TestCapacity::answersInAnotherOrderRaiseNothing() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(0));
    auto first = board.take(wanted);
    auto other = board.take(wanted);
    other.answered(requestsLeft(10, 1, 60 * second)); // the provider counted it last
    first.answered(requestsLeft(10, 2, 60 * second));
    clock.advance(1ms);
    auto third = board.take(wanted);
    QVERIFY(third.given());
    QVERIFY(!board.take(wanted).given());
    third.answered(requestsLeft(10, 5, 60 * second)); // begun behind both: its word counts
    QVERIFY(board.take(wanted).given());
}

void TestCapacity::theLimitComesBackAtItsReset() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(0));
    board.take(wanted).answered(requestsLeft(2, 0, 5 * second));
    QVERIFY(!board.take(wanted).given());
    clock.advance(4900ms);
    QVERIFY(!board.take(wanted).given());
    clock.advance(101ms);
    const auto one = board.take(wanted);
    const auto two = board.take(wanted);
    QVERIFY(one.given() && two.given());
    QVERIFY(!board.take(wanted).given());
}

// The moment at which it is full moves on with each call: 10 a second come back.
void TestCapacity::aBucketIsRefilledLittleByLittle() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(0));
    board.take(wanted).answered(requestsLeft(100, 60, 4 * second));
    board.take(wanted).answered(requestsLeft(100, 0, 10 * second));
    const auto none = board.take(wanted);
    QVERIFY(!none.given());
    QVERIFY(none.chanceIn() > 50ms && none.chanceIn() < 150ms);
    clock.advance(310ms);
    std::vector<Place> places;
    for (int i = 0; i < 5; ++i)
        places.push_back(board.take(wanted));
    QCOMPARE(std::count_if(places.begin(), places.end(), [](const auto& place) { return place.given(); }),
             std::ptrdiff_t{3});
}

void TestCapacity::tokensCountAsWell() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(0));
    ToldLimits told;
    told.tokens = {1000, 250, 60 * second};
    board.take({"p", "k", "m", 10}).answered(told);
    const auto one = board.take({"p", "k", "m", 200});
    QVERIFY(one.given());
    QVERIFY(!board.take({"p", "k", "m", 51}).given());
    QVERIFY(board.take({"p", "k", "m", 50}).given());
}

void TestCapacity::aCallGreaterThanTheLimitWaitsForAllOfIt() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(0));
    ToldLimits told;
    told.tokens = {1000, 999, 2 * second};
    board.take({"p", "k", "m", 1}).answered(told);
    QVERIFY(!board.take({"p", "k", "m", 5000}).given());
    clock.advance(2s);
    QVERIFY(board.take({"p", "k", "m", 5000}).given());
}

void TestCapacity::aRefusalIsWaitedFor() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(0));
    ToldLimits told;
    told.refused = true;
    told.retryAfterMicros = 3 * second;
    board.take(wanted).answered(told);
    const auto none = board.take(wanted);
    QVERIFY(!none.given() && none.byLimit());
    QCOMPARE(none.chanceIn(), 3000ms);
    clock.advance(3s);
    QVERIFY(board.take(wanted).given());
}

void TestCapacity::anotherModelIsNotHeldUp() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(10));
    board.take(wanted).answered(requestsLeft(1, 0, 60 * second));
    const auto waiting = board.enter(wanted, "1", Priority::High, {});
    QVERIFY(!waiting.granted());
    const auto other = board.enter({"p", "k", "other", 1}, "2", Priority::Low, {});
    QVERIFY(other.granted());
    QVERIFY(board.take({"p", "k", "other", 1}).given());
    QVERIFY(!board.take(wanted).given());
}

void TestCapacity::otherKeysAreApart() {
    FakeClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(0));
    board.take(wanted).answered(requestsLeft(1, 0, 60 * second));
    QVERIFY(!board.take(wanted).given());
    QVERIFY(board.take({"p", "k2", "m", 1}).given());
}

// Calls that come, wait, leave, end and change the cap at random: never more than the cap in flight, nobody waits where
// there is room, and of those of one class the older goes first.
void TestCapacity::randomHistoriesNeverExceedTheCap() {
    std::mt19937 random(20261121);
    const auto upTo = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
    for (int history = 0; history < 200; ++history) {
        FakeClock clock;
        CapacityBoard board(clock);
        auto cap = static_cast<std::uint32_t>(1 + upTo(4));
        board.publish(snapshotOf(cap));
        std::vector<Place> running;
        struct Standing {
            Wait wait;
            Priority priority;
            int number;
        };
        std::vector<Standing> line;
        std::array<int, 3> lastServed{-1, -1, -1};
        for (int step = 0; step < 300; ++step) {
            clock.advance(std::chrono::microseconds(upTo(2'000)));
            const int what = upTo(9);
            if (what < 5) {
                if (auto place = board.take(wanted); place.given()) {
                    running.push_back(std::move(place));
                } else {
                    const auto priority = static_cast<Priority>(upTo(2));
                    if (auto wait = board.enter(wanted, "c", priority, {}); wait.stands())
                        line.push_back({std::move(wait), priority, step});
                }
            } else if (what < 8 && !running.empty()) {
                running.erase(running.begin() + upTo(static_cast<int>(running.size()) - 1));
            } else if (what == 8 && !line.empty()) {
                line.erase(line.begin() + upTo(static_cast<int>(line.size()) - 1));
            } else if (what == 9 && upTo(9) == 0) {
                cap = std::max<std::uint32_t>(cap, static_cast<std::uint32_t>(1 + upTo(5)));
                board.publish(snapshotOf(cap));
            }
            std::size_t waits = 0;
            for (auto at = line.begin(); at != line.end();) {
                if (!at->wait.granted()) {
                    ++waits;
                    ++at;
                    continue;
                }
                auto& last = lastServed.at(static_cast<std::size_t>(at->priority));
                QVERIFY(at->number > last);
                last = at->number;
                running.push_back(at->wait.leave());
                QVERIFY(running.back().given());
                at = line.erase(at);
            }
            const auto look = board.lanes().front();
            QCOMPARE(look.inFlight, static_cast<std::uint32_t>(running.size()));
            QVERIFY(look.inFlight <= cap);
            QVERIFY(waits == 0 || look.inFlight == cap);
        }
    }
}

namespace {

// A provider that counts in a fixed window, and answers in any order.
class CountingProvider {
public:
    CountingProvider(std::int64_t limit, std::int64_t window) : m_limit(limit), m_window(window) {}

    // What the answer tells, or nothing: too many.
    std::optional<ToldLimits> count(std::int64_t now) {
        if (now >= m_ends) {
            m_ends = now + m_window;
            m_used = 0;
        }
        if (m_used >= m_limit)
            return std::nullopt;
        ++m_used;
        return requestsLeft(m_limit, m_limit - m_used, m_ends - now);
    }

private:
    std::int64_t m_limit;
    std::int64_t m_window;
    std::int64_t m_ends = 0;
    std::int64_t m_used = 0;
};

} // namespace

void TestCapacity::randomAnswersNeverOverrunTheLimit() {
    std::mt19937 random(7);
    const auto upTo = [&](int most) { return std::uniform_int_distribution<int>(0, most)(random); };
    for (int history = 0; history < 100; ++history) {
        FakeClock clock;
        CapacityBoard board(clock);
        board.publish(snapshotOf(0));
        const int limit = 1 + upTo(20);
        CountingProvider provider(limit, second);
        const auto now = [&] { return clock.monotonic().time_since_epoch() / 1us; };
        struct Sent {
            Place place;
            ToldLimits told;
            std::int64_t at = 0;
        };
        std::vector<Sent> sent;
        int served = 0;
        const auto send = [&](Place place) {
            auto told = provider.count(now());
            QVERIFY2(told, "the provider had to refuse a call");
            sent.push_back({std::move(place), *told, now()});
            ++served;
        };
        send(board.take(wanted));
        sent.back().place.answered(sent.back().told); // until the first answer nothing is known
        sent.clear();
        for (int step = 0; step < 400; ++step) {
            clock.advance(std::chrono::microseconds(upTo(20'000)));
            if (upTo(2) != 0) {
                if (auto place = board.take(wanted); place.given())
                    send(std::move(place));
            } else if (!sent.empty()) {
                const auto at = sent.begin() + upTo(static_cast<int>(sent.size()) - 1);
                auto told = at->told;
                *told.requests.resetMicros -= now() - at->at; // it travels no time here: the reset is a moment
                if (*told.requests.resetMicros > 0)
                    at->place.answered(told);
                sent.erase(at);
            }
        }
        QVERIFY(served > limit);
    }
}

void TestCapacity::threadsShareItWithoutLosingAWake() {
    SystemClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(3, 60s, 10'000));
    std::atomic<int> inside{0};
    std::atomic<bool> tooMany{false};
    std::atomic<int> done{0};
    const auto work = [&](int seed) {
        std::minstd_rand random(static_cast<unsigned>(seed));
        for (int i = 0; i < 400; ++i) {
            auto place = board.take(wanted);
            if (!place.given()) {
                std::atomic<bool> woken{false};
                auto wait = board.enter(wanted, "c", static_cast<Priority>(random() % 3), [&woken] { woken = true; });
                if (random() % 8 == 0) {
                    place = wait.leave();
                } else {
                    while (!woken) // a wake that is lost hangs here
                        std::this_thread::yield();
                    place = wait.leave();
                }
            }
            if (!place.given())
                continue;
            if (inside.fetch_add(1) >= 3)
                tooMany = true;
            place.answered({});
            std::this_thread::yield();
            inside.fetch_sub(1);
            place.giveBack();
        }
        ++done;
    };
    std::vector<std::thread> threads;
    for (int t = 0; t < 6; ++t)
        threads.emplace_back(work, t + 1);
    for (auto& thread : threads)
        thread.join();
    QVERIFY(!tooMany);
    QCOMPARE(done.load(), 6);
    QCOMPARE(board.lanes().front().inFlight, 0U);
    QVERIFY(board.lanes().front().waiting.empty());
}

void TestCapacity::threadsNeverOverrunALearnedLimit() {
    SystemClock clock;
    CapacityBoard board(clock);
    board.publish(snapshotOf(0));
    constexpr int limit = 500;
    std::mutex mutex; // the provider's own
    int used = 0;
    bool overrun = false;
    const auto ask = [&] {
        const std::scoped_lock lock(mutex);
        overrun = overrun || used >= limit;
        ++used;
        return requestsLeft(limit, std::max(limit - used, 0), 3600 * second);
    };
    board.take(wanted).answered(ask());
    const auto work = [&] {
        for (int i = 0; i < 400; ++i) {
            auto place = board.take(wanted);
            if (!place.given())
                continue;
            const auto told = ask();
            std::this_thread::yield();
            place.answered(told);
        }
    };
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back(work);
    for (auto& thread : threads)
        thread.join();
    QVERIFY(!overrun);
    QCOMPARE(used, limit);
}

QTEST_GUILESS_MAIN(TestCapacity)
#include "tst_capacity.moc"
