// SPDX-License-Identifier: Apache-2.0
#include "core/http/body_source.h"
#include "tests/core/http/upstream_fixture.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::test;

namespace {

// Gives its pieces, then the end or an error.
class Pieces final : public http::BodySource {
public:
    explicit Pieces(std::vector<std::string> pieces) : m_pieces(std::move(pieces)) {}
    std::optional<std::uint64_t> length() const override { return said; }
    Task<Result<std::string_view>> next() override {
        if (m_at < m_pieces.size())
            co_return std::string_view(m_pieces[m_at++]);
        if (error)
            co_return tl::unexpected(*error);
        co_return std::string_view();
    }

    std::optional<std::uint64_t> said;
    std::optional<Error> error;
    std::size_t given() const { return m_at; }

private:
    std::vector<std::string> m_pieces;
    std::size_t m_at = 0;
};

http::UpstreamRequest sourced(UpstreamFixture& fixture, const ScriptedUpstream& server, http::BodySource& source) {
    auto request = fixture.request(server);
    request.body.clear();
    request.source = &source;
    return request;
}

} // namespace

class UpstreamSourceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sendsChunksWhereTheLengthIsUnknown();
    void sendsTheLengthWhereItIsKnown();
    void sendsMoreThanTheKernelTakes();
    void breaksOffWhenTheSourceFails();
    void neverSendsAnotherLengthThanItSaid_data();
    void neverSendsAnotherLengthThanItSaid();
    void hearsAnAnswerThatComesBeforeTheEnd();
    void takesAConnectionOfItsOwn();
    void refusesTwoBodies();
};

void UpstreamSourceTest::sendsChunksWhereTheLengthIsUnknown() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "{}"));
    UpstreamFixture fixture;
    Pieces source({"abc", "d", std::string(100, 'e')});
    const auto outcome = fixture.run(sourced(fixture, server, source));
    QVERIFY(outcome.whole);
    const auto arrived = server.requests().at(0);
    QCOMPARE(arrived.field("transfer-encoding"), std::string("chunked"));
    QCOMPARE(arrived.field("content-length"), std::string());
    QCOMPARE(arrived.body, "abcd" + std::string(100, 'e'));
}

void UpstreamSourceTest::sendsTheLengthWhereItIsKnown() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "{}"));
    UpstreamFixture fixture;
    Pieces source({"abc", "d"});
    source.said = 4;
    const auto outcome = fixture.run(sourced(fixture, server, source));
    QVERIFY(outcome.whole);
    QCOMPARE(server.requests().at(0).field("content-length"), std::string("4"));
    QCOMPARE(server.requests().at(0).body, std::string("abcd"));
}

void UpstreamSourceTest::sendsMoreThanTheKernelTakes() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "{}"));
    UpstreamFixture fixture;
    std::vector<std::string> pieces(200, std::string(100'000, 'x'));
    Pieces source(std::move(pieces));
    const auto outcome = fixture.run(sourced(fixture, server, source));
    QVERIFY(outcome.whole);
    QCOMPARE(server.requests().at(0).body.size(), std::size_t{20'000'000});
}

void UpstreamSourceTest::breaksOffWhenTheSourceFails() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "{}"));
    UpstreamFixture fixture;
    Pieces source({"abc"});
    source.error = failure(ErrorKind::Invalid, "body_cut", "The body ended early.").value();
    const auto outcome = fixture.run(sourced(fixture, server, source));
    QCOMPARE(outcome.code(), std::string("body_cut"));
    QVERIFY(server.requests().empty()); // the provider never saw a whole one
}

void UpstreamSourceTest::neverSendsAnotherLengthThanItSaid_data() {
    QTest::addColumn<int>("said");
    QTest::newRow("less") << 3;
    QTest::newRow("more") << 5;
}

void UpstreamSourceTest::neverSendsAnotherLengthThanItSaid() {
    QFETCH(int, said);
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "{}"));
    UpstreamFixture fixture;
    Pieces source({"ab", "cd"});
    source.said = static_cast<std::uint64_t>(said);
    const auto outcome = fixture.run(sourced(fixture, server, source));
    QCOMPARE(outcome.code(), std::string("upstream_request"));
    QVERIFY(server.requests().empty());
}

void UpstreamSourceTest::hearsAnAnswerThatComesBeforeTheEnd() {
    ScriptedUpstream server;
    auto early = wholeAnswer(413, "{}");
    early.readsRequest = false;
    server.answer(early.then(After::HalfClose));
    UpstreamFixture fixture;
    std::vector<std::string> pieces(400, std::string(100'000, 'x'));
    Pieces source(std::move(pieces));
    const auto outcome = fixture.run(sourced(fixture, server, source));
    QCOMPARE(outcome.status, 413);
    QVERIFY(source.given() < 400);
}

void UpstreamSourceTest::takesAConnectionOfItsOwn() {
    ScriptedUpstream server;
    server.answer(wholeAnswer(200, "{}"));
    UpstreamFixture fixture;
    QVERIFY(fixture.run(server).whole);
    QVERIFY(fixture.run(server).timing.reused);
    Pieces source({"abc"});
    const auto outcome = fixture.run(sourced(fixture, server, source));
    QVERIFY(outcome.whole);
    QVERIFY(!outcome.timing.reused);
    QVERIFY(fixture.run(server).timing.reused);
}

void UpstreamSourceTest::refusesTwoBodies() {
    ScriptedUpstream server;
    UpstreamFixture fixture;
    Pieces source({"abc"});
    auto request = sourced(fixture, server, source);
    request.body = {"x"};
    QCOMPARE(fixture.run(std::move(request)).code(), std::string("upstream_request"));
}

QTEST_GUILESS_MAIN(UpstreamSourceTest)
#include "tst_upstream_source.moc"
