// SPDX-License-Identifier: Apache-2.0
#include "support/admin_house.h"

#include <QTest>

namespace json = boost::json;
using namespace gatehouse;
using namespace gatehouse::admin;
using namespace gatehouse::admin::test;
using http::Method;

namespace {

constexpr const char* file = R"(
version: 1
providers:
  - id: p1
    base_url: http://127.0.0.1:9
    dialect: openai
    keys: ["plain:sk-planted-in-a-file-0123456789"]
routes:
  - model: m1
    targets: [{provider: p1, model: m}]
teams:
  - id: t1
    apps:
      - id: a1
        keys: ["plain:gh-test-key"]
)";

std::vector<http::Field> yaml() {
    return {{"Content-Type", "application/yaml"}};
}

std::vector<store::AuditEntry> auditOf(AdminHouse& house) {
    const auto page = house.store->audit().list(std::nullopt, 100);
    return page ? page->entries : std::vector<store::AuditEntry>();
}

} // namespace

class TestAdminControl : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;

private Q_SLOTS:
    void init() { m_house = std::make_unique<AdminHouse>(); }
    void cleanup() { m_house.reset(); }

    void appliesAFileOnce() {
        auto reply = m_house->call(Method::Post, "/admin/v1/config/apply", file, yaml());
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.json().at("changes").as_array().size(), std::size_t{5});
        QCOMPARE(reply.json().at("revision").as_int64(), 1);
        QVERIFY(reply.body.find("sk-planted") == std::string::npos);
        QVERIFY(m_house->publisher.last()->provider("p1")->keys.at(0).secret != nullptr);
        const auto published = m_house->publisher.published.load();

        reply = m_house->call(Method::Post, "/admin/v1/config/apply", file, yaml());
        QCOMPARE(reply.json().at("changes").as_array().size(), std::size_t{0});
        QCOMPARE(reply.json().at("revision").as_int64(), 1);
        QCOMPARE(m_house->publisher.published.load(), published);
    }

    void changesNothingInADryRun() {
        const auto reply = m_house->call(Method::Post, "/admin/v1/config/apply?dry_run=true", file, yaml());
        QCOMPARE(reply.status, 200);
        QVERIFY(reply.json().at("dry_run").as_bool());
        QCOMPARE(reply.json().at("changes").as_array().size(), std::size_t{5});
        QCOMPARE(reply.json().at("revision").as_int64(), 0);
        QVERIFY(m_house->get("/admin/v1/secrets").json().at("items").as_array().empty());
        QVERIFY(auditOf(*m_house).empty());
        QVERIFY(m_house->service->configuration()->objects.empty());
    }

    void exportsWhatAppliesToNothing() {
        QCOMPARE(m_house->call(Method::Post, "/admin/v1/config/apply", file, yaml()).status, 200);
        for (const auto* type : {"application/yaml", "application/json"}) {
            const auto exported = m_house->call(Method::Get, "/admin/v1/config/export", {}, {{"Accept", type}});
            QCOMPARE(exported.status, 200);
            QCOMPARE(exported.field("Content-Type"), std::string(type));
            const auto reply = m_house->call(Method::Post, "/admin/v1/config/apply?prune=true", exported.body,
                                             {{"Content-Type", type}});
            QCOMPARE(reply.status, 200);
            QVERIFY(reply.json().at("changes").as_array().empty());
        }
        QCOMPARE(m_house->call(Method::Get, "/admin/v1/config/export", {}, {{"Accept", "text/html"}}).status, 406);
        QCOMPARE(m_house->call(Method::Get, "/admin/v1/config/export", {}, {{"Accept", "*/*"}}).field("Content-Type"),
                 std::string("application/yaml"));
        QCOMPARE(m_house
                     ->call(Method::Get, "/admin/v1/config/export", {},
                            {{"Accept", "application/yaml;q=0.1, application/json"}})
                     .field("Content-Type"),
                 std::string("application/json"));
    }

    void keepsWhatTheApiMadeUnlessPruned() {
        QCOMPARE(m_house->post("/admin/v1/teams", R"({"id":"mine"})").status, 201);
        QCOMPARE(m_house->call(Method::Post, "/admin/v1/config/apply", file, yaml()).status, 200);
        QCOMPARE(m_house->get("/admin/v1/teams/mine").status, 200);
        QCOMPARE(m_house->call(Method::Post, "/admin/v1/config/apply", "version: 1\n", yaml()).status, 200);
        QCOMPARE(m_house->get("/admin/v1/providers/p1").status, 404);
        QCOMPARE(m_house->get("/admin/v1/teams/mine").status, 200);
        QCOMPARE(m_house->call(Method::Post, "/admin/v1/config/apply?prune=true", "version: 1\n", yaml()).status, 200);
        QCOMPARE(m_house->get("/admin/v1/teams/mine").status, 404);
    }

    void changesNothingWhenTheFileIsWrong() {
        const auto reply = m_house->call(Method::Post, "/admin/v1/config/apply",
                                         "version: 1\nteams:\n  - id: t1\n    colour: red\n", yaml());
        QCOMPARE(reply.status, 400);
        QCOMPARE(reply.text("field"), std::string("teams[0].colour"));
        QVERIFY(m_house->service->configuration()->objects.empty());
        QVERIFY(auditOf(*m_house).empty());
    }

    void saysWhatNeedsARestart() {
        const auto reply = m_house->call(Method::Post, "/admin/v1/config/apply", "version: 1\ndemo: false\n", yaml());
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.json().at("restart").as_array().size(), std::size_t{1});
    }

    void writesEachChangeIntoAnUnbrokenAuditLog() {
        QCOMPARE(m_house->post("/admin/v1/teams", R"({"id":"t1"})").status, 201);
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/teams/t1", R"({"enabled":false})").status, 200);
        QCOMPARE(m_house->put("/admin/v1/secrets/s1", R"({"value":"planted-secret-0123"})").status, 200);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/teams/t1").status, 204);
        QCOMPARE(m_house->post("/admin/v1/teams", R"({"id":"-"})").status, 400); // none for what was refused

        const auto entries = auditOf(*m_house);
        QCOMPARE(entries.size(), std::size_t{4});
        QCOMPARE(entries[3].action, std::string("create"));
        QCOMPARE(entries[3].actor, std::string("admin 127.0.0.1"));
        QCOMPARE(entries[3].revision, std::uint64_t{1});
        QVERIFY(entries[3].before.empty());
        QCOMPARE(entries[2].action, std::string("update"));
        QVERIFY(entries[2].after.find("false") != std::string::npos);
        QCOMPARE(entries[1].action, std::string("secret.set"));
        QCOMPARE(entries[1].actor, std::string("admin 127.0.0.1"));
        QCOMPARE(entries[0].action, std::string("delete"));
        QVERIFY(!m_house->store->audit().firstBroken().value().has_value());

        const auto page = m_house->get("/admin/v1/audit?limit=3");
        QCOMPARE(page.json().at("items").as_array().size(), std::size_t{3});
        const auto rest = m_house->get("/admin/v1/audit?limit=3&cursor=" + page.text("next"));
        QCOMPARE(rest.json().at("items").as_array().size(), std::size_t{1});
        QVERIFY(rest.json().at("next").is_null());
    }

    void worksWithoutADaemon() {
        // As a command does it: no publisher, no event hub, no HTTP.
        StoredSecretIndex index(m_house->store->secrets(), m_house->clock);
        secrets::SecretStash stash(nullptr, m_house->vault, index, m_house->clock);
        ControlDependencies with{m_house->store->objects(),
                                 m_house->store->audit(),
                                 index,
                                 stash,
                                 *m_house->resolver,
                                 m_house->presets,
                                 nullptr,
                                 nullptr,
                                 nullptr,
                                 m_house->clock,
                                 m_house->log};
        ControlService service(std::move(with));
        QVERIFY(service.load().has_value());
        const auto applied = service.apply(file, config::Format::Yaml, Run::Real, config::Prune::No, "file test.yaml");
        QVERIFY(applied.has_value());
        const auto made = service.createKey(json::object{{"app", "a1"}}, "command key new");
        QVERIFY(made.has_value());
        QVERIFY(made->key.has_value());
        QCOMPARE(auditOf(*m_house).front().actor, std::string("command key new"));
    }

    void refusesAChangePlannedOnAnOldRevision() {
        // Another process changed the store behind this one's back.
        StoredSecretIndex index(m_house->store->secrets(), m_house->clock);
        secrets::SecretStash stash(nullptr, m_house->vault, index, m_house->clock);
        ControlDependencies with{m_house->store->objects(),
                                 m_house->store->audit(),
                                 index,
                                 stash,
                                 *m_house->resolver,
                                 m_house->presets,
                                 nullptr,
                                 nullptr,
                                 nullptr,
                                 m_house->clock,
                                 m_house->log};
        ControlService other(std::move(with));
        QVERIFY(other.load().has_value());
        QVERIFY(other.create(config::Kind::Team, json::object{{"id", "theirs"}}, "other").has_value());
        const auto reply = m_house->post("/admin/v1/teams", R"({"id":"mine"})");
        QCOMPARE(reply.status, 409);
        // It has read the store anew, so that the next try works.
        QCOMPARE(m_house->post("/admin/v1/teams", R"({"id":"mine"})").status, 201);
        QCOMPARE(m_house->get("/admin/v1/teams/theirs").status, 200);
    }

    void takesBackASecretWhenTheChangeIsNotStored() {
        QCOMPARE(m_house->put("/admin/v1/providers/p1", R"({"preset":"openai","keys":["plain:first-key-0123456789"]})")
                     .status,
                 201);
        StoredSecretIndex index(m_house->store->secrets(), m_house->clock);
        secrets::SecretStash stash(nullptr, m_house->vault, index, m_house->clock);
        ControlDependencies with{m_house->store->objects(),
                                 m_house->store->audit(),
                                 index,
                                 stash,
                                 *m_house->resolver,
                                 m_house->presets,
                                 nullptr,
                                 nullptr,
                                 nullptr,
                                 m_house->clock,
                                 m_house->log};
        ControlService other(std::move(with));
        QVERIFY(other.load().has_value());
        QVERIFY(other.create(config::Kind::Team, json::object{{"id", "theirs"}}, "other").has_value());
        const auto reply = m_house->put(
            "/admin/v1/providers/p1", R"({"preset":"openai","keys":["plain:second-key-0123456789"],"enabled":false})");
        QCOMPARE(reply.status, 409);
        QVERIFY(m_house->vault.read("provider-p1-1").value().reveal() == "first-key-0123456789");
    }

    void readsKeysAnewOnReload() {
        QCOMPARE(m_house->put("/admin/v1/secrets/s1", R"({"value":"before-0123456789"})").status, 200);
        QCOMPARE(m_house->put("/admin/v1/providers/p1", R"({"preset":"openai","keys":["vault:s1"]})").status, 201);
        QVERIFY(m_house->vault.write("s1", Secret("after-0123456789")).has_value());
        QVERIFY(m_house->service->reload().has_value());
        QVERIFY(m_house->publisher.last()->provider("p1")->keys.at(0).secret->reveal() == "after-0123456789");
    }
};

QTEST_GUILESS_MAIN(TestAdminControl)
#include "tst_admin_control.moc"
