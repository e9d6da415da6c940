// SPDX-License-Identifier: Apache-2.0
// Who would serve a call, what models cost, and a key in the place of another.
#include "core/access/authenticator.h"
#include "core/base/text.h"
#include "core/telemetry/record_writer.h"
#include "support/admin_house.h"

#include <QTest>
#include <algorithm>
#include <boost/json/serialize.hpp>
#include <map>

namespace json = boost::json;
using namespace gatehouse;
using namespace gatehouse::admin::test;
using http::Method;

namespace {

telemetry::CallRecord record(WallMicros at, const std::string& key, const char* cost) {
    telemetry::CallRecord call;
    call.id = "01TESTCALL" + key;
    call.startedAt = at;
    call.totalMicros = 1'000;
    call.status = 200;
    call.outcome = telemetry::Outcome::Ok;
    call.dialect = "openai";
    call.operation = "chat";
    call.provider = "openai";
    call.team = "research";
    call.app = "notebook";
    call.key = key;
    call.cost = Money::parse(cost);
    return call;
}

} // namespace

class TestAdminRouting : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;
    std::string m_key;

    json::value simulated(const std::string& body) {
        const auto reply = m_house->post("/admin/v1/simulate", body);
        if (reply.status != 200)
            qWarning("%d %s", reply.status, reply.body.c_str());
        return reply.json();
    }
    static std::string refusalOf(const json::value& simulation) {
        const auto& refusal = simulation.at("refusal");
        return refusal.is_null() ? std::string() : std::string(refusal.at("code").as_string());
    }
    static std::string exclusionOf(const json::value& simulation, std::size_t target) {
        const auto& excluded = simulation.at("targets").as_array().at(target).at("excluded");
        return excluded.is_null() ? std::string() : std::string(excluded.at("code").as_string());
    }

private Q_SLOTS:
    void init() {
        m_house = std::make_unique<AdminHouse>();
        const auto made = [&](const char* path, const char* body) {
            return m_house->post(std::string("/admin/v1/") + path, body).status == 201;
        };
        QVERIFY(made("teams", "{\"id\":\"research\"}"));
        QVERIFY(made("apps", "{\"id\":\"notebook\",\"team\":\"research\",\"models\":[\"small\",\"demo/*\"]}"));
        QVERIFY(made("providers", "{\"id\":\"openai\",\"preset\":\"openai\",\"keys\":[\"plain:sk-test-0123456789\"]}"));
        QVERIFY(made("providers",
                     "{\"id\":\"claude\",\"preset\":\"anthropic\",\"keys\":[\"env:GATEHOUSE_NO_SUCH_VARIABLE\"]}"));
        QVERIFY(made("providers", "{\"id\":\"bare\",\"preset\":\"openai\"}"));
        QVERIFY(made("routes",
                     "{\"model\":\"small\",\"targets\":[{\"provider\":\"claude\",\"model\":\"claude-haiku-4-5\"}, "
                     "{\"provider\":\"bare\",\"model\":\"gpt-4o-mini\"},{\"provider\":\"openai\",\"model\":\"gpt-4o-"
                     "mini\",\"weight\":3}, {\"provider\":\"demo\",\"model\":\"echo\"}],\"retry\":{\"attempts\":3}}"));
        const auto key = m_house->post("/admin/v1/keys", "{\"app\":\"notebook\",\"name\":\"laptop\"}");
        QCOMPARE(key.status, 201);
        m_key = key.text("id");
    }
    void cleanup() { m_house.reset(); }

    void tellsWhoIsTriedInWhichOrderAndWhyOthersAreNot() {
        const auto told =
            simulated("{\"model\":\"small\",\"app\":\"notebook\",\"input_tokens\":1000,\"output_tokens\":100}");
        QCOMPARE(refusalOf(told), std::string());
        QCOMPARE(std::string(told.at("rule").as_string()), std::string("route small"));
        QCOMPARE(told.at("retry").at("attempts").as_int64(), 3);
        const auto& targets = told.at("targets").as_array();
        QCOMPARE(exclusionOf(told, 0), std::string("key_unreadable"));
        QCOMPARE(exclusionOf(told, 1), std::string("no_key"));
        QCOMPARE(targets[2].at("order").as_int64(), 1);
        QCOMPARE(targets[2].at("weight").as_int64(), 3);
        QCOMPARE(std::string(targets[2].at("key").at("state").as_string()), std::string("ready"));
        QCOMPARE(std::string(targets[2].at("cost").as_string()), std::string("0.00021")); // 0.15 and 0.6 a million
        QCOMPARE(targets[3].at("order").as_int64(), 2);
        QVERIFY(targets[3].at("price").at("pretend").as_bool());
    }

    void tellsWhatWouldBeRefused_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        QTest::newRow("unknown name") << QByteArray("{\"model\":\"nothing\"}") << QByteArray("model_not_found");
        QTest::newRow("not in the list") << QByteArray("{\"model\":\"openai/gpt-4o\",\"app\":\"notebook\"}")
                                         << QByteArray("model_not_allowed");
        QTest::newRow("nobody is left") << QByteArray("{\"model\":\"claude/x\"}") << QByteArray("no_target");
        QTest::newRow("another operation")
            << QByteArray("{\"model\":\"demo/echo\",\"operation\":\"rerank\"}") << QByteArray("no_target");
        QTest::newRow("served") << QByteArray("{\"model\":\"demo/echo\",\"operation\":\"messages\"}") << QByteArray();
    }
    void tellsWhatWouldBeRefused() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, code);
        QCOMPARE(QByteArray::fromStdString(refusalOf(simulated(body.toStdString()))), code);
    }

    void anUnknownPriceUnderABudgetIsRefusedUntilItIsSet() {
        QCOMPARE(m_house
                     ->call(Method::Patch, "/admin/v1/apps/notebook",
                            "{\"models\":[\"*\"],\"budget\":{\"usd\":\"1\",\"period\":\"day\"}}")
                     .status,
                 200);
        const std::string asked = "{\"model\":\"openai/in-house\",\"app\":\"notebook\"}";
        QCOMPARE(refusalOf(simulated(asked)), std::string("price_unknown"));
        QVERIFY(simulated(asked).at("targets").as_array()[0].at("price").is_null());
        QCOMPARE(m_house
                     ->call(Method::Patch, "/admin/v1/providers/openai",
                            "{\"prices\":[{\"model\":\"in-house\",\"input\":\"0.000001\",\"output\":\"1\",\"date\":"
                            "\"2026-11-21\"}]}")
                     .status,
                 200);
        const auto priced = simulated(asked);
        QCOMPARE(refusalOf(priced), std::string());
        QVERIFY(priced.at("targets").as_array()[0].at("price").at("set").as_bool());
        QCOMPARE(std::string(priced.at("cost").as_string()), std::string("0.000500001"));
        QCOMPARE(refusalOf(simulated("{\"model\":\"openai/in-house\",\"app\":\"notebook\",\"output_tokens\":2000000}")),
                 std::string("budget_exceeded"));
    }

    void aKeyThatIsNotAcceptedIsTold() {
        const auto body = "{\"model\":\"demo/echo\",\"key\":\"" + m_key + "\"}";
        QCOMPARE(refusalOf(simulated(body)), std::string());
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/keys/" + m_key, "{\"revoked\":true}").status, 200);
        QCOMPARE(refusalOf(simulated(body)), std::string("invalid_key"));
        QCOMPARE(m_house->post("/admin/v1/simulate", "{\"model\":\"a\",\"key\":\"nobody\"}").status, 409);
        QCOMPARE(m_house->post("/admin/v1/simulate", "{\"model\":\"a\",\"app\":\"nobody\"}").status, 409);
        for (const auto* wrong : {"{}", "[]", "{\"model\":\"\"}", "{\"model\":\"a\",\"operation\":\"files\"}",
                                  "{\"model\":\"a\",\"input_tokens\":-1}", "{\"model\":\"a\",\"who\":1}"})
            QCOMPARE(m_house->post("/admin/v1/simulate", wrong).status, 400);
    }

    void listsEveryNameWithItsPrice() {
        const auto routes = m_house->get("/admin/v1/models?by=route").json();
        QCOMPARE(routes.at("items").as_array().size(), std::size_t{1});
        const auto& targets = routes.at("items").as_array()[0].at("targets").as_array();
        QCOMPARE(std::string(targets[2].at("price").at("input").as_string()), std::string("0.15"));
        const auto direct = m_house->get("/admin/v1/models?by=direct&provider=openai&q=GPT-4O-MINI").json();
        const auto& items = direct.at("items").as_array();
        QVERIFY(std::any_of(items.begin(), items.end(), [](const json::value& item) {
            return item.at("name").as_string() == "openai/gpt-4o-mini";
        }));
        QCOMPARE(m_house->get("/admin/v1/models?limit=2").json().at("items").as_array().size(), std::size_t{2});
        const auto demo = m_house->get("/admin/v1/models?provider=demo&by=direct").json();
        QCOMPARE(demo.at("items").as_array().size(), std::size_t{4});
    }

    void aNewKeyTakesThePlaceOfTheOld() {
        const auto rotated = m_house->post("/admin/v1/keys/" + m_key + "/rotate", "{\"overlap_seconds\":3600}");
        QCOMPARE(rotated.status, 201);
        const auto both = rotated.json();
        const std::string key(both.at("made").at("key").as_string());
        QCOMPARE(rotated.field("Cache-Control"), std::string("no-store"));
        QCOMPARE(std::string(both.at("made").at("name").as_string()), std::string("laptop"));
        QCOMPARE(std::string(both.at("replaced").at("id").as_string()), m_key);
        const auto end = parseTime(both.at("replaced").at("expires").as_string());
        QCOMPARE(*end / 1'000'000, m_house->clock.now / 1'000'000 + 3600);
        const auto snapshot = m_house->publisher.last();
        const auto digest = sha256(key);
        QVERIFY(access::stillValid(*snapshot, digest, m_house->clock.now));
        const auto old = std::find_if(snapshot->keys.begin(), snapshot->keys.end(),
                                      [&](const config::Key& each) { return each.id == m_key; });
        QVERIFY(access::stillValid(*snapshot, old->digest, *end - 1));
        QVERIFY(!access::stillValid(*snapshot, old->digest, *end));
        // Neither the key nor its text is anywhere else.
        QVERIFY(m_house->get("/admin/v1/audit").body.find(key) == std::string::npos);
        QVERIFY(m_house->log.lines().find(key) == std::string::npos);
        // A second rotation of the old one does not prolong it.
        const auto again = m_house->post("/admin/v1/keys/" + m_key + "/rotate", "{}").json();
        QCOMPARE(std::string(again.at("replaced").at("expires").as_string()),
                 std::string(both.at("replaced").at("expires").as_string()));
    }

    void aKeyThatCannotBeReplacedIsNot() {
        const auto path = "/admin/v1/keys/" + m_key + "/rotate";
        QCOMPARE(m_house->post("/admin/v1/keys/nobody/rotate", "{}").status, 404);
        for (const auto* wrong : {"[]", "{\"overlap_seconds\":-1}", "{\"overlap_seconds\":2592001}",
                                  "{\"overlap_seconds\":\"1h\"}", "{\"expires\":\"soon\"}", "{\"key\":\"x\"}"})
            QCOMPARE(m_house->post(path, wrong).status, 400);
        QCOMPARE(m_house->call(Method::Patch, "/admin/v1/keys/" + m_key, "{\"revoked\":true}").status, 200);
        const auto refused = m_house->post(path, "{}");
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.text("code"), std::string("key_revoked"));
    }

    void tellsWhenKeysWereUsedAndWhatIsSpent() {
        QVERIFY(m_house->get("/admin/v1/usage").json().at("keys").as_array().empty());
        QCOMPARE(
            m_house
                ->call(Method::Patch, "/admin/v1/apps/notebook", "{\"budget\":{\"usd\":\"10\",\"period\":\"month\"}}")
                .status,
            200);
        const WallMicros at = m_house->clock.now - 5'000'000;
        auto writer = m_house->store->recordWriter({});
        QVERIFY(writer->open());
        telemetry::RecordBatch batch;
        batch.calls.push_back({1, std::make_unique<telemetry::CallRecord>(record(at, m_key, "2.5"))});
        QVERIFY(writer->write(batch));
        writer->close();
        const auto usage = m_house->get("/admin/v1/usage").json();
        QCOMPARE(usage.at("keys").as_array().size(), std::size_t{1});
        QCOMPARE(std::string(usage.at("keys").as_array()[0].at("last_used").as_string()), formatTime(at));
        const auto& budget = usage.at("budgets").as_array()[0];
        QCOMPARE(std::string(budget.at("spent").as_string()), std::string("2.5"));
        QCOMPARE(std::string(budget.at("period").as_string()), std::string("month"));
        QVERIFY(*parseTime(budget.at("resets_at").as_string()) > m_house->clock.now);
    }

    // Eight recorded calls, four of them streamed, half a second apart.
    void writePast() {
        auto writer = m_house->store->recordWriter({});
        QVERIFY(writer->open());
        telemetry::RecordBatch batch;
        const auto start = m_house->clock.now - WallMicros{3'600} * 1'000'000;
        for (std::int64_t i = 0; i < 8; ++i) {
            auto call = record(start + i * 500'000, m_key, "0.5");
            call.id += std::to_string(i);
            call.modelAsked = "small";
            call.modelServed = "gpt-4o-mini";
            call.route = "small";
            call.streamed = i % 2 == 0;
            call.tokens.input = 1'000'000;
            batch.calls.push_back(
                {static_cast<std::uint64_t>(i + 1), std::make_unique<telemetry::CallRecord>(std::move(call))});
        }
        QVERIFY(writer->write(batch));
        writer->close();
    }
    json::value evaluated(const std::string& body) {
        const auto reply = m_house->post("/admin/v1/evaluate", body);
        if (reply.status != 200)
            qWarning("%d %s", reply.status, reply.body.c_str());
        return reply.json();
    }

    // A rule sends streamed calls elsewhere: the figures are those of a count by hand.
    void aChangedRouteIsTriedOnRecordedCalls() {
        writePast();
        const auto told =
            evaluated("{\"days\":1,\"route\":{\"model\":\"small\",\"targets\":[{\"provider\":\"openai\",\"model\":"
                      "\"gpt-4o-mini\"},{\"provider\":\"openai\",\"model\":\"gpt-4o\"}],\"rules\":[{\"name\":\"s\","
                      "\"when\":{\"stream\":true},\"targets\":[\"openai/gpt-4o\"]}]}}");
        QCOMPARE(told.at("calls").as_int64(), 8);
        QCOMPARE(told.at("moved").as_int64(), 4);
        QVERIFY(!told.at("sampled").as_bool());
        std::map<std::string, json::value> targets;
        for (const auto& target : told.at("targets").as_array())
            targets[std::string(target.at("target").as_string())] = target;
        const auto& kept = targets.at("openai/gpt-4o-mini");
        const auto& moved = targets.at("openai/gpt-4o");
        QCOMPARE(kept.at("calls_before").as_int64(), 8);
        QCOMPARE(kept.at("calls_after").as_int64(), 4);
        QCOMPARE(moved.at("calls_after").as_int64(), 4);
        QCOMPARE(std::string(kept.at("cost_before").as_string()), std::string("4"));  // 8 of 0.5, as recorded
        QCOMPARE(std::string(kept.at("cost_after").as_string()), std::string("0.6")); // 4 of 0.15 a million
        QCOMPARE(std::string(moved.at("cost_after").as_string()), std::string("10")); // 4 of 2.5 a million
        QCOMPARE(std::string(told.at("difference").as_string()), std::string("6.6"));
        QVERIFY(told.at("uncertain").as_array().empty());
        // Nothing of it stays.
        QVERIFY(!m_house->get("/admin/v1/routes/small").body.empty());
        QVERIFY(m_house->get("/admin/v1/routes/small").body.find("\"when\"") == std::string::npos);
    }

    void whatIsNotRecordedMakesCallsUncertain() {
        writePast();
        const auto told =
            evaluated("{\"route\":{\"model\":\"small\",\"targets\":[{\"provider\":\"openai\",\"model\":"
                      "\"gpt-4o\"}],\"rules\":[{\"when\":{\"headers\":{\"x-team\":\"blue\"}},\"targets\":["
                      "\"openai/gpt-4o\"]}]}}");
        const auto& uncertain = told.at("uncertain").as_array();
        QCOMPARE(uncertain.size(), std::size_t{1});
        QCOMPARE(std::string(uncertain[0].at("why").as_string()), std::string("headers"));
        QCOMPARE(uncertain[0].at("calls").as_int64(), 8);
    }

    // Eight calls within four seconds, three a minute allowed: five are refused, by that limit.
    void changedLimitsAreTriedOnRecordedCalls() {
        writePast();
        const auto told =
            evaluated("{\"limits\":{\"scope\":\"app\",\"id\":\"notebook\",\"limits\":{\"requests_per_minute\":3}}}");
        QCOMPARE(told.at("calls").as_int64(), 8);
        QCOMPARE(told.at("after").at("refused").as_int64(), 5);
        const auto& refused = told.at("refused").as_array();
        QCOMPARE(refused.size(), std::size_t{1});
        QCOMPARE(std::string(refused[0].at("by").as_string()), std::string("app requests_per_minute"));
    }

    void wrongQuestionsAreRefused() {
        for (const auto* body : {"{}", "{\"route\":{}}", "{\"days\":0,\"route\":{\"model\":\"a\"}}",
                                 "{\"limits\":{\"scope\":\"app\",\"id\":\"nobody\",\"limits\":{}}}"}) {
            const auto status = m_house->post("/admin/v1/evaluate", body).status;
            QVERIFY2(status >= 400 && status < 500, body);
        }
    }
};

QTEST_GUILESS_MAIN(TestAdminRouting)
#include "tst_admin_routing.moc"
