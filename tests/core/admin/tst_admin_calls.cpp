// SPDX-License-Identifier: Apache-2.0
// Calls as they are listed, summed up and counted: written by the store's own writer, read over HTTP.
#include "core/telemetry/record_writer.h"
#include "support/admin_house.h"

#include <QTest>
#include <set>

namespace json = boost::json;
using namespace gatehouse;
using namespace gatehouse::admin::test;

namespace {

telemetry::CallRecord record(WallMicros at, int number) {
    telemetry::CallRecord call;
    call.id = "01TESTCALL000000000000000" + std::to_string(number);
    call.startedAt = at;
    call.totalMicros = 1'500'000 + number;
    call.firstByteMicros = 250'000;
    call.status = number == 2 ? 502 : 200;
    call.outcome = number == 2 ? telemetry::Outcome::ProviderError : telemetry::Outcome::Ok;
    call.errorClass = number == 2 ? telemetry::ErrorClass::ProviderError : telemetry::ErrorClass::None;
    call.dialect = "openai";
    call.operation = "chat.completions";
    call.modelAsked = call.modelServed = "gpt-4o-mini";
    call.provider = number == 3 ? "other" : "openai";
    call.team = "research";
    call.app = "notebook";
    call.key = "k1";
    call.tokens.input = 10;
    call.tokens.output = 5;
    call.cost = Money::parse("0.000045");
    call.attempts = 1;
    call.explain.rule = "direct openai/gpt-4o-mini";
    return call;
}

// The names that a schema requires, and all that it allows.
std::set<std::string> propertiesOf(const json::object& document, std::string_view schema, bool required) {
    const auto& found = document.at("components").at("schemas").at(schema).as_object();
    std::set<std::string> names;
    if (required) {
        for (const auto& name : found.at("required").as_array())
            names.emplace(name.as_string());
    } else {
        for (const auto& property : found.at("properties").as_object())
            names.emplace(property.key());
    }
    return names;
}

void compareWithSchema(const json::object& document, std::string_view schema, const json::value& value) {
    std::set<std::string> names;
    for (const auto& member : value.as_object())
        names.emplace(member.key());
    const auto required = propertiesOf(document, schema, true);
    const auto allowed = propertiesOf(document, schema, false);
    QVERIFY(std::includes(names.begin(), names.end(), required.begin(), required.end()));
    QVERIFY(std::includes(allowed.begin(), allowed.end(), names.begin(), names.end()));
}

} // namespace

class TestAdminCalls : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<AdminHouse> m_house;
    json::object m_document;

private Q_SLOTS:
    void init() {
        m_house = std::make_unique<AdminHouse>();
        m_document = m_house->get("/admin/v1/openapi.json").json().as_object();
        auto writer = m_house->store->recordWriter({});
        QVERIFY(writer->open().has_value());
        telemetry::RecordBatch batch;
        for (int i = 1; i <= 3; ++i) {
            const auto at = m_house->clock.wall() - 60'000'000 * (4 - i);
            auto call = std::make_unique<telemetry::CallRecord>(record(at, i));
            batch.calls.push_back({static_cast<std::uint64_t>(i), std::move(call)});
        }
        QVERIFY(writer->write(batch).has_value());
        writer->close();
    }
    void cleanup() { m_house.reset(); }

    void listsThemAsDocumented() {
        const auto first = m_house->get("/admin/v1/calls?limit=2");
        QCOMPARE(first.status, 200);
        const auto page = first.json();
        QCOMPARE(page.at("items").as_array().size(), std::size_t{2});
        for (const auto& call : page.at("items").as_array())
            compareWithSchema(m_document, "Call", call);
        QCOMPARE(std::string(page.at("items").at(0).at("cost").as_string()), std::string("0.000045"));
        const auto rest = m_house->get("/admin/v1/calls?limit=2&cursor=" + first.text("next"));
        QCOMPARE(rest.json().at("items").as_array().size(), std::size_t{1});
        QCOMPARE(m_house->get("/admin/v1/calls?q=status%3E%3D500").json().at("items").as_array().size(),
                 std::size_t{1});
    }

    void explainsOne() {
        const auto reply = m_house->get("/admin/v1/calls/01TESTCALL0000000000000001");
        QCOMPARE(reply.status, 200);
        const auto call = reply.json();
        compareWithSchema(m_document, "CallDetails", call);
        compareWithSchema(m_document, "Explain", call.at("explain"));
        QCOMPARE(std::string(call.at("explain").at("rule").as_string()), std::string("direct openai/gpt-4o-mini"));
    }

    void sumsThemUpAsDocumented() {
        const auto reply = m_house->get("/admin/v1/stats?from=-1h&step=1h&group_by=provider");
        QCOMPARE(reply.status, 200);
        const auto stats = reply.json();
        compareWithSchema(m_document, "Stats", stats);
        QCOMPARE(stats.at("series").as_array().size(), std::size_t{2});
        const auto allowed = propertiesOf(m_document, "StatsValues", false);
        for (const auto& series : stats.at("series").as_array()) {
            for (const auto& point : series.at("points").as_array()) {
                for (const auto& member : point.as_object())
                    QVERIFY(allowed.contains(std::string(member.key())));
            }
        }
        QCOMPARE(stats.at("total").at("calls").as_int64(), 3);
    }

    void sumsUpWhatFitsAFilter() {
        const auto some = m_house->get("/admin/v1/stats?from=-1h&step=1h&q=provider%3Aopenai%20status%3E%3D500");
        QCOMPARE(some.status, 200);
        QCOMPARE(some.json().at("total").at("calls").as_int64(), 1);
        const auto unknown = m_house->get("/admin/v1/stats?from=-1h&step=1h&q=latency%3E2s");
        QCOMPARE(unknown.status, 409);
        QCOMPARE(std::string(unknown.json().at("field").as_string()), std::string("q.latency"));
        QCOMPARE(m_house->get("/admin/v1/stats?q=status%3E%3D").status, 400);
        QCOMPARE(m_house->get("/admin/v1/stats?from=-30d&step=1m").status, 200);
        QCOMPARE(m_house->get("/admin/v1/stats?from=-30d&step=1m&group_by=provider").status, 409);
        QCOMPARE(m_house->get("/admin/v1/stats?from=-1h&step=1h&group_by=api,prompt").status, 200);
    }

    void countsThemForPrometheus() {
        const auto reply = m_house->get("/metrics");
        QCOMPARE(reply.status, 200);
        for (const auto* sample :
             {"gatehouse_store_readable 1\n", "gatehouse_calls_total{provider=\"openai\",status=\"200\"} 1\n",
              "gatehouse_calls_total{provider=\"openai\",status=\"502\"} 1\n",
              "gatehouse_call_errors_total{provider=\"openai\",status=\"502\"} 1\n",
              "gatehouse_tokens_total{provider=\"other\",status=\"200\",class=\"input\"} 10\n",
              "gatehouse_cost_dollars_total{provider=\"other\",status=\"200\"} 4.5e-05\n",
              "gatehouse_call_first_byte_seconds{provider=\"other\",quantile=\"0.5\"} 0.25"})
            QVERIFY2(reply.body.find(sample) != std::string::npos, (sample + std::string("\n") + reply.body).c_str());
    }
};

QTEST_GUILESS_MAIN(TestAdminCalls)
#include "tst_admin_calls.moc"
