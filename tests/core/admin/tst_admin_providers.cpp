// SPDX-License-Identifier: Apache-2.0
#include "core/admin/provider_models.h"
#include "support/admin_house.h"
#include "support/provider_bodies.h"
#include "tests/support/scripted_upstream.h"

#include <QFile>
#include <QTest>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

using namespace gatehouse;
using namespace gatehouse::admin::test;
using http::Method;
using test::makeCertificate;
using test::ScriptedUpstream;
using test::wholeAnswer;

namespace {

namespace json = boost::json;

constexpr std::string_view list = R"({"object":"list","data":[{"id":"small"},{"id":"large"}]})";

json::object stagesOf(const Reply& reply) {
    json::object stages;
    const auto report = reply.json();
    for (const auto& stage : report.at("stages").as_array())
        stages[stage.at("name").as_string()] = stage.at("state");
    return stages;
}

std::string stateOf(const Reply& reply, std::string_view stage) {
    const auto stages = stagesOf(reply);
    const auto* state = stages.if_contains(stage);
    return state == nullptr ? "absent" : std::string(state->as_string());
}

} // namespace

class TestAdminProviders : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;

    Reply test(const std::string& body) { return m_house->post("/admin/v1/provider-tests", body); }
    void add(const std::string& id, const std::string& more = R"("dialect": "openai", "auth": "none")") {
        const auto body = providerBody("http://127.0.0.1:9", more);
        QCOMPARE(m_house->put("/admin/v1/providers/" + id, body).status, 201);
    }

private Q_SLOTS:
    void init() {
        m_house = std::make_unique<AdminHouse>();
        m_house->realNetwork = true;
    }
    void cleanup() { m_house.reset(); }

    void tellsWhatIsWrong_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QByteArray>("field");
        const QByteArray error =
            R"({"error":{"message":"Incorrect API key provided: sk-d…","code":"invalid_api_key"}})";
        QTest::newRow("fine") << 200 << QByteArray(list.data()) << QByteArray("ok") << QByteArray();
        QTest::newRow("wrong key") << 401 << error << QByteArray("key_rejected") << QByteArray("keys");
        QTest::newRow("wrong key, told with 400") << 400 << error << QByteArray("key_rejected") << QByteArray("keys");
        QTest::newRow("no right") << 403 << QByteArray("{}") << QByteArray("access_denied") << QByteArray("keys");
        QTest::newRow("limit") << 429 << QByteArray("{}") << QByteArray("rate_limited") << QByteArray();
        QTest::newRow("no credit") << 429 << QByteArray(R"({"error":{"code":"insufficient_quota"}})")
                                   << QByteArray("no_credit") << QByteArray();
        QTest::newRow("unpaid") << 402 << QByteArray("{}") << QByteArray("no_credit") << QByteArray();
        QTest::newRow("trouble") << 503 << QByteArray() << QByteArray("server_error") << QByteArray();
        QTest::newRow("web page") << 200 << QByteArray("<!doctype html><title>Welcome</title>")
                                  << QByteArray("wrong_dialect") << QByteArray("base_url");
        QTest::newRow("other JSON") << 200 << QByteArray(R"({"hello": "world"})") << QByteArray("wrong_dialect")
                                    << QByteArray("dialect");
        QTest::newRow("moved") << 301 << QByteArray() << QByteArray("redirected") << QByteArray("base_url");
        QTest::newRow("nothing there") << 404 << QByteArray("{}") << QByteArray("not_found") << QByteArray("base_url");
    }
    void tellsWhatIsWrong() {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, code);
        QFETCH(QByteArray, field);
        ScriptedUpstream provider;
        provider.answer(wholeAnswer(status, body.toStdString()));
        const auto reply = test(draftBody(provider.baseUrl() + "/v1"));
        QCOMPARE(reply.status, 200);
        QCOMPARE(reply.text("code"), code.toStdString());
        QCOMPARE(reply.text("field"), field.toStdString());
        QVERIFY(!reply.text("sentence").empty());
        QCOMPARE(reply.json().at("ok").as_bool(), code == "ok");
        QCOMPARE(stateOf(reply, "connect"), std::string("passed"));
        QCOMPARE(stateOf(reply, "tls"), std::string("absent"));
        QCOMPARE(stateOf(reply, "answer"), std::string("passed"));
        if (code == "ok")
            QCOMPARE(reply.json().at("models").as_array().size(), std::size_t{2});
        else
            QVERIFY(!reply.text("next_step").empty());
        QVERIFY(reply.body.find("Incorrect") == std::string::npos); // no text of the provider's
    }

    void usesTheDraftsKeyOnceAndForgetsIt() {
        ScriptedUpstream provider;
        provider.answer(wholeAnswer(200, list));
        const auto reply = test(draftBody(provider.baseUrl() + "/v1"));
        QCOMPARE(reply.text("code"), std::string("ok"));
        const auto requests = provider.requests();
        QCOMPARE(requests.size(), std::size_t{1});
        QCOMPARE(requests.front().target, std::string("/v1/models"));
        QCOMPARE(requests.front().field("authorization"), "Bearer " + draftKey);
        for (const auto& text : {reply.body, m_house->log.lines(), m_house->get("/admin/v1/audit").body})
            QVERIFY(text.find(draftKey) == std::string::npos);
        QVERIFY(m_house->get("/admin/v1/audit").body.find("provider.test") != std::string::npos);
        QCOMPARE(m_house->get("/admin/v1/providers").json().at("items").as_array().size(), std::size_t{0});
        QCOMPARE(m_house->get("/admin/v1/secrets").json().at("items").as_array().size(), std::size_t{0});
    }

    void neverKeepsAPlainKeyOfADraft() {
        ScriptedUpstream provider;
        provider.answer(wholeAnswer(200, list));
        const auto reply = test(
            draftBody(provider.baseUrl(), R"("dialect": "openai", "keys": ["plain:sk-draft-secret-0123456789"])", ""));
        QCOMPARE(reply.text("code"), std::string("ok"));
        QCOMPARE(provider.requests().front().field("authorization"), "Bearer " + draftKey);
        QCOMPARE(m_house->get("/admin/v1/secrets").json().at("items").as_array().size(), std::size_t{0});
    }

    void suggestsTheAddressThatAnswers_data() {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("right");
        QTest::newRow("version left out") << QByteArray("") << QByteArray("/v1");
        QTest::newRow("version too much") << QByteArray("/api/v1") << QByteArray("/api");
    }
    void suggestsTheAddressThatAnswers() {
        QFETCH(QByteArray, given);
        QFETCH(QByteArray, right);
        ScriptedUpstream provider;
        provider.answerWith([&](const test::ArrivedRequest& request) {
            const bool there = request.target == right.toStdString() + "/models";
            return there ? wholeAnswer(200, list) : wholeAnswer(404, "{}");
        });
        const auto reply = test(draftBody(provider.baseUrl() + given.toStdString()));
        QCOMPARE(reply.text("code"), std::string("not_found"));
        QCOMPARE(reply.text("suggested_base_url"), provider.baseUrl() + right.toStdString());
    }

    void tellsHowFarItCame() {
        const auto closed = test(draftBody("http://127.0.0.1:9"));
        QCOMPARE(closed.text("code"), std::string("connect_refused"));
        QCOMPARE(stateOf(closed, "resolve"), std::string("passed"));
        QCOMPARE(stateOf(closed, "connect"), std::string("failed"));
        QCOMPARE(stateOf(closed, "answer"), std::string("skipped"));
        const auto unknown = test(draftBody("http://no-such-host.invalid"));
        QCOMPARE(unknown.text("code"), std::string("host_not_found"));
        QCOMPARE(unknown.text("field"), std::string("base_url"));
        const auto machine = test(draftBody("http://2852039166")); // 169.254.169.254
        QCOMPARE(machine.text("code"), std::string("connect_failed"));
        QVERIFY(machine.text("detail").find("credentials") != std::string::npos);
        QCOMPARE(stateOf(machine, "connect"), std::string("skipped"));
    }

    void tellsOfACertificateThatNobodyVouchesFor() {
        const auto certificate = makeCertificate();
        ScriptedUpstream provider(certificate);
        provider.answer(wholeAnswer(200, list));
        const auto reply = test(draftBody("https://localhost:" + std::to_string(provider.port())));
        QCOMPARE(reply.text("code"), std::string("tls_failed"));
        QCOMPARE(stateOf(reply, "tls"), std::string("failed"));
        QVERIFY(!reply.text("detail").empty());
    }

    void waitsNoLongerThanTheTimeouts() {
        ScriptedUpstream provider;
        auto late = wholeAnswer(200, list);
        provider.answer(late.slow(std::chrono::seconds(5)));
        const auto reply =
            test(draftBody(provider.baseUrl(), R"("dialect": "openai", "timeouts": {"first_byte": "200ms"})"));
        QCOMPARE(reply.text("code"), std::string("answer_timeout"));
        QCOMPARE(stateOf(reply, "answer"), std::string("failed"));
    }

    void speaksAnthropicAndTurnsPages() {
        ScriptedUpstream provider;
        provider.answerWith([](const test::ArrivedRequest& request) {
            return request.target.find("after_id=a") != std::string::npos
                       ? wholeAnswer(200, R"({"data":[{"id":"b","display_name":"B"}],"has_more":false,"last_id":"b"})")
                       : wholeAnswer(200, R"({"data":[{"id":"a"}],"has_more":true,"last_id":"a"})");
        });
        const auto reply = test(draftBody(provider.baseUrl(), R"("dialect": "anthropic")"));
        QCOMPARE(reply.text("code"), std::string("ok"));
        QCOMPARE(reply.json().at("models").as_array().size(), std::size_t{2});
        QCOMPARE(provider.requests().front().field("x-api-key"), draftKey);
        QVERIFY(!provider.requests().front().field("anthropic-version").empty());
    }

    void callsOnceOnlyWhereAModelIsNamed() {
        ScriptedUpstream provider;
        provider.answerWith([](const test::ArrivedRequest& request) {
            if (request.method == "GET")
                return wholeAnswer(404, "{}"); // a provider without a list
            return request.body.find("max_completion_tokens") != std::string::npos
                       ? wholeAnswer(200, "{}")
                       : wholeAnswer(400, R"({"error":{"message":"use max_completion_tokens"}})");
        });
        const auto reply = test(draftBody(provider.baseUrl() + "/v1", R"("dialect": "openai")",
                                          R"(, "key": "sk-draft-secret-0123456789", "model": "small")"));
        QCOMPARE(reply.text("code"), std::string("ok"));
        QCOMPARE(stateOf(reply, "call"), std::string("passed"));
    }

    void checksADraftAsItWouldBeSaved() {
        QCOMPARE(test(draftBody("ftp://x")).status, 400);
        QCOMPARE(test(draftBody("ftp://x")).text("field"), std::string("base_url"));
        QCOMPARE(test(R"({"provider": {"id": "p", "preset": "no-such-preset"}})").text("field"), std::string("preset"));
        QCOMPARE(test(R"({"provider": {"id": "p", "preset": "openai"}, "keys": []})").status, 400);
        QCOMPARE(test(R"({"key": "abc"})").text("field"), std::string("provider"));
        QCOMPARE(test(R"({"provider": {"id": "p", "preset": "openai"}, "key": ""})").text("field"), std::string("key"));
    }

    void tellsOfKeysThatCannotBeUsed() {
        ScriptedUpstream provider;
        provider.answer(wholeAnswer(401, "{}"));
        QCOMPARE(test(draftBody(provider.baseUrl(), R"("dialect": "openai")", "")).text("code"), std::string("no_key"));
        const auto unset =
            test(draftBody(provider.baseUrl(), R"("dialect": "openai", "keys": ["env:NO_SUCH_NAME"])", ""));
        QCOMPARE(unset.text("code"), std::string("key_unreadable"));
        const auto none = test(draftBody(provider.baseUrl(), R"("dialect": "openai", "auth": "none")", ""));
        QCOMPARE(none.text("code"), std::string("key_needed"));
    }

    void testsWhatIsSavedAndListsItsModels() {
        ScriptedUpstream provider;
        provider.answer(wholeAnswer(200, list));
        const auto body = providerBody(
            provider.baseUrl(),
            R"("dialect": "openai", "keys": ["plain:sk-one-0123456789abcdef", "plain:sk-two-0123456789abcdef"])");
        QCOMPARE(m_house->put("/admin/v1/providers/p", body).status, 201);
        const auto first = m_house->post("/admin/v1/providers/p/test", "");
        QCOMPARE(first.text("code"), std::string("ok"));
        QCOMPARE(m_house->post("/admin/v1/providers/p/test?key=1", "").text("code"), std::string("ok"));
        QCOMPARE(provider.requests().back().field("authorization"), std::string("Bearer sk-two-0123456789abcdef"));
        QCOMPARE(m_house->post("/admin/v1/providers/p/test?key=2", "").text("code"), std::string("no_key"));
        QCOMPARE(m_house->post("/admin/v1/providers/q/test", "").status, 404);
        const auto models = m_house->get("/admin/v1/providers/p/models");
        QCOMPARE(models.status, 200);
        QCOMPARE(models.json().at("items").as_array().size(), std::size_t{2});
        QCOMPARE(m_house->get("/admin/v1/providers/q/models").status, 404);
        provider.reset();
        provider.answer(wholeAnswer(401, "{}"));
        const auto failed = m_house->get("/admin/v1/providers/p/models");
        QCOMPARE(failed.status, 502);
        QCOMPARE(failed.text("code"), std::string("key_rejected"));
    }

    void readsEveryFormOfList_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("count");
        QTest::newRow("OpenAI") << QByteArray(R"({"data":[{"id":"a"},{"id":"b"}]})") << 2;
        QTest::newRow("Gemini") << QByteArray(R"({"models":[{"name":"models/a","displayName":"A"}]})") << 1;
        QTest::newRow("Ollama") << QByteArray(R"({"models":[{"name":"a:7b","model":"a:7b"}]})") << 1;
        QTest::newRow("bare") << QByteArray(R"([{"id":"a"},{"id":"b"}])") << 2;
        QTest::newRow("names") << QByteArray(R"({"data":["a"]})") << 1;
        QTest::newRow("empty") << QByteArray(R"({"data":[]})") << 0;
        QTest::newRow("control bytes") << QByteArray("{\"data\":[{\"id\":\"a\\u0007\"},{\"id\":\"b\"}]}") << 1;
        QTest::newRow("something else") << QByteArray(R"({"data":[1,2]})") << -1;
        QTest::newRow("no list") << QByteArray(R"({"data":{}})") << -1;
        QTest::newRow("no JSON") << QByteArray("<html>") << -1;
    }
    void readsEveryFormOfList() {
        QFETCH(QByteArray, text);
        QFETCH(int, count);
        const auto page = admin::readModels(text.toStdString());
        QCOMPARE(page.has_value(), count >= 0);
        if (page)
            QCOMPARE(static_cast<int>(page->models.size()), count);
        if (page && count > 0)
            QVERIFY(!page->models.front().id.starts_with("models/"));
    }

    void tellsHealth() {
        add("a");
        add("b", R"("dialect": "openai", "keys": ["env:NO_SUCH_NAME"])");
        add("c", R"("dialect": "openai", "auth": "none", "enabled": false)");
        const auto reply = m_house->get("/admin/v1/provider-health");
        QCOMPARE(reply.status, 200);
        std::map<std::string, std::string> states;
        const auto health = reply.json();
        for (const auto& item : health.at("items").as_array())
            states[std::string(item.at("provider").as_string())] = item.at("state").as_string();
        const std::map<std::string, std::string> expected{
            {"a", "unused"}, {"b", "no_key"}, {"c", "disabled"}, {"demo", "unused"}};
        QCOMPARE(states, expected);
    }

    void readsKeysAnew() {
        const auto file = m_house->folder() + "/key";
        add("p", "\"dialect\": \"openai\", \"keys\": [\"file:" + file + "\"]");
        const auto readable = [this] {
            const auto health = m_house->get("/admin/v1/provider-health").body;
            return health.find("no_key") == std::string::npos;
        };
        QVERIFY(!readable());
        QFile key(QString::fromStdString(file));
        QVERIFY(key.open(QIODevice::WriteOnly));
        QVERIFY(key.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner));
        key.write("sk-0123456789abcdef");
        key.close();
        const auto reply = m_house->post("/admin/v1/provider-keys/read", "");
        QCOMPARE(reply.status, 200);
        QVERIFY(readable());
    }

    void keepsAnOrder() {
        for (const auto* id : {"a", "b", "c"})
            add(id);
        const auto order = [this] { return m_house->get("/admin/v1/provider-order").body; };
        QCOMPARE(order(), std::string(R"({"ids":["a","b","c"]})"));
        QCOMPARE(m_house->put("/admin/v1/provider-order", R"({"ids": ["c", "a"]})").status, 200);
        QCOMPARE(order(), std::string(R"({"ids":["c","a","b"]})"));
        add("d");
        QCOMPARE(order(), std::string(R"({"ids":["c","a","b","d"]})"));
        const auto revision = m_house->service->configuration()->revision;
        QCOMPARE(m_house->put("/admin/v1/provider-order", R"({"ids": ["c"]})").status, 200);
        QCOMPARE(m_house->service->configuration()->revision, revision);
        QCOMPARE(m_house->put("/admin/v1/provider-order", R"({"ids": ["x"]})").status, 409);
        QCOMPARE(m_house->put("/admin/v1/provider-order", R"({"ids": ["a", "a"]})").status, 400);
        QCOMPARE(m_house->put("/admin/v1/provider-order", R"({"ids": 1})").status, 400);
    }
};

QTEST_GUILESS_MAIN(TestAdminProviders)
#include "tst_admin_providers.moc"
