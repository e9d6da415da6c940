// SPDX-License-Identifier: Apache-2.0
#include "core/base/digest.h"
#include "support/admin_house.h"

#include <QTest>
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <set>

namespace json = boost::json;
using namespace gatehouse;
using namespace gatehouse::admin::test;
using http::Method;

namespace {

std::vector<std::string> idsOf(const Reply& reply, std::string_view field = "id") {
    std::vector<std::string> ids;
    const auto page = reply.json();
    for (const auto& item : page.at("items").as_array())
        ids.emplace_back(item.at(field).as_string());
    return ids;
}

std::vector<std::string> words(std::initializer_list<const char*> list) {
    return {list.begin(), list.end()};
}

std::string idField(const QString& kind) {
    return kind == QStringLiteral("routes") ? "model" : "id";
}

std::string providerWith(const std::string& key) {
    return "{\"preset\":\"openai\",\"keys\":[\"" + key + "\"]}";
}

} // namespace

class TestAdminResources : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;

    void makeTeamAndApp() {
        QCOMPARE(m_house->post("/admin/v1/teams", R"({"id":"research"})").status, 201);
        QCOMPARE(m_house->post("/admin/v1/apps", R"({"id":"notebook","team":"research"})").status, 201);
    }

private Q_SLOTS:
    void init() { m_house = std::make_unique<AdminHouse>(); }
    void cleanup() { m_house.reset(); }

    void servesEachKind_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("id");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("patch");
        QTest::newRow("providers") << QStringLiteral("providers") << QStringLiteral("openai")
                                   << QByteArray(R"({"id":"openai","preset":"openai","keys":["env:OPENAI_API_KEY"]})")
                                   << QByteArray(R"({"timeouts":{"idle":"30s"}})");
        QTest::newRow("routes") << QStringLiteral("routes") << QStringLiteral("gpt-4o-mini")
                                << QByteArray(
                                       R"({"model":"gpt-4o-mini","targets":[{"provider":"demo","model":"echo"}]})")
                                << QByteArray(R"({"retry":{"attempts":3}})");
        QTest::newRow("teams") << QStringLiteral("teams") << QStringLiteral("t1") << QByteArray(R"({"id":"t1"})")
                               << QByteArray(R"({"budget":{"usd":"0.000001","period":"day"}})");
        QTest::newRow("apps") << QStringLiteral("apps") << QStringLiteral("a1")
                              << QByteArray(R"({"id":"a1","team":"research"})")
                              << QByteArray(R"({"limits":{"concurrent":4},"models":["gpt*"]})");
        const QByteArray digest(QByteArray(64, 'a'));
        QTest::newRow("keys") << QStringLiteral("keys") << QStringLiteral("k1")
                              << QByteArray("{\"app\":\"notebook\",\"key\":\"hash:k1:") + digest + "\"}"
                              << QByteArray(R"({"name":"laptop"})");
    }
    void servesEachKind() {
        QFETCH(QString, path);
        QFETCH(QString, id);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, patch);
        makeTeamAndApp();
        const auto list = "/admin/v1/" + path.toStdString();
        const auto object = list + '/' + id.toStdString();

        const auto made = m_house->post(list, body.toStdString());
        QCOMPARE(made.status, 201);
        QCOMPARE(made.field("Location"), object);
        QVERIFY(made.field("ETag").starts_with('"'));
        QCOMPARE(m_house->post(list, body.toStdString()).status, 409);

        const auto got = m_house->get(object);
        QCOMPARE(got.status, 200);
        QCOMPARE(got.field("ETag"), made.field("ETag"));
        QVERIFY(got.json() == made.json());
        QCOMPARE(m_house->call(Method::Get, object, {}, {{"If-None-Match", got.field("ETag")}}).status, 304);
        const auto listed = m_house->get(list + "?sort=" + idField(path)).json();
        const auto& items = listed.at("items").as_array();
        QVERIFY(std::find(items.begin(), items.end(), got.json()) != items.end());

        // What is got may be put back, and changes nothing.
        const auto again = m_house->put(object, got.body);
        QCOMPARE(again.status, 200);
        QCOMPARE(again.field("ETag"), got.field("ETag"));

        const auto patched = m_house->call(Method::Patch, object, patch.toStdString());
        QCOMPARE(patched.status, 200);
        QVERIFY(patched.field("ETag") != got.field("ETag"));

        QCOMPARE(m_house->call(Method::Delete, object, {}, {{"If-Match", got.field("ETag")}}).status, 412);
        QCOMPARE(m_house->call(Method::Delete, object, {}, {{"If-Match", patched.field("ETag")}}).status, 204);
        QCOMPARE(m_house->get(object).status, 404);
        QCOMPARE(m_house->call(Method::Delete, object).status, 404);
        QCOMPARE(m_house->call(Method::Patch, object, patch.toStdString()).status, 404);
    }

    void letsOnlyOneOfTwoChangesThrough() {
        const auto made = m_house->post("/admin/v1/teams", R"({"id":"t1"})");
        const auto request = [&](const char* body) {
            return FakeRequest{Method::Put,
                               "/admin/v1/teams/t1",
                               {{"Host", "127.0.0.1:8643"},
                                {"Authorization", "Bearer " + std::string(adminToken)},
                                {"Content-Type", "application/json"},
                                {"If-Match", made.field("ETag")}},
                               body};
        };
        const auto first = m_house->start(request(R"({"budget":{"usd":1}})"));
        const auto second = m_house->start(request(R"({"budget":{"usd":2}})"));
        QVERIFY(m_house->waitFor([&] { return first.done->load() && second.done->load(); }));
        const std::multiset<int> statuses{first.exchange->answered().status, second.exchange->answered().status};
        QVERIFY((statuses == std::multiset<int>{200, 412}));
    }

    void honoursEveryFormOfPrecondition() {
        const auto tag = m_house->put("/admin/v1/teams/t1", "{}").field("ETag");
        const auto put = [&](const char* name, const std::string& value) {
            return m_house->call(Method::Put, "/admin/v1/teams/t1", "{}", {{name, value}}).status;
        };
        QCOMPARE(put("If-Match", tag), 200);
        QCOMPARE(put("If-Match", "\"other\", " + tag), 200);
        QCOMPARE(put("If-Match", "*"), 200);
        QCOMPARE(put("If-Match", "\"other\""), 412);
        QCOMPARE(put("If-Match", "W/" + tag), 412);
        QCOMPARE(put("If-None-Match", "*"), 412);
        QCOMPARE(m_house->call(Method::Put, "/admin/v1/teams/t2", "{}", {{"If-None-Match", "*"}}).status, 201);
        QCOMPARE(m_house->call(Method::Put, "/admin/v1/teams/t3", "{}", {{"If-Match", "*"}}).status, 412);
    }

    void pagesThroughLists() {
        for (int i = 0; i < 7; ++i) {
            const auto body = "{\"id\":\"t" + std::to_string(i) + "\"}"; // moc stumbles over a raw one in a macro
            QCOMPARE(m_house->post("/admin/v1/teams", body).status, 201);
        }
        std::vector<std::string> seen;
        std::string target = "/admin/v1/teams?limit=3";
        for (int pages = 0; pages < 5; ++pages) {
            const auto reply = m_house->get(target);
            QCOMPARE(reply.status, 200);
            for (auto& id : idsOf(reply))
                seen.push_back(std::move(id));
            if (reply.json().at("next").is_null())
                break;
            target = "/admin/v1/teams?limit=3&cursor=" + reply.text("next");
            // One that comes before the cursor, and one that goes, disturb nothing.
            if (pages == 0) {
                QCOMPARE(m_house->post("/admin/v1/teams", R"({"id":"a"})").status, 201);
                QCOMPARE(m_house->call(Method::Delete, "/admin/v1/teams/t2").status, 204);
            }
        }
        QVERIFY(seen == words({"t0", "t1", "t2", "t3", "t4", "t5", "t6"}));
    }

    void sortsAndFiltersLists() {
        makeTeamAndApp();
        QCOMPARE(m_house->post("/admin/v1/teams", R"({"id":"ops","enabled":false})").status, 201);
        QCOMPARE(m_house->post("/admin/v1/apps", R"({"id":"pager","team":"ops"})").status, 201);
        QCOMPARE(m_house->post("/admin/v1/apps", R"({"id":"batch","team":"research","enabled":false})").status, 201);
        QVERIFY(idsOf(m_house->get("/admin/v1/apps")) == words({"batch", "notebook", "pager"}));
        QVERIFY(idsOf(m_house->get("/admin/v1/apps?sort=-id")) == words({"pager", "notebook", "batch"}));
        QVERIFY(idsOf(m_house->get("/admin/v1/apps?sort=team")) == words({"pager", "batch", "notebook"}));
        QVERIFY(idsOf(m_house->get("/admin/v1/apps?team=research&enabled=true")) == words({"notebook"}));
        QVERIFY(idsOf(m_house->get("/admin/v1/apps?team=none")).empty());
        const auto first = m_house->get("/admin/v1/apps?sort=-team&limit=2");
        QVERIFY(idsOf(first) == words({"notebook", "batch"}));
        QVERIFY(idsOf(m_house->get("/admin/v1/apps?sort=-team&limit=2&cursor=" + first.text("next"))) ==
                words({"pager"}));
    }

    void showsANewKeyOnce() {
        makeTeamAndApp();
        const auto made = m_house->post("/admin/v1/keys", R"({"app":"notebook","name":"laptop"})");
        QCOMPARE(made.status, 201);
        const auto key = made.text("key");
        QCOMPARE(key.size(), std::size_t{61});
        QVERIFY(key.starts_with("gh_" + made.text("id") + '_'));
        QCOMPARE(made.field("Cache-Control"), std::string("no-store"));
        QCOMPARE(made.text("digest"), toHex(sha256(key)));
        QCOMPARE(made.text("last_four"), key.substr(key.size() - 4));

        for (const auto* target :
             {"/admin/v1/keys", "/admin/v1/apps/notebook", "/admin/v1/audit", "/admin/v1/config/export"}) {
            const auto reply = m_house->get(target);
            QCOMPARE(reply.status, 200);
            QVERIFY2(reply.body.find(key) == std::string::npos, target);
        }
        const auto snapshot = m_house->publisher.last();
        QVERIFY(snapshot->keyByDigest.contains(sha256(key)));
        QVERIFY(m_house->log.lines().find(key) == std::string::npos);
    }

    void revokesKeysForGood() {
        makeTeamAndApp();
        const auto made = m_house->post("/admin/v1/keys", R"({"app":"notebook"})");
        const auto target = "/admin/v1/keys/" + made.text("id");
        QCOMPARE(m_house->call(Method::Patch, target, R"({"revoked":true})").status, 200);
        const auto snapshot = m_house->publisher.last();
        QVERIFY(snapshot->keys.at(snapshot->keyByDigest.at(sha256(made.text("key")))).revoked);
        QCOMPARE(m_house->call(Method::Patch, target, R"({"revoked":false})").status, 409);
        QCOMPARE(m_house->call(Method::Patch, target, R"({"enabled":false})").status, 200);
    }

    void showsAnAppsKeysAsTheFileWritesThem() {
        makeTeamAndApp();
        const auto put = m_house->call(Method::Patch, "/admin/v1/apps/notebook", R"({"keys":["plain:gh-test-key"]})");
        QCOMPARE(put.status, 200);
        const auto keys = put.json().at("keys").as_array();
        QCOMPARE(keys.size(), std::size_t{1});
        const std::string entry(keys.at(0).as_string());
        QVERIFY(entry.starts_with("hash:"));
        QVERIFY(entry.ends_with(toHex(sha256("gh-test-key"))));
        QVERIFY(!put.field("Gatehouse-Warning").empty());
        QCOMPARE(m_house->get("/admin/v1/apps/notebook").field("ETag"), put.field("ETag"));
        QCOMPARE(idsOf(m_house->get("/admin/v1/keys?app=notebook")).size(), std::size_t{1});
    }

    void namesTheUsersOfWhatCannotGo() {
        makeTeamAndApp();
        const auto team = m_house->call(Method::Delete, "/admin/v1/teams/research");
        QCOMPARE(team.status, 409);
        QVERIFY(team.text("detail").find("notebook") != std::string::npos);
        const auto* provided = R"({"base_url":"http://127.0.0.1:1","dialect":"openai"})";
        QCOMPARE(m_house->put("/admin/v1/providers/p1", provided).status, 201);
        QCOMPARE(m_house->put("/admin/v1/routes/m1", R"({"targets":[{"provider":"p1","model":"m"}]})").status, 201);
        const auto provider = m_house->call(Method::Delete, "/admin/v1/providers/p1");
        QCOMPARE(provider.status, 409);
        QVERIFY(provider.text("detail").find("m1") != std::string::npos);
    }

    void deletesAnAppWithItsKeys() {
        makeTeamAndApp();
        const auto made = m_house->post("/admin/v1/keys", R"({"app":"notebook"})");
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/apps/notebook").status, 204);
        QCOMPARE(m_house->get("/admin/v1/keys/" + made.text("id")).status, 404);
        QVERIFY(!m_house->publisher.last()->keyByDigest.contains(sha256(made.text("key"))));
    }

    void tellsWhatIsWrongWithABody() {
        auto reply =
            m_house->post("/admin/v1/routes", R"({"model":"m","targets":[{"provider":"nobody","model":"x"}]})");
        QCOMPARE(reply.status, 409);
        QCOMPARE(reply.text("field"), std::string("targets[0].provider"));
        reply = m_house->post(
            "/admin/v1/routes",
            R"({"model":"m","strategy":"weighted","targets":[{"provider":"demo","model":"x","weight":0}]})");
        QCOMPARE(reply.status, 409);
        QCOMPARE(reply.text("field"), std::string("targets"));
        QVERIFY(reply.text("detail").find("weights that sum to 0") != std::string::npos);
        reply = m_house->post("/admin/v1/teams", R"({"id":"-"})");
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.text("field"), std::string("id"));
        QVERIFY(!reply.text("expected").empty());
        QVERIFY(!reply.text("found").empty());
        QCOMPARE(m_house->post("/admin/v1/teams", R"({"id":"t0"})").status, 201);
        reply = m_house->call(Method::Patch, "/admin/v1/teams/t0", R"({"colour":null})");
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.text("field"), std::string("colour"));
        reply = m_house->put("/admin/v1/teams/t1", R"({"id":"t2"})");
        QCOMPARE(reply.status, 400);
    }

    void keepsProviderKeysOutOfSight() {
        const std::string planted = "sk-planted-Zx81Qw2EoP4rTyUi";
        auto reply = m_house->put("/admin/v1/providers/openai", providerWith("plain:" + planted));
        QCOMPARE(reply.status, 201);
        QVERIFY(reply.body.find(planted) == std::string::npos);
        QCOMPARE(std::string(reply.json().at("keys").at(0).as_string()), std::string("vault:provider-openai-1"));
        const auto& kept = m_house->publisher.last()->provider("openai")->keys.at(0);
        QVERIFY(kept.secret != nullptr);
        QVERIFY(kept.secret->reveal() == planted);

        // The same reference with another key behind it: nothing to store, yet the new key counts at once.
        const std::string next = "sk-planted-Second9876543210";
        reply = m_house->put("/admin/v1/providers/openai", providerWith("plain:" + next));
        QCOMPARE(reply.status, 200);
        QVERIFY(m_house->publisher.last()->provider("openai")->keys.at(0).secret->reveal() == next);

        for (const auto* target : {"/admin/v1/providers", "/admin/v1/secrets", "/admin/v1/audit",
                                   "/admin/v1/config/export", "/admin/v1/status", "/metrics"}) {
            const auto body = m_house->get(target).body;
            QVERIFY2(body.find("sk-planted") == std::string::npos, target);
        }
        // Wrong bodies are not quoted where a key may stand.
        reply = m_house->put("/admin/v1/providers/openai", providerWith(planted));
        QCOMPARE(reply.status, 400);
        QVERIFY(reply.body.find(planted) == std::string::npos);
        QVERIFY(m_house->log.lines().find("sk-planted") == std::string::npos);
    }

    void takesSecretsAndNeverGivesThemBack() {
        const std::string planted = "hunter2-planted-0123456789";
        auto reply = m_house->put("/admin/v1/secrets/openai", "{\"value\":\"" + planted + "\"}");
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.text("last_four"), std::string("6789"));
        QCOMPARE(reply.text("reference"), std::string("vault:openai"));
        QVERIFY(reply.body.find(planted) == std::string::npos);
        QCOMPARE(m_house->get("/admin/v1/secrets/openai").status, 405);
        QCOMPARE(idsOf(m_house->get("/admin/v1/secrets"), "name").size(), std::size_t{1});

        QCOMPARE(m_house->put("/admin/v1/providers/p1", R"({"preset":"openai","keys":["vault:openai"]})").status, 201);
        QVERIFY(m_house->publisher.last()->provider("p1")->keys.at(0).secret->reveal() == planted);
        QCOMPARE(m_house->put("/admin/v1/secrets/openai", R"({"value":"another-value-12345"})").status, 200);
        QVERIFY(m_house->publisher.last()->provider("p1")->keys.at(0).secret->reveal() == "another-value-12345");
        reply = m_house->call(Method::Delete, "/admin/v1/secrets/openai");
        QCOMPARE(reply.status, 409);
        QVERIFY(reply.text("detail").find("p1") != std::string::npos);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/providers/p1").status, 204);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/secrets/openai").status, 204);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/secrets/openai").status, 404);

        for (const auto* body : {R"({})", R"({"value":""})", R"({"value":1})", R"({"value":"a\nb"})",
                                 R"({"value":"hunter2-planted-x","more":1})", R"("hunter2-planted-x")"}) {
            reply = m_house->put("/admin/v1/secrets/x", body);
            QCOMPARE(reply.status, 400);
            QVERIFY(reply.body.find("planted") == std::string::npos);
        }
        QCOMPARE(m_house->put("/admin/v1/secrets/not%20a%20name", R"({"value":"v"})").status, 400);
        QVERIFY(m_house->get("/admin/v1/audit").body.find("planted") == std::string::npos);
    }

    void saysWhenAThreadDidNotTakeAChange() {
        m_house->publisher.failing = true;
        const auto reply = m_house->post("/admin/v1/teams", R"({"id":"t1"})");
        QCOMPARE(reply.status, 503);
        QCOMPARE(reply.text("code"), std::string("snapshot_not_taken"));
    }

    void answersStatisticsStatusAndCatalogue() {
        QCOMPARE(m_house->get("/admin/v1/calls?q=status%3E%3D400%20-provider%3Aopenai").status, 200);
        const auto wrong = m_house->get("/admin/v1/calls?q=nonsense%3A1");
        QCOMPARE(wrong.status, 400);
        QCOMPARE(wrong.text("code"), std::string("invalid_filter"));
        QCOMPARE(m_house->get("/admin/v1/calls/01ARZ3NDEKTSV4RRFFQ69G5FAV").status, 404);
        QCOMPARE(
            m_house->get("/admin/v1/stats?from=-24h&step=1h&group_by=provider,provider&metrics=calls,latency").status,
            200);
        QCOMPARE(m_house->get("/admin/v1/stats?from=yesterday").status, 400);
        QCOMPARE(m_house->get("/admin/v1/stats?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z").status, 409);
        QCOMPARE(m_house->get("/admin/v1/status").text("version"), std::string("0.1.0"));
        const auto presets = m_house->get("/admin/v1/catalogue/providers?supported=true&limit=500");
        QCOMPARE(presets.status, 200);
        QVERIFY(idsOf(presets).size() > 10);
    }
};

QTEST_GUILESS_MAIN(TestAdminResources)
#include "tst_admin_resources.moc"
