// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/store/filter_sql.h"
#include "core/telemetry/call_json.h"
#include "tests/core/store/fixture.h"

#include <QTest>
#include <boost/json/parse.hpp>
#include <functional>
#include <set>

using namespace gatehouse;
using namespace gatehouse::store;
using namespace gatehouse::telemetry;

namespace {

constexpr WallMicros start = 1'790'000'000'000'000;
using Wanted = std::function<bool(const CallRecord&)>;

bool hasTag(const CallRecord& call, std::string_view tag) {
    std::string_view rest = call.tags;
    while (!rest.empty()) {
        const auto end = rest.find(',');
        if (trim(rest.substr(0, end)) == tag)
            return true;
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    return false;
}

bool contains(const CallRecord& call, std::string_view word) {
    for (const auto& text : {call.id, call.modelAsked, call.modelServed, call.provider, call.route, call.app, call.key,
                             call.client, call.tags, call.errorCode}) {
        if (toLower(text).find(word) != std::string::npos)
            return true;
    }
    return false;
}

} // namespace

Q_DECLARE_METATYPE(Wanted)

class CallSearchTest : public QObject {
    Q_OBJECT

private:
    TemporaryStore m_temporary;
    std::vector<CallRecord> m_calls; // number i has sequence i + 1
    std::unique_ptr<Reader> m_reader;

    static contract::Filter parsed(const QString& text) {
        auto filter = contract::parseFilter(text.toStdString(), start + 3 * microsPerHour);
        if (!filter)
            qFatal("%s", filter.error().message.c_str());
        return *filter;
    }
    std::vector<std::uint64_t> found(CallRequest request) {
        std::vector<std::uint64_t> out;
        do {
            auto page = m_reader->calls(request).value();
            for (const auto& call : page.calls)
                out.push_back(call.sequence);
            request.cursor = page.next.value_or("");
        } while (!request.cursor.empty());
        return out;
    }

private Q_SLOTS:
    void initTestCase() {
        CallMaker maker(21, start);
        m_calls = maker.many(3'000);
        auto writer = m_temporary.store->recordWriter({});
        QVERIFY(writer->open());
        QVERIFY(writer->write(batchOf(m_calls, 1)));
        writer->close();
        m_reader = m_temporary.reader();
    }
    void cleanupTestCase() { m_reader.reset(); }

    void filtersFindWhatABruteForceSearchFinds_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Wanted>("wanted");
        const auto add = [](const char* text, Wanted wanted) {
            QTest::newRow(text) << QString::fromUtf8(text) << std::move(wanted);
        };
        using Call = const CallRecord&;
        add("", [](Call) { return true; });
        add("status>=400", [](Call c) { return c.status >= 400; });
        add("status:4xx", [](Call c) { return c.status / 100 == 4; });
        add("status!=5xx", [](Call c) { return c.status / 100 != 5; });
        add("-status:200,502", [](Call c) { return c.status != 200 && c.status != 502; });
        add("status>429", [](Call c) { return c.status > 429; });
        add("status<=429", [](Call c) { return c.status <= 429; });
        add("provider:openai latency>2s", [](Call c) { return c.provider == "openai" && c.totalMicros > 2'000'000; });
        add("provider:openai,demo", [](Call c) { return c.provider != "anthropic"; });
        add("provider:open*", [](Call c) { return c.provider == "openai"; });
        add("provider:OPENAI", [](Call) { return false; });
        add("provider:OPEN*", [](Call) { return false; });
        add("provider:%", [](Call) { return false; });
        add("provider:op%*", [](Call) { return false; });
        add("model:claude", [](Call c) { return c.modelAsked == "claude" || c.modelServed == "claude"; });
        add("asked:claude", [](Call c) { return c.modelAsked == "claude"; });
        add("served:claude-*", [](Call c) { return c.modelServed.starts_with("claude-"); });
        add("asked:\"50%_off\\\\model\"", [](Call c) { return c.modelAsked == "50%_off\\model"; });
        add("asked:50%_*", [](Call c) { return c.modelAsked.starts_with("50%_"); });
        add("asked:5_%*", [](Call) { return false; });
        add("asked:Größe", [](Call c) { return c.modelAsked == "Größe"; });
        add("asked:Grö*", [](Call c) { return c.modelAsked == "Größe"; });
        add("cost>0.05", [](Call c) { return c.cost && *c.cost > Money::parse("0.05").value(); });
        add("-cost>0.05", [](Call c) { return !c.cost || *c.cost <= Money::parse("0.05").value(); });
        add("cost!=0.05", [](Call c) { return c.cost.has_value(); });
        add("ttft>=500ms", [](Call c) { return c.firstByteMicros >= 500'000; });
        add("ttft<1s", [](Call c) { return c.firstByteMicros > 0 && c.firstByteMicros < 1'000'000; });
        add("key:k1", [](Call c) { return c.key == "k1"; });
        add("team:sales app:sales-a,sales-b", [](Call c) { return c.team == "sales"; });
        add("after:-1h", [](Call c) { return c.startedAt >= start + 2 * microsPerHour; });
        add("before:-1h", [](Call c) { return c.startedAt < start + 2 * microsPerHour; });
        add("after:-2h before:-1h status:200", [](Call c) {
            return c.startedAt >= start + microsPerHour && c.startedAt < start + 2 * microsPerHour && c.status == 200;
        });
        add("-after:-1h", [](Call c) { return c.startedAt < start + 2 * microsPerHour; });
        add("tokens>4000", [](Call c) {
            return c.tokens.input + c.tokens.cachedInput + c.tokens.cacheWrite + c.tokens.output > 4'000;
        });
        add("cached>0 output<=1000", [](Call c) { return c.tokens.cachedInput > 0 && c.tokens.output <= 1'000; });
        add("input>2000", [](Call c) { return c.tokens.input > 2'000; });
        add("attempts>1", [](Call c) { return c.attempts > 1; });
        add("stream:yes", [](Call c) { return c.streamed; });
        add("stream:no", [](Call c) { return !c.streamed; });
        add("losses:yes", [](Call c) { return !c.explain.losses.empty(); });
        add("-losses:yes", [](Call c) { return c.explain.losses.empty(); });
        add("demo:no", [](Call c) { return !c.pretend; });
        add("tag:nightly", [](Call c) { return hasTag(c, "nightly"); });
        add("tag:night", [](Call) { return false; });
        add("tag:night*", [](Call c) { return hasTag(c, "nightly"); });
        add("tag:a_b", [](Call c) { return hasTag(c, "a_b"); });
        add("tag:a%b", [](Call) { return false; });
        add("tag:c%d", [](Call c) { return hasTag(c, "c%d"); });
        add("-tag:eval", [](Call c) { return !hasTag(c, "eval"); });
        add("outcome:failed error:provider_unreachable", [](Call c) { return c.status == 502; });
        add("class:limit", [](Call c) { return c.errorClass == ErrorClass::Limit; });
        add("dialect:anthropic operation:chat",
            [](Call c) { return c.dialect == "anthropic" && c.operation == "chat"; });
        add("cache:hit", [](Call c) { return c.cache == "hit"; });
        add("session:s-1", [](Call c) { return c.session == "s-1"; });
        add("address:::1", [](Call c) { return c.address == "::1"; });
        add("client:python/*", [](Call c) { return c.client.starts_with("python/"); });
        add("id:call-17", [](Call c) { return c.id == "call-17"; });
        add("CURL", [](Call c) { return contains(c, "curl"); });
        add("50%_off", [](Call c) { return contains(c, "50%_off"); });
        add("5_%", [](Call) { return false; });
        add("-openai", [](Call c) { return !contains(c, "openai"); });
        add("\"it's \\\"quoted\\\"; drop table calls; --\"", [](Call c) { return contains(c, "it's \"quoted\""); });
    }
    void filtersFindWhatABruteForceSearchFinds() {
        QFETCH(QString, text);
        QFETCH(Wanted, wanted);
        std::vector<std::uint64_t> expected;
        for (std::size_t i = m_calls.size(); i > 0; --i) {
            if (wanted(m_calls[i - 1]))
                expected.push_back(i);
        }
        CallRequest request;
        request.filter = parsed(text);
        request.limit = 97;
        QCOMPARE(found(request), expected);
    }
    void noValueBecomesPartOfTheStatement_data() {
        QTest::addColumn<QString>("value");
        for (const auto* value : {"'",
                                  "''",
                                  "\"",
                                  ";",
                                  "--",
                                  "/*",
                                  "*/",
                                  "%",
                                  "_",
                                  "\\",
                                  "?",
                                  "?1",
                                  ":x",
                                  "$1",
                                  "@a",
                                  "' OR '1'='1",
                                  "x'; DROP TABLE calls; --",
                                  "{0}",
                                  "%1",
                                  "%2",
                                  "%n"})
            QTest::newRow(value) << QString::fromLatin1(value);
    }
    void noValueBecomesPartOfTheStatement() {
        QFETCH(QString, value);
        for (const auto& info : contract::filterFields()) {
            if (info.type != contract::FilterType::Text || !info.values.empty())
                continue;
            for (const bool prefix : {false, true}) {
                contract::FilterTerm term;
                term.field = info.field;
                term.values = {contract::FilterText{"zz" + value.toStdString() + "zz", prefix}};
                CallRequest request;
                request.filter.terms = {term};
                const auto condition = conditionOf(request.filter);
                QVERIFY(!condition.text.contains(QLatin1String("zz")));
                QCOMPARE(condition.text.count(QLatin1Char('?')), condition.values.size());
                const auto page = m_reader->calls(request);
                QVERIFY2(page && page->calls.empty(), info.name.data());
            }
        }
        contract::FilterTerm word;
        word.values = {contract::FilterText{"zz" + value.toStdString() + "zz", false}};
        CallRequest request;
        request.filter.terms = {word};
        QVERIFY(m_reader->calls(request)->calls.empty());
        QCOMPARE(m_temporary.count("SELECT COUNT(*) FROM calls"), std::int64_t(m_calls.size()));
    }
    void aCallReadsBackAsItWasRecorded() {
        for (std::size_t i = 0; i < m_calls.size(); i += 100) {
            const auto call = m_reader->call(m_calls[i].id).value();
            QVERIFY(call.has_value());
            auto expected = m_calls[i];
            QCOMPARE(call->explainJson, explainJson(expected.explain));
            QCOMPARE(call->losses, static_cast<int>(expected.explain.losses.size()));
            std::string left;
            std::string right;
            appendCallJson(left, call->record);
            appendCallJson(right, expected);
            QCOMPARE(left, right);
            QVERIFY(boost::json::parse(callJson(*call)).as_object().contains("explain"));
        }
        QVERIFY(!m_reader->call("none").value());
    }
    void keysAreFoundByTheirNameToo() {
        ChangeSet set;
        ObjectChange key;
        key.object.kind = config::Kind::Key;
        key.object.id = "k2";
        key.object.body = boost::json::parse("{\"id\":\"k2\",\"name\":\"agent-ci\"}").as_object();
        set.changes.push_back(key);
        QVERIFY(m_temporary.store->objects().apply(set));
        for (const auto* text : {"key:agent-ci", "key:agent*"}) {
            CallRequest request;
            request.filter = parsed(QLatin1String(text));
            const auto page = m_reader->calls(request).value();
            QVERIFY(!page.calls.empty());
            for (const auto& call : page.calls)
                QCOMPARE(call.record.key, std::string("k2"));
        }
    }
    void pagesStayWhereTheyAreWhileCallsComeIn() {
        TemporaryStore temporary;
        CallMaker maker(31, start);
        auto writer = temporary.store->recordWriter({});
        QVERIFY(writer->open());
        std::uint64_t next = 1;
        const auto more = [&](int count) {
            const auto calls = maker.many(count);
            QVERIFY(writer->write(batchOf(calls, next)));
            next += calls.size();
        };
        more(500);
        auto reader = temporary.reader();
        CallRequest request;
        request.limit = 33;
        std::vector<std::uint64_t> seen;
        do {
            const auto page = reader->calls(request).value();
            for (const auto& call : page.calls)
                seen.push_back(call.sequence);
            request.cursor = page.next.value_or("");
            more(20);
        } while (!request.cursor.empty());
        QCOMPARE(seen.size(), std::size_t{500});
        for (std::size_t i = 0; i < seen.size(); ++i)
            QCOMPARE(seen[i], 500 - i);
        writer->close();
    }
    void aSearchThatRunsOutOfPatienceCanBeContinued() {
        CallRequest request;
        request.filter = parsed(QStringLiteral("status:200 provider:anthropic"));
        request.limit = 10'000; // taken to the most
        const auto whole = found(request);
        request.patience = std::chrono::milliseconds(0);
        QCOMPARE(found(request), whole);
        QVERIFY(m_reader->calls(request)->calls.size() <= mostCallsPerPage);
    }
    void anExactlyFullPageHasNoNext() {
        CallRequest request;
        request.filter = parsed(QStringLiteral("id:call-17"));
        request.limit = 1;
        const auto page = m_reader->calls(request).value();
        QCOMPARE(page.calls.size(), std::size_t{1});
        QVERIFY(!page.next);
    }
    void wrongCursorsAreRefused_data() {
        QTest::addColumn<QString>("cursor");
        for (const auto* cursor :
             {"x", "s", "s-1", "12", "s99999999999999999999", "s9223372036854775808", "s1 ", "s1;"})
            QTest::newRow(cursor) << QString::fromLatin1(cursor);
    }
    void wrongCursorsAreRefused() {
        QFETCH(QString, cursor);
        CallRequest request;
        request.cursor = cursor.toStdString();
        const auto page = m_reader->calls(request);
        QVERIFY(!page);
        QCOMPARE(page.error().code, std::string("invalid_cursor"));
        QCOMPARE(page.error().field, std::string("cursor"));
    }
    void anEmptyStoreHasAnEmptyPage() {
        TemporaryStore temporary;
        const auto page = temporary.reader()->calls({}).value();
        QVERIFY(page.calls.empty());
        QCOMPARE(pageJson(page), std::string("{\"items\":[],\"next\":null}"));
    }
};

QTEST_GUILESS_MAIN(CallSearchTest)
#include "tst_call_search.moc"
