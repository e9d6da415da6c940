// SPDX-License-Identifier: Apache-2.0
// Published APIs from state to state, and subscriptions to them, through the admin API.
#include "core/admin/charges.h"
#include "support/admin_house.h"

#include <QTest>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using namespace gatehouse;
using namespace gatehouse::admin::test;
using http::Method;

namespace {

constexpr const char* prompt =
    R"({"id":"sentiment","versions":[{"version":1,"model":"demo/echo","messages":[{"content":"Say {{text}}"}],
    "variables":[{"name":"text"}]}],"labels":[{"name":"production","version":1}]})";
constexpr const char* api =
    R"({"id":"mood","team":"research","plans":["starter","quick"],
    "versions":[{"version":"1","definition":{"prompt":"sentiment@production"}}]})";

std::string codeOf(const Reply& reply) {
    return std::string(reply.json().at("code").as_string());
}

json::object versionOf(const Reply& reply) {
    return reply.json().at("versions").as_array().front().as_object();
}

std::string stateOf(const Reply& reply) {
    return std::string(reply.json().at("state").as_string());
}

} // namespace

class TestSubscriptions : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;

    Reply post(const std::string& path, const std::string& body = "{}") {
        return m_house->post("/admin/v1/" + path, body);
    }
    Reply step(const std::string& name, const std::string& body = "{}") {
        return post("apis/mood/versions/1/" + name, body);
    }
    std::string subscribe(const std::string& plan = "starter") {
        const auto body = json::object{{"api", "mood"}, {"app", "notebook"}, {"reason", "try"}, {"plan", plan}};
        const auto made = post("subscriptions", json::serialize(body));
        return made.status == 201 ? std::string(made.json().at("id").as_string()) : std::string();
    }

private Q_SLOTS:
    void init() {
        m_house = std::make_unique<AdminHouse>();
        for (const auto& [path, body] : std::initializer_list<std::pair<const char*, const char*>>{
                 {"teams", R"({"id":"research"})"},
                 {"teams", R"({"id":"sales"})"},
                 {"apps", R"({"id":"notebook","team":"sales"})"},
                 {"plans", R"({"id":"starter","price":{"month":"10","call":"0.001","markup":"20"}})"},
                 {"plans", R"({"id":"quick","approval":"automatic","expires_after":"1d"})"},
                 {"prompts", prompt},
                 {"apis", api}})
            QCOMPARE(post(path, body).status, 201);
    }
    void cleanup() { m_house.reset(); }

    void leadsAVersionThroughItsLife() {
        QCOMPARE(codeOf(step("deprecate")), std::string("wrong_state"));
        QCOMPARE(versionOf(step("submit")).at("state"), json::value("in_review"));
        QCOMPARE(versionOf(step("send_back")).at("state"), json::value("designed"));
        const auto published = versionOf(step("publish", R"({"note":"first"})"));
        QCOMPARE(published.at("state"), json::value("published"));
        QCOMPARE(published.at("live"), json::value(1));
        QCOMPARE(codeOf(step("roll_back")), std::string("no_release"));

        // A change serves nobody until it is published, and can be taken back in one step.
        auto changed = m_house->get("/admin/v1/apis/mood").json().as_object();
        changed["versions"].as_array()[0].as_object()["definition"].as_object()["answer"] = "json";
        QCOMPARE(m_house->put("/admin/v1/apis/mood", json::serialize(changed)).status, 200);
        const auto diff = m_house->get("/admin/v1/apis/mood/versions/1/diff").json();
        QCOMPARE(diff.at("changes").as_array().size(), std::size_t{1});
        QCOMPARE(diff.at("changes").as_array()[0].at("path"), json::value("/answer"));
        QCOMPARE(versionOf(step("publish")).at("live"), json::value(2));
        QCOMPARE(versionOf(step("roll_back")).at("live"), json::value(1));

        QCOMPARE(codeOf(step("deprecate", R"({"sunset":"2001-01-01T00:00:00Z"})")), std::string("sunset_passed"));
        QCOMPARE(step("deprecate", R"({"successor":"9"})").status, 409);
        const auto old = versionOf(step("deprecate", R"({"sunset":"2099-01-01T00:00:00Z"})"));
        QCOMPARE(old.at("state"), json::value("deprecated"));
        QCOMPARE(old.at("sunset"), json::value("2099-01-01T00:00:00Z"));
        QCOMPARE(versionOf(step("retire")).at("state"), json::value("retired"));
        QCOMPARE(codeOf(step("publish")), std::string("wrong_state"));
    }

    void changesNoStateByHand() {
        auto body = m_house->get("/admin/v1/apis/mood").json().as_object();
        body["versions"].as_array()[0].as_object()["state"] = "published";
        QCOMPARE(m_house->put("/admin/v1/apis/mood", json::serialize(body)).status, 409);
        const auto id = subscribe();
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/subscriptions/" + id, R"({"state":"approved"})").status, 409);
        QCOMPARE(m_house->put("/admin/v1/subscriptions/mine", R"({"api":"mood","app":"notebook","state":"approved"})")
                     .status,
                 409);
    }

    void keepsVersionsOfPromptsAsTheyAre() {
        auto body = m_house->get("/admin/v1/prompts/sentiment").json().as_object();
        body["versions"].as_array()[0].as_object()["comment"] = "other";
        QCOMPARE(m_house->put("/admin/v1/prompts/sentiment", json::serialize(body)).status, 409);
        body["versions"].as_array().clear();
        QCOMPARE(m_house->put("/admin/v1/prompts/sentiment", json::serialize(body)).status, 409);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/prompts/sentiment").status, 409); // the API uses it
    }

    void decidesOnSubscriptions() {
        const auto id = subscribe();
        QVERIFY(!id.empty());
        QCOMPARE(codeOf(post("subscriptions", R"({"api":"mood","app":"notebook","plan":"starter"})")),
                 std::string("already_subscribed"));
        QCOMPARE(codeOf(post("subscriptions/" + id + "/reject")), std::string("reason_missing"));
        QCOMPARE(stateOf(post("subscriptions/" + id + "/approve", R"({"reason":"fine"})")), std::string("approved"));
        QCOMPARE(codeOf(post("subscriptions/" + id + "/approve")), std::string("wrong_state"));
        QCOMPARE(stateOf(post("subscriptions/" + id + "/suspend")), std::string("suspended"));
        QCOMPARE(stateOf(post("subscriptions/" + id + "/resume")), std::string("approved"));
        QCOMPARE(stateOf(post("subscriptions/" + id + "/cancel")), std::string("cancelled"));
        const auto again = subscribe();
        QVERIFY(!again.empty() && again != id);
        QCOMPARE(stateOf(post("subscriptions/" + again + "/reject", R"({"reason":"no budget"})")),
                 std::string("rejected"));
    }

    void approvesAtOnceWhereThePlanSaysSo() {
        const auto made = m_house->get("/admin/v1/subscriptions/" + subscribe("quick")).json();
        QCOMPARE(made.at("state"), json::value("approved"));
        QVERIFY(made.as_object().contains("expires"));
    }

    void refusesWhatCannotBeAskedFor_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        const auto row = [](const char* name, const char* body, const char* code) {
            QTest::newRow(name) << QByteArray(body) << QByteArray(code);
        };
        row("no such API", R"({"api":"none","app":"notebook","plan":"starter"})", "unknown_reference");
        row("no such application", R"({"api":"mood","app":"none","plan":"starter"})", "unknown_reference");
        row("a plan that is not offered", R"({"api":"mood","app":"notebook","plan":"other"})", "plan_not_offered");
        row("no plan", R"({"api":"mood","app":"notebook"})", "plan_not_offered");
    }
    void refusesWhatCannotBeAskedFor() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, code);
        const auto reply = post("subscriptions", body.toStdString());
        QCOMPARE(reply.status, 409);
        QCOMPARE(codeOf(reply), code.toStdString());
    }

    void decidesOnManyAtOnce() {
        const auto id = subscribe();
        const auto body = json::object{{"ids", json::array{json::string(id), "none"}}, {"action", "approve"}};
        const auto done = post("subscriptions/bulk", json::serialize(body)).json();
        QCOMPARE(done.at("items").as_array()[0].at("ok"), json::value(true));
        QCOMPARE(done.at("items").as_array()[1].at("problem").at("status"), json::value(404));
        QCOMPARE(stateOf(m_house->get("/admin/v1/subscriptions/" + id)), std::string("approved"));
    }

    void takesSubscriptionsWithTheirApplication() {
        const auto id = subscribe();
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/apis/mood").status, 409);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/apps/notebook").status, 204);
        QCOMPARE(m_house->get("/admin/v1/subscriptions/" + id).status, 404);
    }

    void reckonsCharges() {
        contract::PlanPriceSpec price;
        price.month = Money::parse("10");
        price.call = Money::parse("0.001");
        price.markup = "12.5";
        const auto charge = admin::chargeFor(price, {3, *Money::parse("0.8"), 0}, 2);
        QCOMPARE(charge.months.toString(), std::string("20"));
        QCOMPARE(charge.calls.toString(), std::string("0.003"));
        QCOMPARE(charge.cost.toString(), std::string("0.9"));
        QCOMPARE(charge.total().toString(), std::string("20.903"));
        price.markup.reset();
        QCOMPARE(admin::chargeFor(price, {3, *Money::parse("0.8"), 0}, 0).total().toString(), std::string("0.003"));

        contract::SubscriptionSpec subscription;
        subscription.state = "approved";
        const auto at = [](const char* text) { return parseTime(text).value_or(0); };
        subscription.requestedAt = at("2026-01-31T23:00:00Z");
        const auto now = at("2026-06-15T00:00:00Z");
        QCOMPARE(admin::monthsOf(subscription, {at("2026-01-01T00:00:00Z"), at("2026-04-01T00:00:00Z")}, now), 3);
        subscription.state = "pending";
        QCOMPARE(admin::monthsOf(subscription, {at("2026-01-01T00:00:00Z"), at("2026-04-01T00:00:00Z")}, now), 0);
    }

    void tellsCharges() {
        const auto id = subscribe();
        const auto items = m_house->get("/admin/v1/charges").json().at("items").as_array();
        QCOMPARE(items.size(), std::size_t{1});
        QCOMPARE(items[0].at("subscription"), json::value(id));
        QCOMPARE(items[0].at("total"), json::value("0"));
    }
};

QTEST_GUILESS_MAIN(TestSubscriptions)
#include "tst_subscriptions.moc"
