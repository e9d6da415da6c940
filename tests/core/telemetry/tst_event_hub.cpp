// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/event_hub.h"
#include "tests/core/telemetry/fakes.h"

#include <QTest>
#include <atomic>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::telemetry;
using namespace std::chrono_literals;

class EventHubTest : public QObject {
    Q_OBJECT

private:
    FakeClock m_clock;
    static std::string texts(const EventRead& read) {
        std::string out = read.gap ? "gap " : "";
        for (const auto& event : read.events)
            out += *event.json + " ";
        return out;
    }

private Q_SLOTS:
    void aReaderGetsWhatComesAfterItSubscribed() {
        EventHub hub({}, m_clock);
        hub.publish(EventType::ConfigChanged, "1");
        auto reader = hub.subscribe({}, std::nullopt, {});
        hub.publish(EventType::ConfigChanged, "2");
        hub.publish(EventType::CallFinished, "3");
        QCOMPARE(texts(reader->read(1)), std::string("2 "));
        QCOMPARE(texts(reader->read(9)), std::string("3 "));
        QCOMPARE(texts(reader->read(9)), std::string(""));
    }
    void onlySubscribedTypesAreRead() {
        EventHub hub({}, m_clock);
        int told = 0;
        auto reader = hub.subscribe({EventType::HealthChanged}, std::nullopt, [&] { ++told; });
        hub.publish(EventType::CallStarted, "1");
        QCOMPARE(told, 0);
        hub.publish(EventType::HealthChanged, "2");
        QCOMPARE(told, 1);
        QCOMPARE(texts(reader->read(9)), std::string("2 "));
    }
    void aReaderResumesFromItsLastEvent() {
        EventHub hub({}, m_clock);
        auto reader = hub.subscribe({}, std::nullopt, {});
        for (const auto* text : {"1", "2", "3"})
            hub.publish(EventType::CallFinished, text);
        const auto second = reader->read(2).events.back().id;
        reader.reset();
        hub.publish(EventType::CallFinished, "4"); // within the time that events linger
        auto resumed = hub.subscribe({}, second, {});
        QCOMPARE(texts(resumed->read(9)), std::string("3 4 "));
    }
    void idsTellWhenAndNotHowMuchElseThereWas() {
        std::vector<std::uint64_t> ids;
        for (const int others : {0, 50}) {
            FakeClock clock;
            EventHub hub({}, clock);
            for (int i = 0; i < others; ++i)
                hub.publish(EventType::ConfigChanged, "x", std::string("zeta"));
            clock.advance(1s);
            auto reader = hub.subscribe({}, std::nullopt, {});
            hub.publish(EventType::ConfigChanged, "y", std::string("acme"));
            ids.push_back(reader->read(1).events.front().id);
        }
        QCOMPARE(ids.front(), ids.back());
    }
    void eachTeamHasItsPart() {
        EventHub hub({}, m_clock);
        auto reader = hub.subscribe({}, std::nullopt, {});
        hub.publish(EventType::ConfigChanged, "all");
        hub.publish(EventType::CallFinished, "call", std::string("acme"));
        hub.publish(EventType::ConfigChanged, "both", {{"acme", std::make_shared<const std::string>("its own")}});
        const auto events = reader->read(9).events;
        QVERIFY(events.at(0).parts.empty()); // the organisation's alone
        QCOMPARE(events.at(1).parts.at(0).team, std::string("acme"));
        QCOMPARE(events.at(1).parts.at(0).json, events.at(1).json);
        QCOMPARE(*events.at(2).parts.at(0).json, std::string("its own"));
        QCOMPARE(*events.at(2).json, std::string("both"));
    }
    void aSlowReaderFindsAGapAndThenTheNewest() {
        EventHubOptions options;
        options.ringEvents = 10;
        EventHub hub(options, m_clock);
        auto reader = hub.subscribe({}, std::nullopt, {});
        for (int i = 1; i <= 100; ++i)
            hub.publish(EventType::CallFinished, std::to_string(i));
        const auto read = reader->read(2);
        QVERIFY(read.gap);
        QCOMPARE(texts(read), std::string("gap 91 92 "));
        QCOMPARE(read.gapUntil + 1, read.events.front().id);
        QVERIFY(!reader->read(99).gap);
        QCOMPARE(hub.gaps(), std::uint64_t{1});
    }
    void bigEventsAreBoundedByTheirBytes() {
        EventHubOptions options;
        options.ringBytes = 1'000;
        EventHub hub(options, m_clock);
        auto reader = hub.subscribe({}, std::nullopt, {});
        for (int i = 0; i < 10; ++i)
            hub.publish(EventType::ConfigChanged, std::string(400, 'x'));
        QCOMPARE(reader->read(99).events.size(), std::size_t{2});
    }
    void idsOfAnotherProcessAreAGap_data() {
        QTest::addColumn<qulonglong>("id");
        QTest::newRow("older") << qulonglong{1};
        QTest::newRow("newer than any") << qulonglong{9'000'000'000'000'000'000ULL};
    }
    void idsOfAnotherProcessAreAGap() {
        QFETCH(qulonglong, id);
        EventHub hub({}, m_clock);
        hub.publish(EventType::ConfigChanged, "1");
        auto reader = hub.subscribe({}, id, {});
        QVERIFY(reader->read(9).gap);
        hub.publish(EventType::ConfigChanged, "2");
        QVERIFY(texts(reader->read(9)).ends_with("2 "));
    }
    void callEventsCostNothingLongAfterTheLastReader() {
        EventHub hub({}, m_clock);
        auto reader = hub.subscribe({}, std::nullopt, {});
        hub.publish(EventType::CallFinished, "1");
        const auto last = reader->read(9).events.back().id;
        reader.reset();
        m_clock.advance(61s);
        hub.publish(EventType::CallFinished, "unseen");
        QVERIFY(!hub.watched());
        auto resumed = hub.subscribe({}, last, {});
        QVERIFY(resumed->read(9).gap);
        QVERIFY(hub.watched());
    }
    void aReaderIsToldOnceUntilItHasReadAll() {
        EventHub hub({}, m_clock);
        int told = 0;
        auto reader = hub.subscribe({}, std::nullopt, [&] { ++told; });
        for (int i = 0; i < 5; ++i)
            hub.publish(EventType::ConfigChanged, "x");
        QCOMPARE(told, 1);
        QCOMPARE(reader->read(2).events.size(), std::size_t{2});
        hub.publish(EventType::ConfigChanged, "x");
        QCOMPARE(told, 1);
        QCOMPARE(reader->read(9).events.size(), std::size_t{4});
        hub.publish(EventType::ConfigChanged, "x");
        QCOMPARE(told, 2);
    }
    void manyThreadsPublishAndReadAtOnce() {
        EventHub hub({}, m_clock);
        constexpr int each = 500;
        std::vector<std::thread> threads;
        std::atomic<int> read{0};
        std::vector<std::unique_ptr<EventHub::Subscription>> readers;
        for (int i = 0; i < 3; ++i)
            readers.push_back(hub.subscribe({}, std::nullopt, [] {}));
        for (int i = 0; i < 3; ++i) {
            threads.emplace_back([&] {
                for (int n = 0; n < each; ++n)
                    hub.publish(EventType::CallFinished, "x");
            });
            threads.emplace_back([&, i] {
                std::uint64_t last = 0;
                for (int seen = 0; seen < 3 * each;) {
                    for (const auto& event : readers[static_cast<std::size_t>(i)]->read(50).events) {
                        if (event.id <= last)
                            return;
                        last = event.id;
                        ++seen;
                        ++read;
                    }
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(read.load(), 3 * 3 * each);
    }
    void namesOfTypesAreThoseOfTheInterface() {
        QCOMPARE(nameOf(EventType::CallStarted), std::string_view("call.started"));
        QCOMPARE(eventTypeNamed("health.changed"), std::optional(EventType::HealthChanged));
        QVERIFY(!eventTypeNamed("call"));
    }
};

QTEST_APPLESS_MAIN(EventHubTest)
#include "tst_event_hub.moc"
