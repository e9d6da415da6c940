// SPDX-License-Identifier: Apache-2.0
#include "support/admin_house.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::admin::test;
using http::Method;
using telemetry::EventType;

namespace {

FakeRequest events(std::string query = {}, std::string lastId = {}) {
    FakeRequest request{Method::Get,
                        "/admin/v1/events" + query,
                        {{"Host", "127.0.0.1:8643"}, {"Authorization", "Bearer " + std::string(adminToken)}},
                        {}};
    if (!lastId.empty())
        request.fields.push_back({"Last-Event-ID", std::move(lastId)});
    return request;
}

bool contains(const AdminHouse::Running& stream, std::string_view text) {
    return stream.exchange->body().find(text) != std::string::npos;
}

std::size_t count(const std::string& text, std::string_view what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++found;
    return found;
}

// The id of the last event in the stream.
std::string lastId(const AdminHouse::Running& stream) {
    const auto body = stream.exchange->body();
    const auto at = body.rfind("id: ");
    return at == std::string::npos ? std::string() : body.substr(at + 4, body.find('\n', at) - at - 4);
}

} // namespace

class TestAdminEvents : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;

    AdminHouse::Running open(std::string query = {}, std::string lastSeen = {}) {
        auto stream = m_house->start(events(std::move(query), std::move(lastSeen)));
        m_house->waitFor([&] { return contains(stream, ": gatehouse events"); });
        return stream;
    }
    bool arrives(const AdminHouse::Running& stream, std::string_view text) {
        return m_house->waitFor([&] { return contains(stream, text); });
    }

private Q_SLOTS:
    void init() { m_house = std::make_unique<AdminHouse>(); }
    void cleanup() { m_house.reset(); }

    void tellsOfChanges() {
        const auto stream = open();
        QCOMPARE(m_house->post("/admin/v1/teams", R"({"id":"t1"})").status, 201);
        QVERIFY(arrives(stream, "event: config.changed"));
        QVERIFY(contains(stream, R"("id":"t1")"));
        QVERIFY(!lastId(stream).empty());
    }

    void givesOnlyTheTypesAskedFor() {
        const auto stream = open("?types=call.finished,health.changed");
        m_house->events.publish(EventType::CallStarted, R"({"n":1})");
        m_house->events.publish(EventType::ConfigChanged, R"({"n":2})");
        m_house->events.publish(EventType::CallFinished, R"({"n":3})");
        QVERIFY(arrives(stream, R"({"n":3})"));
        QVERIFY(!contains(stream, R"({"n":1})"));
        QVERIFY(!contains(stream, R"({"n":2})"));
        QCOMPARE(m_house->get("/admin/v1/events?types=nonsense").status, 400);
    }

    void resumesBehindTheLastEvent() {
        std::string seen;
        {
            const auto stream = open();
            m_house->events.publish(EventType::CallFinished, R"({"n":1})");
            QVERIFY(arrives(stream, R"({"n":1})"));
            seen = lastId(stream);
            m_house->leave(stream);
            QVERIFY(m_house->waitFor([&] { return stream.done->load(); }));
        }
        m_house->events.publish(EventType::CallFinished, R"({"n":2})");
        m_house->events.publish(EventType::CallFinished, R"({"n":3})");
        const auto stream = open({}, seen);
        QVERIFY(arrives(stream, R"({"n":3})"));
        QVERIFY(contains(stream, R"({"n":2})"));
        QVERIFY(!contains(stream, R"({"n":1})"));
        QVERIFY(!contains(stream, "event: gap"));
        QCOMPARE(m_house->callPlain(events({}, "not-an-id")).status, 400);
    }

    void saysSoWhereItCannotResume() {
        const auto stream = open({}, "1");
        QVERIFY(arrives(stream, "event: gap"));
    }

    void leavesASlowReaderBehind() {
        telemetry::EventHubOptions small;
        small.ringEvents = 32;
        m_house = std::make_unique<AdminHouse>(small);
        const auto slow = open();
        const auto quick = open();
        slow.exchange->hold(true);
        // More than the ring holds, in steps that the quick reader keeps up with.
        for (int i = 0; i < 20; ++i) {
            for (int k = 0; k < 10; ++k)
                m_house->events.publish(EventType::CallFinished, "{\"n\":" + std::to_string(i * 10 + k) + "}");
            QVERIFY(arrives(quick, "{\"n\":" + std::to_string(i * 10 + 9) + "}"));
        }
        QVERIFY(!contains(quick, "event: gap"));
        QCOMPARE(count(quick.exchange->body(), "event: call.finished"), std::size_t{200});
        QCOMPARE(m_house->get("/admin/v1/teams").status, 200);
        slow.exchange->hold(false);
        QVERIFY(arrives(slow, "event: gap"));
        QVERIFY(arrives(slow, R"({"n":199})"));
    }

    void breaksTheSilenceWithComments() {
        const auto stream = open();
        QVERIFY(m_house->waitFor([&] { return count(stream.exchange->body(), ":\n\n") >= 2; }));
    }

    void endsWithItsClientAndWithTheProcess() {
        const auto leaving = open();
        const auto staying = open();
        QVERIFY(m_house->waitFor([&] { return m_house->handler->openStreams() == 2; }));
        m_house->leave(leaving);
        QVERIFY(m_house->waitFor([&] { return leaving.done->load(); }));
        QVERIFY(!leaving.exchange->ended());
        m_house->handler->closeStreams();
        QVERIFY(m_house->waitFor([&] { return staying.done->load(); }));
        QVERIFY(staying.exchange->ended());
        QCOMPARE(m_house->handler->openStreams(), std::size_t{0});
        QCOMPARE(m_house->callPlain(events()).status, 503);
        QCOMPARE(m_house->events.subscribers(), std::size_t{0});
    }

    void doesNotKeepASessionThatNobodyUses() {
        const auto token = m_house->signedIn("ada", {"owner"});
        auto request = events();
        request.fields[1].value = "Bearer " + token;
        const auto stream = m_house->start(std::move(request));
        QVERIFY(arrives(stream, ": gatehouse events"));
        for (int hour = 0; hour < 3; ++hour) { // of "idle" there are two
            QVERIFY(!stream.done->load());
            const auto comments = count(stream.exchange->body(), ":\n\n");
            QVERIFY(hour == 2 || m_house->waitFor([&] { return count(stream.exchange->body(), ":\n\n") > comments; }));
            m_house->clock.now += WallMicros{59} * 60 * 1'000'000;
        }
        QVERIFY(m_house->waitFor([&] { return stream.done->load(); }));
        QCOMPARE(m_house->callAs(token, Method::Get, "/admin/v1/me").status, 401);
    }

    void boundsTheNumberOfStreams() {
        std::vector<AdminHouse::Running> streams;
        for (int i = 0; i < 64; ++i)
            streams.push_back(m_house->start(events()));
        QVERIFY(m_house->waitFor([&] { return m_house->handler->openStreams() == 64; }));
        const auto reply = m_house->callPlain(events());
        QCOMPARE(reply.status, 429);
        QVERIFY(!reply.field("Retry-After").empty());
    }
};

QTEST_GUILESS_MAIN(TestAdminEvents)
#include "tst_admin_events.moc"
