// SPDX-License-Identifier: Apache-2.0
#include "core/notices/outbox.h"

#include <QTest>
#include <condition_variable>
#include <mutex>

using namespace gatehouse;
using namespace gatehouse::notices;

namespace {

class SilentLog final : public Log {
public:
    SilentLog() : Log(LogLevel::Off) {}
};

struct Book {
    std::mutex mutex;
    std::map<std::string, Delivery> kept;
    Delivery of(const std::string& id) {
        const std::lock_guard lock(mutex);
        return kept[id];
    }
};

class FakeKeeper final : public DeliveryKeeper {
public:
    explicit FakeKeeper(Book& book) : m_book(book) {}
    Result<void> add(const std::vector<Delivery>& deliveries) override {
        const std::lock_guard lock(m_book.mutex);
        for (const auto& delivery : deliveries)
            m_book.kept[delivery.id] = delivery;
        return {};
    }
    Result<void> update(const Delivery& delivery) override {
        const std::lock_guard lock(m_book.mutex);
        m_book.kept[delivery.id] = delivery;
        return {};
    }
    Result<std::vector<Delivery>> pending(std::size_t) override {
        const std::lock_guard lock(m_book.mutex);
        std::vector<Delivery> out;
        for (const auto& [id, delivery] : m_book.kept) {
            if (delivery.state == DeliveryState::Pending)
                out.push_back(delivery);
        }
        return out;
    }
    Result<std::vector<Delivery>> list(const DeliveryQuery&) override { return std::vector<Delivery>(); }
    Result<void> trim(WallMicros) override { return {}; }

private:
    Book& m_book;
};

class Bench {
public:
    explicit Bench(Book& book)
        : m_outbox({[&book]() -> Result<std::unique_ptr<DeliveryKeeper>> { return std::make_unique<FakeKeeper>(book); },
                    m_clock, m_log}) {
        m_outbox.start([this](Delivery delivery) {
            const std::lock_guard lock(m_mutex);
            m_going.push_back(std::move(delivery));
            m_news.notify_all();
        });
    }
    std::vector<Delivery> going(std::size_t count) {
        std::unique_lock lock(m_mutex);
        if (!m_news.wait_for(lock, std::chrono::seconds(20), [&] { return m_going.size() >= count; }))
            qFatal("it did not come to that");
        return m_going;
    }
    std::size_t soFar() {
        const std::lock_guard lock(m_mutex);
        return m_going.size();
    }
    Outbox& outbox() { return m_outbox; }

private:
    SystemClock m_clock;
    SilentLog m_log;
    std::mutex m_mutex;
    std::condition_variable m_news;
    std::vector<Delivery> m_going;
    Outbox m_outbox;
};

Delivery deliveryTo(const char* target, const char* payload = "{}") {
    Delivery delivery;
    delivery.target = target;
    delivery.event = "job.finished";
    delivery.payload = payload;
    return delivery;
}

Attempt attemptOf(bool taken, int status = 200, bool hopeless = false) {
    Attempt attempt;
    attempt.taken = taken;
    attempt.status = status;
    attempt.hopeless = hopeless;
    attempt.error = taken ? "" : "It answered.";
    return attempt;
}

} // namespace

class OutboxTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneAttemptAtATimeForEachReceiver() {
        Book book;
        Bench bench(book);
        QVERIFY(bench.outbox().put({deliveryTo("a", "1"), deliveryTo("a", "2"), deliveryTo("b", "3")}));
        const auto first = bench.going(2);
        QCOMPARE(bench.soFar(), std::size_t{2});
        QVERIFY(first[0].target != first[1].target);
        const auto& toA = first[0].target == "a" ? first[0] : first[1];
        bench.outbox().sent(toA.id, attemptOf(true));
        QCOMPARE(bench.going(3).back().target, std::string("a"));
        QCOMPARE(book.of(toA.id).state, DeliveryState::Sent);
        QVERIFY(book.of(toA.id).payload.empty());
    }
    void whatWasNotTakenGoesOnAfterARestart() {
        Book book;
        std::string id;
        {
            Bench bench(book);
            QVERIFY(bench.outbox().put({deliveryTo("a", "1")}));
            id = bench.going(1).front().id;
        }
        QCOMPARE(book.of(id).state, DeliveryState::Pending);
        Bench bench(book);
        QCOMPARE(bench.going(1).front().id, id); // the same: a receiver knows that it has had it
        QCOMPARE(bench.going(1).front().payload, std::string("1"));
    }
    void pausesAddUpToAboutThreeDays() {
        Delivery delivery = deliveryTo("a");
        WallMicros now = 0;
        while (delivery.state == DeliveryState::Pending) {
            delivery = after(std::move(delivery), attemptOf(false, 500), now, 0.5);
            now = std::max(now, delivery.due);
        }
        QCOMPARE(delivery.state, DeliveryState::Dead);
        QCOMPARE(delivery.attempts, 11);
        const auto hours = now / 3'600'000'000;
        QVERIFY2(hours >= 70 && hours <= 73, qPrintable(QString::number(hours)));
        QCOMPARE(delivery.lastError, std::string("It answered."));
    }
    void aReceiverThatIsGoneIsNotAskedAgain() {
        const auto delivery = after(deliveryTo("a"), attemptOf(false, 410, true), 1, 0.5);
        QCOMPARE(delivery.state, DeliveryState::Dead);
        QCOMPARE(delivery.attempts, 1);
    }
    void idsSortByTime() {
        QVERIFY(makeDeliveryId(1'790'000'000'000'000) < makeDeliveryId(1'790'000'000'100'000));
        QVERIFY(makeDeliveryId(1'790'000'000'000'000) < makeDeliveryId(2'790'000'000'000'000));
    }
};

QTEST_GUILESS_MAIN(OutboxTest)
#include "tst_outbox.moc"
