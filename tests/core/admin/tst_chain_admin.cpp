// SPDX-License-Identifier: Apache-2.0
// Chains through the admin API: versions, labels, comparison, checks of drafts. Runs: tests/e2e/test_chains.py.
#include "support/admin_house.h"

#include <QTest>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace json = boost::json;
using namespace gatehouse;
using namespace gatehouse::admin::test;
using http::Method;

namespace {

constexpr const char* versionBody =
    R"({"comment":"first","inputs":[{"name":"text","example":"hello"}],
    "steps":[{"id":"say","kind":"model","use":"demo/echo","input":[{"name":"prompt","value":"/inputs/text"},
    {"name":"max_tokens","json":50}]}],"output":[{"name":"text","value":"/say/text"}]})";

json::object with(const char* body, std::initializer_list<std::pair<json::string_view, json::value>> members) {
    auto out = json::parse(body).as_object();
    for (const auto& [name, value] : members)
        out.insert_or_assign(name, value);
    return out;
}

bool holds(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class TestChainAdmin : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;

    Reply post(const std::string& path, const std::string& body) { return m_house->post("/admin/v1/" + path, body); }
    Reply post(const std::string& path, const json::object& body) { return post(path, json::serialize(body)); }
    Reply get(const std::string& path) { return m_house->get("/admin/v1/" + path); }

private Q_SLOTS:
    void init() {
        m_house = std::make_unique<AdminHouse>();
        QCOMPARE(post("chains", R"({"id":"triage"})").status, 201);
        QCOMPARE(post("chains/triage/versions", versionBody).status, 201);
    }

    void savesVersionsBehindEachOtherWithALabel() {
        const auto saved =
            post("chains/triage/versions", with(versionBody, {{"comment", "second"}, {"label", "production"}}));
        QCOMPARE(saved.status, 201);
        const auto body = saved.json();
        QCOMPARE(body.at("versions").at(1).at("version").as_int64(), 2);
        QCOMPARE(body.at("versions").at(1).at("author").as_string(), "admin");
        QCOMPARE(body.at("labels").at(0).at("version").as_int64(), 2);
        QVERIFY(!saved.field("etag").empty());
        QCOMPARE(post("chains/triage/versions", with(versionBody, {{"version", 9}})).status, 400);
        QCOMPARE(post("chains/none/versions", versionBody).status, 404);
    }

    void refusesWhatCannotRunWithItsPlace() {
        const auto refused = post("chains/triage/versions",
                                  with(versionBody, {{"output", json::parse(R"([{"name":"a","value":"/nobody"}])")}}));
        QCOMPARE(refused.status, 409);
        QVERIFY2(holds(refused.text("field"), "versions[1].output[0]"), refused.body.c_str());
    }

    void movesLabelsButNotFromUnderAnApi() {
        QCOMPARE(m_house->put("/admin/v1/chains/triage/labels/production", R"({"version":1})").status, 200);
        QCOMPARE(m_house->put("/admin/v1/chains/triage/labels/production", R"({"version":7})").status, 409);
        QCOMPARE(post("apis", R"({"id":"triage","kind":"chain",
                     "versions":[{"version":"1","definition":{"chain":"triage@production","answer":"json"}}]})")
                     .status,
                 201);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/chains/triage/labels/production").status, 409);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/apis/triage").status, 204);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/chains/triage/labels/production").status, 200);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/chains/triage/labels/production").status, 404);
    }

    void comparesStepsByTheirNamesAndGoesBack() {
        const auto steps = json::parse(R"([{"id":"first","kind":"model","use":"demo/slow",
            "input":[{"name":"prompt","json":"x"}]},{"id":"say","kind":"model","use":"demo/slow",
            "input":[{"name":"prompt","value":"/inputs/text"},{"name":"max_tokens","json":50}]}])");
        QCOMPARE(post("chains/triage/versions", with(versionBody, {{"steps", steps}})).status, 201);
        const auto diff = get("chains/triage/diff?from=1&to=2").json();
        std::string fields;
        for (const auto& change : diff.at("changes").as_array())
            fields += std::string(change.at("field").as_string()) + " ";
        QCOMPARE(fields, std::string("steps steps.say.use steps.first.kind steps.first.use steps.first.optional "
                                     "steps.first.input.prompt "));
        QCOMPARE(get("chains/triage/diff").json(), diff);
        const auto back = post("chains/triage/revert", R"({"version":1})");
        QCOMPARE(back.status, 201);
        QCOMPARE(back.json().at("versions").at(2).at("from").as_int64(), 1);
        QVERIFY(get("chains/triage/diff?from=1&to=3").json().at("changes").as_array().empty());
        QCOMPARE(post("chains/triage/revert", R"({"version":8})").status, 409);
    }

    void tellsWhatADraftWouldTake() {
        const auto seen = post("chains/triage/check", R"({"values":{"text":"0123456789"}})").json();
        QVERIFY(seen.at("faults").as_array().empty());
        QCOMPARE(seen.at("values").at("text").as_string(), "0123456789");
        const auto& bill = seen.at("steps").at(0).at("estimate");
        QCOMPARE(seen.at("steps").at(0).at("id").as_string(), "say");
        QCOMPARE(bill.at("output_tokens").as_int64(), 50);
        QVERIFY(bill.at("input_tokens").as_int64() >= 12);
        QVERIFY(bill.at("pretend").as_bool());
        QCOMPARE(bill.at("cost").as_string(), "0");
        QCOMPARE(seen.at("estimate").at("calls").as_int64(), 1);
        // Without values, the inputs' examples.
        QCOMPARE(post("chains/triage/check", R"({"version":"1"})").json().at("values").at("text").as_string(), "hello");
    }

    void tellsWhatIsWrongWithADraftAtItsPlace() {
        const auto seen = post("chains/triage/check", R"({"draft":{"steps":[{"id":"a","use":"none@1"}]}})").json();
        QCOMPARE(seen.at("faults").at(0).at("field").as_string(), "steps[0].use");
        QVERIFY(seen.at("estimate").is_null());
        const auto shape = post("chains/triage/check", R"({"draft":{"steps":[{"id":"a","use":"x","odd":1}]}})").json();
        QCOMPARE(shape.at("faults").at(0).at("field").as_string(), "steps[0].odd");
        const auto values = post("chains/triage/check", R"({"values":{"txt":"x"}})").json();
        QVERIFY(holds(std::string(values.at("faults").at(0).at("field").as_string()), "values."));
        QCOMPARE(post("chains/triage/check", R"({"version":"7"})").status, 404);
        QCOMPARE(post("chains/triage/check", R"({"version":"1","draft":{}})").status, 409);
    }

    void masksSecretInputs() {
        const auto seen = post("chains/triage/check", R"({"draft":{"inputs":[{"name":"key","secret":true}],
            "steps":[{"id":"a","kind":"model","use":"demo/echo","input":[{"name":"prompt","value":"/inputs/key"}]}]},
            "values":{"key":"hunter2"}})");
        QCOMPARE(seen.status, 200);
        QVERIFY(!holds(seen.body, "hunter2"));
        QVERIFY(seen.json().at("faults").as_array().empty());
    }

    void runsNothingWhereNothingIsServed() {
        QCOMPARE(post("chains/triage/runs", "{}").status, 409);
        QCOMPARE(get("chain_runs/cr_none").status, 404);
        QCOMPARE(m_house->call(Method::Delete, "/admin/v1/chain_runs/cr_none").status, 404);
    }
};

QTEST_GUILESS_MAIN(TestChainAdmin)
#include "tst_chain_admin.moc"
