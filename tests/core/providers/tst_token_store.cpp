// SPDX-License-Identifier: Apache-2.0
#include "core/async/io_threads.h"
#include "core/providers/auth/token_store.h"

#include <QTest>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>

using namespace gatehouse;
using namespace gatehouse::providers;
using std::chrono::seconds;

namespace {

// Stands still until the test moves it. Any thread.
class ManualClock final : public Clock {
public:
    MonotonicTime monotonic() const override { return MonotonicTime(std::chrono::microseconds(m_micros.load())); }
    WallMicros wall() const override { return 1'795'000'000'000'000 + m_micros.load() + m_jump.load(); }
    void advance(seconds time) { m_micros += std::chrono::microseconds(time).count(); }
    void jump(seconds time) { m_jump += std::chrono::microseconds(time).count(); } // the machine slept

private:
    std::atomic<std::int64_t> m_micros{1'000'000'000};
    std::atomic<std::int64_t> m_jump{0};
};

// Where fetches wait until the test lets them go, and what they give.
struct Server {
    std::mutex mutex;
    std::condition_variable changed;
    int asked = 0;
    int released = 1'000'000;
    int failing = 0; // so many of the next ones
    seconds lifetime{3'600};

    void hold() {
        const std::lock_guard lock(mutex);
        released = asked;
    }
    void release() {
        const std::lock_guard lock(mutex);
        released = 1'000'000;
        changed.notify_all();
    }
    bool waitForAsked(int count) {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, seconds(10), [&] { return asked >= count; });
    }
    Result<Grant> serve() {
        std::unique_lock lock(mutex);
        const int number = ++asked;
        changed.notify_all();
        changed.wait_for(lock, seconds(10), [&] { return released >= number; });
        if (failing > 0) {
            --failing;
            return failure(ErrorKind::Unavailable, "provider_auth_refused", "The server said 400 invalid_client.");
        }
        Grant grant;
        grant.token = std::make_shared<const Secret>("token-" + std::to_string(number));
        grant.lifetime = lifetime;
        return grant;
    }
};

class Source final : public TokenSource {
public:
    Source(Server& server, Executor executor) : m_server(server), m_executor(executor) {}
    Task<Result<Grant>> fetch() override {
        co_await asio::post(m_executor, UseTask()); // whoever asked goes on meanwhile
        co_return m_server.serve();
    }

private:
    Server& m_server;
    Executor m_executor;
};

struct Outcome {
    std::string token;
    std::string code;
    std::string message;
    GrantPtr grant;
};

Task<void> ask(std::shared_ptr<TokenStore> store, Executor executor, Digest id, Server* server,
               std::shared_ptr<std::promise<Outcome>> done) {
    Outcome outcome;
    auto grant = store->ready(id);
    if (!grant) {
        auto source = std::make_shared<Source>(*server, executor);
        auto got = co_await store->get(executor, id, std::move(source));
        if (got)
            grant = *got;
        else {
            outcome.code = got.error().code;
            outcome.message = got.error().message;
        }
    }
    outcome.grant = grant;
    if (grant)
        outcome.token = std::string(grant->token->reveal());
    done->set_value(std::move(outcome));
}

QByteArray toQt(const std::string& text) {
    return QByteArray::fromStdString(text);
}

} // namespace

class TestTokenStore : public QObject {
    Q_OBJECT
private:
    struct Rig {
        ManualClock clock;
        Server server;
        std::shared_ptr<TokenStore> store = std::make_shared<TokenStore>(clock);
        IoThreads threads{4};
        Digest id = sha256("somebody");

        Rig() { threads.start(); }
        ~Rig() {
            server.release();
            threads.stop();
            store->close();
        }
        std::future<Outcome> start(std::size_t thread = 0) {
            auto done = std::make_shared<std::promise<Outcome>>();
            auto outcome = done->get_future();
            auto executor = threads.at(thread % threads.size()).executor();
            asio::co_spawn(executor, ask(store, executor, id, &server, done), asio::detached);
            return outcome;
        }
        Outcome get(std::size_t thread = 0) { return start(thread).get(); }
        // A fetch in the background has come to its end.
        bool settles(const std::string& token) {
            for (int i = 0; i < 10'000; ++i) {
                if (const auto ready = store->ready(id); ready && ready->token->reveal() == token)
                    return true;
                threads.at(0).runAndWait([] {});
                std::this_thread::yield();
            }
            return false;
        }
    };

private Q_SLOTS:
    void isFetchedOnceForAllThreads() {
        Rig rig;
        rig.server.hold();
        std::vector<std::future<Outcome>> waiting;
        waiting.push_back(rig.start(0));
        QVERIFY(rig.server.waitForAsked(1));
        for (std::size_t i = 1; i < 200; ++i)
            waiting.push_back(rig.start(1 + i % 3)); // the first thread is busy with the fetch
        rig.server.release();
        for (auto& each : waiting)
            QCOMPARE(toQt(each.get().token), QByteArray("token-1"));
        QCOMPARE(rig.server.asked, 1);
    }

    void servesWhileItIsRenewed() {
        Rig rig;
        QCOMPARE(toQt(rig.get().token), QByteArray("token-1"));
        rig.clock.advance(seconds(3'100)); // earlier than any refresh: 300 s and 60 s before the end at most
        QCOMPARE(toQt(rig.get().token), QByteArray("token-1"));
        QCOMPARE(rig.server.asked, 1);
        rig.clock.advance(seconds(250)); // due, but it still holds
        rig.server.hold();
        QCOMPARE(toQt(rig.get(0).token), QByteArray("token-1"));
        QVERIFY(rig.server.waitForAsked(2));
        QCOMPARE(toQt(rig.get(1).token), QByteArray("token-1")); // nobody waits
        rig.server.release();
        QVERIFY(rig.settles("token-2"));
        QCOMPARE(rig.server.asked, 2);
    }

    void isNeverUsedBeyondItsEnd() {
        Rig rig;
        (void)rig.get();
        rig.clock.advance(seconds(3'595)); // its last moments are not used
        QCOMPARE(toQt(rig.get().token), QByteArray("token-2"));
        rig.clock.jump(seconds(7'200)); // a machine slept: the monotonic clock did not see it
        QCOMPARE(toQt(rig.get().token), QByteArray("token-3"));
    }

    void aShortLifeIsRenewedBeforeItsEnd() {
        Rig rig;
        rig.server.lifetime = seconds(40);
        (void)rig.get();
        rig.clock.advance(seconds(35));
        (void)rig.get();
        QVERIFY(rig.settles("token-2"));
    }

    void failuresAreToldAndHeldOff() {
        Rig rig;
        rig.server.failing = 2;
        const auto first = rig.get();
        QCOMPARE(toQt(first.code), QByteArray("provider_auth_refused"));
        const auto again = rig.get(1); // at once: not asked
        QCOMPARE(toQt(again.code), QByteArray("provider_auth_refused"));
        QVERIFY(again.message.find("asked again in 1 s") != std::string::npos);
        QCOMPARE(rig.server.asked, 1);
        rig.clock.advance(seconds(1));
        (void)rig.get();
        QCOMPARE(rig.server.asked, 2);
        rig.clock.advance(seconds(1)); // the pause is longer now
        (void)rig.get();
        QCOMPARE(rig.server.asked, 2);
        rig.clock.advance(seconds(1));
        QCOMPARE(toQt(rig.get().token), QByteArray("token-3"));
    }

    void aFailedRenewalLeavesTheOldOne() {
        Rig rig;
        (void)rig.get();
        rig.clock.advance(seconds(3'400));
        rig.server.failing = 1;
        QCOMPARE(toQt(rig.get().token), QByteArray("token-1"));
        QVERIFY(rig.server.waitForAsked(2));
        QCOMPARE(toQt(rig.get().token), QByteArray("token-1"));
        rig.clock.advance(seconds(2));
        (void)rig.get();
        QVERIFY(rig.settles("token-3"));
    }

    void aRefusedTokenIsFetchedOnceMore() {
        Rig rig;
        const auto first = rig.get();
        QVERIFY(rig.store->refused(rig.id, first.grant));
        const auto second = rig.get();
        QCOMPARE(toQt(second.token), QByteArray("token-2"));
        QVERIFY(rig.store->refused(rig.id, first.grant));   // somebody else has it new already
        QVERIFY(!rig.store->refused(rig.id, second.grant)); // it is the right that is missing
        QCOMPARE(toQt(rig.get().token), QByteArray("token-2"));
        rig.clock.advance(seconds(31));
        QVERIFY(rig.store->refused(rig.id, second.grant));
    }

    void othersWaitForWhoeverAskedFirst() {
        Rig rig;
        rig.server.failing = 1;
        rig.server.hold();
        auto first = rig.start(0);
        QVERIFY(rig.server.waitForAsked(1));
        auto second = rig.start(1);
        rig.threads.at(1).runAndWait([] {});
        rig.server.release();
        QCOMPARE(toQt(first.get().code), QByteArray("provider_auth_refused"));
        QCOMPARE(toQt(second.get().code), QByteArray("provider_auth_refused"));
        QCOMPARE(rig.server.asked, 1);
    }
};

QTEST_APPLESS_MAIN(TestTokenStore)
#include "tst_token_store.moc"
