// SPDX-License-Identifier: Apache-2.0
#include "support/admin_house.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::admin::test;
using http::Method;

namespace {

FakeRequest plain(Method method, std::string target, std::vector<http::Field> fields = {}, std::string body = {}) {
    fields.push_back({"Host", "127.0.0.1:8643"});
    return {method, std::move(target), std::move(fields), std::move(body)};
}

const std::string rightToken = "Bearer " + std::string(adminToken);

} // namespace

class TestAdminHttp : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;

private Q_SLOTS:
    void init() { m_house = std::make_unique<AdminHouse>(); }
    void cleanup() { m_house.reset(); }

    void wantsTheToken_data() {
        QTest::addColumn<QString>("authorization");
        QTest::addColumn<int>("status");
        QTest::newRow("right") << QString::fromStdString(rightToken) << 200;
        QTest::newRow("scheme in lower case")
            << QStringLiteral("bearer ") + QString::fromStdString(std::string(adminToken)) << 200;
        QTest::newRow("none") << QString() << 401;
        QTest::newRow("wrong") << QStringLiteral("Bearer test-admin-token-012345678X") << 401;
        QTest::newRow("part of it") << QStringLiteral("Bearer test-admin-token") << 401;
        QTest::newRow("more than it") << QString::fromStdString(rightToken + "0") << 401;
        QTest::newRow("basic") << QStringLiteral("Basic dGVzdDp0ZXN0") << 401;
        QTest::newRow("no scheme") << QString::fromStdString(std::string(adminToken)) << 401;
        QTest::newRow("empty token") << QStringLiteral("Bearer ") << 401;
    }
    void wantsTheToken() {
        QFETCH(QString, authorization);
        QFETCH(int, status);
        std::vector<http::Field> fields;
        if (!authorization.isEmpty())
            fields.push_back({"Authorization", authorization.toStdString()});
        const auto reply = m_house->callPlain(plain(Method::Get, "/admin/v1/teams", std::move(fields)));
        QCOMPARE(reply.status, status);
        if (status == 401) {
            QCOMPARE(reply.field("WWW-Authenticate"), std::string("Bearer"));
            QCOMPARE(reply.field("Content-Type"), std::string("application/problem+json"));
        }
    }

    void refusesTwoCredentials() {
        const auto reply = m_house->callPlain(
            plain(Method::Get, "/admin/v1/teams", {{"Authorization", rightToken}, {"Authorization", "Bearer other"}}));
        QCOMPARE(reply.status, 401);
    }

    void tellsHealthToAnybody() {
        QCOMPARE(m_house->callPlain(plain(Method::Get, "/healthz")).status, 200);
        QCOMPARE(m_house->callPlain(plain(Method::Get, "/readyz")).status, 200);
        m_house->ready = false;
        QCOMPARE(m_house->callPlain(plain(Method::Get, "/readyz")).status, 503);
        QCOMPARE(m_house->callPlain(plain(Method::Get, "/metrics")).status, 401);
        QCOMPARE(m_house->callPlain(plain(Method::Get, "/admin/v1/openapi.json")).status, 401);
    }

    void pausesAndResumes() {
        const std::string address = "/admin/v1/gateway/state";
        QCOMPARE(m_house->get(address).body, std::string(R"({"paused":false,"since":null})"));
        auto reply = m_house->put(address, R"({"paused": true})");
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.json().at("paused").get_bool());
        QVERIFY(m_house->paused.load());
        QVERIFY(m_house->get("/admin/v1/status").json().at("paused").get_bool());
        reply = m_house->callPlain(plain(Method::Get, "/readyz"));
        QCOMPARE(reply.status, 503);
        QCOMPARE(reply.text("code"), std::string("gateway_paused"));
        QCOMPARE(m_house->callPlain(plain(Method::Get, "/healthz")).status, 200);
        QCOMPARE(m_house->put(address, R"({"paused": true})").status, 200); // as it is: nothing to account for
        QCOMPARE(m_house->put(address, R"({"paused": false})").status, 200);
        QVERIFY(!m_house->paused.load());
        const auto entries = m_house->get("/admin/v1/audit").json().at("items").get_array();
        QCOMPARE(entries.size(), std::size_t{2});
        QVERIFY(entries.at(0).at("action") == "gateway.resume");
        QVERIFY(entries.at(1).at("action") == "gateway.pause");
    }
    void refusesAnotherWordForAPause_data() {
        QTest::addColumn<QString>("body");
        for (const auto* body : {"{}", "[]", "true", R"({"paused": 1})", R"({"paused": true, "why": "x"})"})
            QTest::newRow(body) << QString::fromLatin1(body);
    }
    void refusesAnotherWordForAPause() {
        QFETCH(QString, body);
        QCOMPARE(m_house->put("/admin/v1/gateway/state", body.toStdString()).status, 400);
        QVERIFY(!m_house->paused.load());
    }

    void keepsWebPagesOut_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("status");
        QTest::newRow("own origin") << QStringLiteral("Origin") << QStringLiteral("http://127.0.0.1:8643") << 200;
        QTest::newRow("other port") << QStringLiteral("Origin") << QStringLiteral("http://127.0.0.1:3000") << 403;
        QTest::newRow("other scheme") << QStringLiteral("Origin") << QStringLiteral("https://127.0.0.1:8643") << 403;
        QTest::newRow("foreign") << QStringLiteral("Origin") << QStringLiteral("https://evil.example") << 403;
        QTest::newRow("null") << QStringLiteral("Origin") << QStringLiteral("null") << 403;
        QTest::newRow("empty") << QStringLiteral("Origin") << QStringLiteral("") << 403;
        QTest::newRow("same origin") << QStringLiteral("Sec-Fetch-Site") << QStringLiteral("same-origin") << 200;
        QTest::newRow("typed by hand") << QStringLiteral("Sec-Fetch-Site") << QStringLiteral("none") << 200;
        QTest::newRow("same site") << QStringLiteral("Sec-Fetch-Site") << QStringLiteral("same-site") << 403;
        QTest::newRow("cross site") << QStringLiteral("Sec-Fetch-Site") << QStringLiteral("cross-site") << 403;
    }
    void keepsWebPagesOut() {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(int, status);
        const auto reply =
            m_house->callPlain(plain(Method::Get, "/admin/v1/teams",
                                     {{"Authorization", rightToken}, {name.toStdString(), value.toStdString()}}));
        QCOMPARE(reply.status, status);
    }

    void saysWhichMethodsAnAddressTakes() {
        auto reply = m_house->call(Method::Delete, "/admin/v1/teams");
        QCOMPARE(reply.status, 405);
        QCOMPARE(reply.field("Allow"), std::string("GET, HEAD, OPTIONS, POST"));
        reply = m_house->call(Method::Options, "/admin/v1/teams/x");
        QCOMPARE(reply.status, 204);
        QCOMPARE(reply.field("Allow"), std::string("DELETE, GET, HEAD, OPTIONS, PATCH, PUT"));
        QCOMPARE(m_house->call(Method::Other, "/admin/v1/teams").status, 405);
    }

    void answersHeadLikeGet() {
        const auto get = m_house->get("/admin/v1/teams");
        const auto head = m_house->call(Method::Head, "/admin/v1/teams");
        QCOMPARE(head.status, 200);
        QCOMPARE(head.field("ETag"), get.field("ETag"));
        QCOMPARE(m_house->call(Method::Head, "/admin/v1/events").field("Content-Type"),
                 std::string("text/event-stream"));
    }

    void knowsNothingElse_data() {
        QTest::addColumn<QString>("target");
        for (const auto* target : {"/", "/admin/v1", "/admin/v1/", "/admin/v1/nothing", "/admin/v1/teams/",
                                   "/admin/v2/teams", "/admin/v1/teams/a/b", "*", "/metrics/"})
            QTest::newRow(target) << QString::fromLatin1(target);
    }
    void knowsNothingElse() {
        QFETCH(QString, target);
        QCOMPARE(m_house->get(target.toStdString()).status, 404);
    }

    void refusesQueriesThatItWouldIgnore_data() {
        QTest::addColumn<QString>("query");
        for (const auto* query :
             {"unknown=1", "limit=0", "limit=501", "limit=1x", "limit=-1", "limit=", "limit=1&limit=2", "sort=nothing",
              "enabled=yes", "cursor=xyz", "cursor=abc", "id=%", "id=%zz", "id=%ff", "id=%00", "%ff=1"})
            QTest::newRow(query) << QString::fromLatin1(query);
    }
    void refusesQueriesThatItWouldIgnore() {
        QFETCH(QString, query);
        const auto reply = m_house->get("/admin/v1/teams?" + query.toStdString());
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.text("code"), std::string("invalid_parameter"));
        QVERIFY(!reply.text("field").empty());
        QVERIFY(!reply.text("expected").empty());
    }

    void refusesBodiesThatAreNoJson_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("type");
        QTest::addColumn<int>("status");
        const auto json = QStringLiteral("application/json");
        QTest::newRow("form") << QByteArray("id=t1") << QStringLiteral("application/x-www-form-urlencoded") << 415;
        QTest::newRow("text, as a web page may send")
            << QByteArray(R"({"id":"t1"})") << QStringLiteral("text/plain") << 415;
        QTest::newRow("other charset") << QByteArray(R"({"id":"t1"})")
                                       << QStringLiteral("application/json; charset=latin1") << 415;
        QTest::newRow("utf-8 charset") << QByteArray(R"({"id":"t1"})")
                                       << QStringLiteral("application/json; charset=UTF-8") << 201;
        QTest::newRow("empty") << QByteArray() << json << 400;
        QTest::newRow("broken") << QByteArray("{") << json << 400;
        QTest::newRow("twice the same name") << QByteArray(R"({"id":"t1","id":"t2"})") << json << 400;
        QTest::newRow("unknown field") << QByteArray(R"({"id":"t1","color":"red"})") << json << 400;
        QTest::newRow("wrong type") << QByteArray(R"({"id":1})") << json << 400;
        QTest::newRow("a list") << QByteArray("[]") << json << 400;
        QTest::newRow("null") << QByteArray("null") << json << 400;
        QTest::newRow("NUL") << QByteArray(R"({"id":"t\u0000"})") << json << 409;
        QTest::newRow("half a surrogate pair") << QByteArray(R"({"id":"\ud800"})") << json << 400;
        QTest::newRow("not UTF-8") << QByteArray("{\"id\":\"\xff\"}") << json << 400;
        QTest::newRow("deep") << QByteArray("{\"id\":") + QByteArray(200, '[') + QByteArray(200, ']') + '}' << json
                              << 400;
        QTest::newRow("too large") << QByteArray(2 << 20, ' ') << json << 413;
    }
    void refusesBodiesThatAreNoJson() {
        QFETCH(QByteArray, body);
        QFETCH(QString, type);
        QFETCH(int, status);
        const auto reply =
            m_house->call(Method::Post, "/admin/v1/teams", body.toStdString(), {{"Content-Type", type.toStdString()}});
        QCOMPARE(reply.status, status);
        if (status != 201) {
            QCOMPARE(reply.field("Content-Type"), std::string("application/problem+json"));
            QVERIFY(!reply.text("code").empty());
        }
    }

    void wantsAContentType() {
        const auto reply = m_house->callPlain(
            plain(Method::Post, "/admin/v1/teams", {{"Authorization", rightToken}}, R"({"id":"t1"})"));
        QCOMPARE(reply.status, 415);
    }

    void decodesIdsOnce() {
        const std::string body = R"({"targets":[{"provider":"demo","model":"echo"}]})";
        auto reply = m_house->put("/admin/v1/routes/org%2Fmodel%3A7b", body);
        QCOMPARE(reply.status, 201);
        QCOMPARE(reply.text("model"), std::string("org/model:7b"));
        QCOMPARE(reply.field("Location"), std::string("/admin/v1/routes/org%2Fmodel%3A7b"));
        QCOMPARE(m_house->get("/admin/v1/routes/org%2Fmodel%3A7b").status, 200);
        QCOMPARE(m_house->get("/admin/v1/routes/org%252Fmodel%253A7b").status, 404);
    }

    void doesNotStartWhatItCannotQueue() {
        m_house->queries->stop();
        const auto reply = m_house->get("/admin/v1/teams");
        QCOMPARE(reply.status, 503);
        QCOMPARE(reply.text("code"), std::string("busy"));
        QVERIFY(!reply.field("Retry-After").empty());
    }
};

QTEST_GUILESS_MAIN(TestAdminHttp)
#include "tst_admin_http.moc"
