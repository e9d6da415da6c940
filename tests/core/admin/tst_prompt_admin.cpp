// SPDX-License-Identifier: Apache-2.0
// Prompts through the admin API: versions that never change, labels, previews, comparison, files, comments.
#include "core/admin/prompt_list.h"
#include "support/admin_house.h"

#include <QElapsedTimer>
#include <QTest>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using namespace gatehouse;
using namespace gatehouse::admin::test;
using http::Method;

namespace {

constexpr const char* versionBody =
    R"({"comment":"first","model":"demo/echo","messages":[{"role":"system","content":"Judge.\n{{> rules}}"},
    {"content":"{{text}}"}],"variables":[{"name":"text","schema":{"type":"string","maxLength":20},"example":"fine"}],
    "partials":[{"name":"rules","content":"Be brief."}]})";

bool holds(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

json::object with(const char* body, std::initializer_list<std::pair<json::string_view, json::value>> members) {
    auto out = json::parse(body).as_object();
    for (const auto& [name, value] : members)
        out.insert_or_assign(name, value);
    return out;
}

} // namespace

class TestPromptAdmin : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;

    Reply post(const std::string& path, const std::string& body) { return m_house->post("/admin/v1/" + path, body); }
    Reply post(const std::string& path, const json::object& body) { return post(path, json::serialize(body)); }
    Reply get(const std::string& path) { return m_house->get("/admin/v1/" + path); }

private Q_SLOTS:
    void init() {
        m_house = std::make_unique<AdminHouse>();
        QCOMPARE(post("prompts", R"({"id":"sentiment","title":"Mood","tags":["nlp"]})").status, 201);
        QCOMPARE(post("prompts/sentiment/versions", versionBody).status, 201);
    }

    void savesVersionsBehindEachOther() {
        const auto saved = post("prompts/sentiment/versions",
                                with(versionBody, {{"comment", "second"}, {"label", "production"}, {"from", 1}}));
        QCOMPARE(saved.status, 201);
        const auto body = saved.json();
        QCOMPARE(body.at("versions").as_array().size(), std::size_t{2});
        QCOMPARE(body.at("versions").at(1).at("version").as_int64(), 2);
        QCOMPARE(body.at("versions").at(1).at("author").as_string(), "admin");
        QVERIFY(!body.at("versions").at(1).at("created").as_string().empty());
        QCOMPARE(body.at("labels").at(0).at("version").as_int64(), 2);
        QVERIFY(!saved.field("etag").empty());
        // The gateway numbers and signs them.
        QCOMPARE(post("prompts/sentiment/versions", with(versionBody, {{"version", 9}})).status, 400);
        QCOMPARE(post("prompts/none/versions", versionBody).status, 404);
    }

    void refusesWhatDoesNotCompileWithItsPlace() {
        const auto refused =
            post("prompts/sentiment/versions",
                 with(versionBody, {{"messages", json::parse(R"([{"content":"a\n b {{unknown}}"}])")}}));
        QCOMPARE(refused.status, 409);
        QCOMPARE(refused.text("field"), std::string("versions[1].messages[0].content"));
        QVERIFY2(holds(refused.body, "line 2, column 4: the variable"), refused.body.c_str());
        const auto circle =
            post("prompts/sentiment/versions",
                 with(versionBody, {{"partials", json::parse(R"([{"name":"rules","content":"{{>rules}}"}])")}}));
        QCOMPARE(circle.status, 409);
        QVERIFY(holds(circle.body, "in a circle"));
        const auto schema =
            post("prompts/sentiment/versions",
                 with(versionBody, {{"response", json::parse(R"({"schema":{"type":"object","propertys":{}}})")}}));
        QCOMPARE(schema.status, 409);
        QCOMPARE(schema.text("field"), std::string("versions[1].response.schema"));
        const auto test =
            m_house->call(Method::Patch, "/admin/v1/prompts/sentiment",
                          "{\"tests\":[{\"id\":\"t\",\"checks\":[{\"kind\":\"regex\",\"value\":\"a(\"}]}]}");
        QCOMPARE(test.status, 409);
        QCOMPARE(test.text("field"), std::string("tests[0].checks[0].value"));
    }

    void neverChangesAVersionThatStands() {
        auto body = get("prompts/sentiment").json().as_object();
        body.at("versions").as_array()[0].as_object()["comment"] = "another";
        QCOMPARE(m_house->put("/admin/v1/prompts/sentiment", json::serialize(body)).status, 409);
        body.at("versions").as_array().clear();
        QCOMPARE(m_house->put("/admin/v1/prompts/sentiment", json::serialize(body)).status, 409);
    }

    void movesLabelsButNotFromUnderAnApi() {
        QCOMPARE(m_house->put("/admin/v1/prompts/sentiment/labels/production", R"({"version":1})").status, 200);
        QCOMPARE(m_house->put("/admin/v1/prompts/sentiment/labels/production", R"({"version":7})").status, 409);
        QCOMPARE(
            post("apis", R"({"id":"mood","versions":[{"version":"1","definition":{"prompt":"sentiment@production"}}]})")
                .status,
            201);
        const auto kept = m_house->call(Method::Delete, "/admin/v1/prompts/sentiment/labels/production");
        QCOMPARE(kept.status, 409);
        QVERIFY(holds(kept.body, "\\\"mood\\\""));
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/apis/mood").status, 204);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/prompts/sentiment/labels/production").status, 200);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/prompts/sentiment/labels/production").status, 404);
    }

    void comparesAndGoesBack() {
        QCOMPARE(post("prompts/sentiment/versions",
                      with(versionBody,
                           {{"model", "demo/slow"},
                            {"partials", json::parse(R"([{"name":"rules","content":"Be brief.\nBe kind."}])")}}))
                     .status,
                 201);
        const auto diff = get("prompts/sentiment/diff?from=1&to=2").json();
        const auto& changes = diff.at("changes").as_array();
        QCOMPARE(changes.size(), std::size_t{2});
        QCOMPARE(changes[0].at("field").as_string(), "model");
        QCOMPARE(changes[1].at("field").as_string(), "partials.rules");
        QCOMPARE(json::serialize(changes[1].at("lines")),
                 std::string(R"([{"mark":" ","text":"Be brief."},{"mark":"+","text":"Be kind."}])"));
        QCOMPARE(get("prompts/sentiment/diff").json(), diff);
        QCOMPARE(get("prompts/sentiment/diff?from=9").status, 404);
        const auto back = post("prompts/sentiment/revert", R"({"version":1})");
        QCOMPARE(back.status, 201);
        const auto last = back.json().at("versions").at(2);
        QCOMPARE(last.at("from").as_int64(), 1);
        QCOMPARE(last.at("model").as_string(), "demo/echo");
        QVERIFY(get("prompts/sentiment/diff?from=1&to=3").json().at("changes").as_array().empty());
        QCOMPARE(post("prompts/sentiment/revert", R"({"version":8})").status, 409);
    }

    void previewsVersionsAndDraftsWithoutSecrets() {
        const auto seen = post("prompts/render", R"({"prompt":"sentiment@1","values":{"text":"{{rules}}"}})").json();
        QVERIFY(seen.at("faults").as_array().empty());
        QCOMPARE(seen.at("messages").at(0).at("content").as_string(), "Judge.\nBe brief.");
        QCOMPARE(seen.at("messages").at(1).at("content").as_string(), "{{rules}}");
        QCOMPARE(seen.at("body").at("model").as_string(), "demo/echo");
        QCOMPARE(
            post("prompts/render", R"({"prompt":"sentiment"})").json().at("messages").at(1).at("content").as_string(),
            "fine");
        const auto wrong = post("prompts/render", R"({"prompt":"sentiment","values":{"txt":1}})").json();
        QCOMPARE(wrong.at("faults").as_array().size(), std::size_t{2});
        QVERIFY(wrong.at("body").is_null());
        const auto draft = post("prompts/render",
                                R"({"draft":{"model":"m","messages":[{"content":"Key {{key}}"}],
                                "variables":[{"name":"key","secret":true}]},"values":{"key":"hunter2"}})");
        QCOMPARE(draft.status, 200);
        QVERIFY(!holds(draft.body, "hunter2"));
        QVERIFY(holds(draft.body, "Key \u2039key\u203a"));
        // For who sends it: in the request alone, as a value and nothing else.
        const auto written = post("prompts/render",
                                  R"({"draft":{"model":"m","messages":[{"content":"Key {{key}}"}],
                                  "variables":[{"name":"key","secret":true}]},
                                  "values":{"key":"{{key}} hunter2"},"secrets":"written"})");
        QCOMPARE(written.field("Cache-Control"), std::string("no-store"));
        QCOMPARE(written.json().at("body").at("messages").at(0).at("content").as_string(), "Key {{key}} hunter2");
        QVERIFY(!holds(json::serialize(written.json().at("messages")), "hunter2"));
        QVERIFY(!holds(json::serialize(written.json().at("values")), "hunter2"));
        QCOMPARE(post("prompts/render", R"({"prompt":"sentiment","secrets":"all"})").status, 400);
        QVERIFY(!post("prompts/render", R"({"draft":{"messages":"x"}})").json().at("faults").as_array().empty());
        QCOMPARE(post("prompts/render", R"({"prompt":"sentiment@7"})").status, 404);
        QCOMPARE(post("prompts/render", R"({})").status, 409);
    }

    void travelsAsFiles() {
        const auto files = get("prompts/sentiment/export").json().as_object();
        QVERIFY(files.at("files").as_object().contains("v1/1-system.mustache"));
        QCOMPARE(post("prompts/import", files).status, 200);
        auto changed = files;
        changed.at("files").as_object()["v1/1-system.mustache"] = "Another.";
        QCOMPARE(post("prompts/import", changed).status, 409); // version 1 stands
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/prompts/sentiment").status, 204);
        QCOMPARE(post("prompts/import", changed).status, 201);
        QCOMPARE(get("prompts/sentiment").json().at("versions").at(0).at("messages").at(0).at("content").as_string(),
                 "Another.");
        QCOMPARE(post("prompts/import", "{\"files\":{\"prompt.yaml\":\"id: [1\"}}").status, 409);
        QCOMPARE(post("prompts/import", R"({"files":{}})").status, 409);
    }

    void keepsComments() {
        QCOMPARE(post("prompts/sentiment/comments", R"({"text":"Why so brief?","version":1})").status, 201);
        QCOMPARE(post("prompts/sentiment/comments", R"({"text":"x","version":5})").status, 409);
        QCOMPARE(post("prompts/none/comments", R"({"text":"x"})").status, 404);
        const auto list = get("prompts/sentiment/comments").json();
        QCOMPARE(list.at("items").as_array().size(), std::size_t{1});
        QCOMPARE(list.at("items").at(0).at("author").as_string(), "admin");
    }

    void reckonsATestRunAndRefusesOneWithoutAGateway() {
        QCOMPARE(post("prompts/sentiment/test_runs/estimate", "{}").status, 409); // no tests
        QCOMPARE(m_house
                     ->call(Method::Patch, "/admin/v1/prompts/sentiment",
                            R"({"tests":[{"id":"a","values":{"text":"x"},"checks":[{"kind":"contains","value":"x"}]},
                            {"id":"b","values":{"text":"y"},"checks":[{"kind":"judge","value":"polite","model":"demo/echo"}]}]})")
                     .status,
                 200);
        const auto plan =
            post("prompts/sentiment/test_runs/estimate", R"({"versions":[1],"models":["demo/echo","demo/slow"]})");
        QCOMPARE(plan.status, 200);
        QCOMPARE(plan.json().at("cases").as_int64(), 4);
        QCOMPARE(plan.json().at("calls").as_int64(), 6); // two of a judge
        QCOMPARE(plan.json().at("pretend").as_bool(), true);
        QCOMPARE(plan.json().at("cost").as_string(), "0");
        QCOMPARE(post("prompts/sentiment/test_runs/estimate", R"({"models":["nowhere"]})").status, 409);
        QCOMPARE(post("prompts/sentiment/test_runs/estimate", R"({"versions":[9]})").status, 409);
        QCOMPARE(post("prompts/sentiment/test_runs/estimate", R"({"tests":["zz"]})").status, 409);
        QCOMPARE(post("prompts/sentiment/test_runs", "{}").status, 409);
        QCOMPARE(get("test_runs/tr_none").status, 404);
    }

    void listsPromptsWithoutTheirInside() {
        const auto item = get("prompts?q=NLP").json().at("items").at(0).as_object();
        QCOMPARE(item.at("id").as_string(), "sentiment");
        QCOMPARE(item.at("versions").as_int64(), 1);
        QCOMPARE(item.at("latest").as_int64(), 1);
        QCOMPARE(item.at("model").as_string(), "demo/echo");
        QVERIFY(get("prompts?q=zebra").json().at("items").as_array().empty());
    }
};

QTEST_GUILESS_MAIN(TestPromptAdmin)
#include "tst_prompt_admin.moc"
