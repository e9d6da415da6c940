// SPDX-License-Identifier: Apache-2.0
#include "support/admin_house.h"

#include <QTest>

namespace json = boost::json;
using namespace gatehouse;
using namespace gatehouse::admin;
using namespace gatehouse::admin::test;
using http::Method;

namespace {

constexpr WallMicros day = WallMicros{24} * 3600 * 1'000'000;

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
        keys: ["plain:gh-test-key-0123456789-0123456789"]
)";

const json::array& items(const json::value& list) {
    return list.at("items").as_array();
}

std::string text(const json::value& value) {
    return std::string(value.as_string());
}

} // namespace

class TestAdminHistory : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;

    json::value list(const char* what) {
        const auto reply = m_house->get(std::string("/admin/v1/") + what);
        return reply.status == 200 ? reply.json() : json::value();
    }
    int remove(const char* path) { return m_house->call(Method::Delete, std::string("/admin/v1/") + path).status; }
    Reply revert(std::int64_t revision, const char* query = "") {
        return m_house->call(Method::Post, "/admin/v1/revisions/" + std::to_string(revision) + "/revert" + query);
    }
    Reply restore(const json::value& item) {
        return m_house->call(Method::Post, "/admin/v1/trash/" + text(item.at("id")) + "/restore");
    }
    int limitOf(const char* app) {
        const auto reply = m_house->get(std::string("/admin/v1/apps/") + app);
        return static_cast<int>(reply.json().at("limits").at("concurrent").as_int64());
    }

private Q_SLOTS:
    void init() {
        m_house = std::make_unique<AdminHouse>();
        QCOMPARE(
            m_house->call(Method::Post, "/admin/v1/config/apply", file, {{"Content-Type", "application/yaml"}}).status,
            200);
    }
    void cleanup() { m_house.reset(); }

    void whatWasDeletedLiesInTheTrash() {
        QCOMPARE(items(list("trash")).size(), std::size_t{0});
        const auto before = m_house->get("/admin/v1/routes/m1").body;
        QCOMPARE(remove("routes/m1"), 204);
        const auto trash = list("trash");
        QCOMPARE(items(trash).size(), std::size_t{1});
        const auto& item = items(trash)[0];
        QCOMPARE(text(item.at("kind")), std::string("routes"));
        QCOMPARE(text(item.at("object")), std::string("m1"));
        const auto back = restore(item);
        QCOMPARE(back.status, 200);
        QCOMPARE(back.json().at("changes").as_array().size(), std::size_t{1});
        QCOMPARE(m_house->get("/admin/v1/routes/m1").body, before);
        QCOMPARE(items(list("trash")).size(), std::size_t{0});
        QCOMPARE(restore(item).status, 404); // it stands
    }

    void anApplicationComesBackWithItsKeys() {
        const auto key = items(list("keys"))[0];
        QCOMPARE(remove("apps/a1"), 204);
        QCOMPARE(items(list("keys")).size(), std::size_t{0});
        const auto trash = list("trash");
        QCOMPARE(items(trash).size(), std::size_t{2});
        for (const auto& item : items(trash)) {
            if (text(item.at("kind")) != "apps")
                continue;
            QCOMPARE(item.at("with").as_array().size(), std::size_t{1});
            QCOMPARE(restore(item).status, 200);
        }
        QVERIFY(items(list("keys"))[0] == key); // last four and date too
        QCOMPARE(items(list("trash")).size(), std::size_t{0});
    }

    void whatNeedsSomethingGoneIsRefused() {
        QCOMPARE(remove("routes/m1"), 204);
        QCOMPARE(remove("providers/p1"), 204);
        const auto trash = list("trash");
        QCOMPARE(items(trash).size(), std::size_t{2});
        const auto refused = restore(items(trash)[1]);
        QCOMPARE(refused.status, 409);
        QVERIFY(refused.body.find("p1") != std::string::npos);
        QCOMPARE(restore(items(trash)[0]).status, 200);
        QCOMPARE(restore(items(trash)[1]).status, 200);
    }

    void whatIsPurgedDoesNotComeBack() {
        QCOMPARE(remove("routes/m1"), 204);
        const auto item = items(list("trash"))[0];
        QCOMPARE(remove(("trash/" + text(item.at("id"))).c_str()), 204);
        QCOMPARE(items(list("trash")).size(), std::size_t{0});
        QCOMPARE(restore(item).status, 404);
        QCOMPARE(remove(("trash/" + text(item.at("id"))).c_str()), 404);
        const auto audit = m_house->get("/admin/v1/audit").json();
        QCOMPARE(text(items(audit)[0].at("action")), std::string("trash.purge"));
        // Made and deleted again it lies there again.
        QCOMPARE(
            m_house->put("/admin/v1/routes/m1", R"({"model": "m1", "targets": [{"provider": "p1", "model": "m"}]})")
                .status,
            201);
        QCOMPARE(remove("routes/m1"), 204);
        QCOMPARE(items(list("trash")).size(), std::size_t{1});
    }

    void theTrashIsEmptiedAfterThirtyDays() {
        QCOMPARE(remove("routes/m1"), 204);
        m_house->clock.now += 29 * day;
        QCOMPARE(items(list("trash")).size(), std::size_t{1});
        m_house->clock.now += 2 * day;
        QCOMPARE(items(list("trash")).size(), std::size_t{0});
    }

    void revisionsTellWhatChanged() {
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/apps/a1", R"({"limits": {"concurrent": 5}})").status, 200);
        const auto revisions = list("revisions");
        QCOMPARE(items(revisions).size(), std::size_t{2});
        const auto& newest = items(revisions)[0];
        QCOMPARE(newest.at("revision").as_int64(), 2);
        QCOMPARE(newest.at("changes").as_array().size(), std::size_t{1});
        QCOMPARE(newest.at("changes").at(0).at("after").at("limits").at("concurrent").as_int64(), 5);
        QVERIFY(text(newest.at("actor")).starts_with("admin"));
        QCOMPARE(items(revisions)[1].at("changes").as_array().size(), std::size_t{5});
        QVERIFY(m_house->get("/admin/v1/revisions").body.find("sk-planted") == std::string::npos);
    }

    void revisionsComeInPages() {
        for (int i = 1; i <= 5; ++i)
            QCOMPARE(m_house
                         ->call(Method::Patch, "/admin/v1/apps/a1",
                                R"({"limits": {"concurrent": )" + std::to_string(i) + "}}")
                         .status,
                     200);
        std::vector<std::int64_t> seen;
        std::string cursor;
        do {
            const auto page = m_house->get("/admin/v1/revisions?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
            const auto body = page.json();
            for (const auto& item : items(body))
                seen.push_back(item.at("revision").as_int64());
            cursor = body.at("next").is_null() ? "" : text(body.at("next"));
        } while (!cursor.empty());
        QVERIFY((seen == std::vector<std::int64_t>{6, 5, 4, 3, 2, 1}));
    }

    void aRevisionIsTakenBack() {
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/apps/a1", R"({"limits": {"concurrent": 5}})").status, 200);
        const auto dry = revert(2, "?dry_run=true");
        QCOMPARE(dry.status, 200);
        QVERIFY(dry.json().at("dry_run").as_bool());
        QCOMPARE(dry.json().at("changes").as_array().size(), std::size_t{1});
        QCOMPARE(limitOf("a1"), 5);
        QCOMPARE(revert(2).status, 200);
        QCOMPARE(limitOf("a1"), 0);
        // Taking back the taking back.
        QCOMPARE(revert(3).status, 200);
        QCOMPARE(limitOf("a1"), 5);
        QCOMPARE(revert(99).status, 404);
    }

    void aDeletionIsTakenBack() {
        QCOMPARE(remove("apps/a1"), 204);
        QCOMPARE(revert(2).status, 200);
        QCOMPARE(items(list("keys")).size(), std::size_t{1});
    }

    void whatWasChangedAgainIsNotOverwritten() {
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/apps/a1", R"({"limits": {"concurrent": 5}})").status, 200);
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/apps/a1", R"({"limits": {"concurrent": 7}})").status, 200);
        const auto refused = revert(2);
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.text("code"), std::string("changed_since"));
        QCOMPARE(limitOf("a1"), 7);
        // As a whole it can be gone back.
        QCOMPARE(remove("routes/m1"), 204);
        const auto back = revert(2, "?as_of=true");
        QCOMPARE(back.status, 200);
        QCOMPARE(back.json().at("changes").as_array().size(), std::size_t{2});
        QCOMPARE(limitOf("a1"), 5);
        QCOMPARE(m_house->get("/admin/v1/routes/m1").status, 200);
    }

    void aRevokedKeyStaysRevoked() {
        const auto id = text(items(list("keys"))[0].at("id"));
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/keys/" + id, R"({"revoked": true})").status, 200);
        QCOMPARE(revert(2).status, 409);
    }

    void theFirstRevisionCanBeTakenBackWhole() {
        QCOMPARE(revert(1).status, 200);
        QCOMPARE(items(list("providers")).size(), std::size_t{0});
        QCOMPARE(revert(2).status, 200);
        QCOMPARE(items(list("keys")).size(), std::size_t{1});
        QCOMPARE(m_house->get("/admin/v1/routes/m1").status, 200);
    }
};

QTEST_GUILESS_MAIN(TestAdminHistory)
#include "tst_admin_history.moc"
