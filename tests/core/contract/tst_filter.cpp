// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/contract/filter.h"

#include <QTest>
#include <random>

using namespace gatehouse;
using namespace gatehouse::contract;

namespace {

const WallMicros now = *parseTime("2026-11-21T12:00:00Z");

QString toQt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::string describe(const FilterValue& value) {
    if (const auto* text = std::get_if<FilterText>(&value))
        return text->text + (text->prefix ? "…" : "");
    if (const auto* range = std::get_if<FilterRange>(&value))
        return range->least == range->most ? std::to_string(range->least)
                                           : std::to_string(range->least) + ".." + std::to_string(range->most);
    if (const auto* micros = std::get_if<FilterMicros>(&value))
        return std::to_string(micros->micros) + "us";
    if (const auto* money = std::get_if<Money>(&value))
        return "$" + money->toString();
    return std::get<bool>(value) ? "yes" : "no";
}

// One line per filter: "-status >= 400 | …".
std::string describe(const Filter& filter) {
    static const char* const operators[] = {"=", "!=", "<", "<=", ">", ">="};
    std::string out;
    for (const auto& term : filter.terms) {
        out += out.empty() ? "" : " | ";
        out += term.excluded ? "not " : "";
        std::string name = "word";
        for (const auto& info : filterFields()) {
            if (info.field == term.field)
                name = info.name;
        }
        out += name + " " + operators[static_cast<int>(term.op)];
        for (const auto& value : term.values)
            out += " " + describe(value);
    }
    return out;
}

} // namespace

class TestFilter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void understands_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("meaning");
        const auto row = [](const char* text, const char* meaning) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(meaning);
        };
        row("", "");
        row("   ", "");
        row("status>=400 provider:openai latency>2s cost>0.05 key:agent-ci after:-1h",
            "status >= 400 | provider = openai | latency > 2000000us | cost > $0.05 | key = agent-ci | "
            "after = 1795258800000000us");
        row("hello world", "word = hello | word = world");
        row("\"hello world\"", "word = hello world");
        row("-hello", "not word = hello");
        row("-\"a b\" - x", "not word = a b | word = - | word = x");
        row("-provider:openai", "not provider = openai");
        row("provider:openai,anthropic", "provider = openai anthropic");
        row("provider!=openai", "provider != openai");
        row("model:gpt-4o*", "model = gpt-4o…");
        row("model:\"gpt-4o*\"", "model = gpt-4o*");
        row("model:\"a \\\"b\\\" \\\\c\"", "model = a \"b\" \\c");
        row("model:org/name:8b", "model = org/name:8b");
        row("status:4xx,200", "status = 400..499 200");
        row("STATUS:5XX", "status = 500..599");
        row("latency>500ms ttft<1.5s latency>=2m latency<100",
            "latency > 500000us | ttft < 1500000us | latency >= 120000000us | latency < 100000us");
        row("cost>0.000000000001", "cost > $0.000000000001");
        row("cost:0", "cost = $0");
        row("outcome:Truncated", "outcome = truncated");
        row("stream:yes demo:no losses:true", "stream = yes | demo = no | losses = yes");
        row("before:2026-11-21", "before = 1795219200000000us");
        row("after:2026-11-21T10:30", "after = 1795257000000000us");
        row("after:2026-11-21T10:30Z", "after = 1795257000000000us");
        row("after:2026-11-21T10:30:15Z", "after = 1795257015000000us");
        row("after:today before:now", "after = 1795219200000000us | before = 1795262400000000us");
        row("after:yesterday", "after = 1795132800000000us");
        row("after:-7d", "after = 1794657600000000us");
        row("tag:nightly,\"a, b\"", "tag = nightly a, b");
        row("http://x", nullptr);
        row("\"http://x\"", "word = http://x");
        row("gpt-4o", "word = gpt-4o");
        row("10:30", "word = 10:30");
        row("größe", "word = größe");
    }
    void understands() {
        QFETCH(QString, text);
        QFETCH(QString, meaning);
        const auto filter = parseFilter(text.toStdString(), now);
        if (meaning.isNull()) {
            QVERIFY(!filter);
            return;
        }
        if (!filter)
            QFAIL(filter.error().message.c_str());
        QCOMPARE(toQt(describe(*filter)), meaning);
    }

    void saysWhatIsWrongAndWhere_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("position");
        QTest::addColumn<int>("length");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* text, int position, int length, const char* message, const char* expected) {
            QTest::newRow(text) << QString::fromUtf8(text) << position << length << QString::fromUtf8(message)
                                << QString::fromUtf8(expected);
        };
        row("ok stauts>400", 3, 6, "there is no field \"stauts\"; did you mean status?", "");
        row("zzz:1", 0, 3, "there is no field \"zzz\"; put a text with such a sign in quotes", "");
        row("status>=", 8, 0, "status has no value", "a value");
        row("status>=x", 8, 1, "status does not take \"x\", but a whole number", "a whole number");
        row("status>4xx", 7, 3, "status does not take \"4xx\", but a whole number", "a whole number");
        row("status:-1", 7, 2, "status does not take \"-1\", but a whole number", "a whole number");
        row("provider>x", 8, 1, "provider cannot be compared with >", ": or !=");
        row("after>-1h", 5, 1, "after cannot be compared with >", ":");
        row("after:soon", 6, 4,
            "after does not take \"soon\", but a time such as -1h, today, 2026-11-21 or 2026-11-21T10:30Z",
            "a time such as -1h, today, 2026-11-21 or 2026-11-21T10:30Z");
        row("after:2026-13-41", 6, 10,
            "after does not take \"2026-13-41\", but a time such as -1h, today, 2026-11-21 or 2026-11-21T10:30Z", "");
        row("latency>2x", 8, 2, "latency does not take \"2x\", but a duration such as 500ms, 2s or 1.5m", "");
        row("cost>-1", 5, 2, "cost does not take \"-1\", but dollars such as 0.05", "dollars such as 0.05");
        row("cost>$1", 5, 2, "cost does not take \"$1\", but dollars such as 0.05", "dollars such as 0.05");
        row("stream:maybe", 7, 5, "stream does not take \"maybe\", but yes or no", "yes or no");
        row("cache:warm", 6, 4, "cache does not take \"warm\", but one of hit, semantic, miss, off", "");
        row("model:\"abc", 6, 4, "the quotes are not closed", "a closing \"");
        row("\"\"", 0, 2, "an empty text finds nothing", "a value");
        row("provider:a,", 11, 0, "provider has no value", "a value");
        row("provider:,a", 9, 0, "provider has no value", "a value");
    }
    void saysWhatIsWrongAndWhere() {
        QFETCH(QString, text);
        QFETCH(int, position);
        QFETCH(int, length);
        QFETCH(QString, message);
        QFETCH(QString, expected);
        const auto filter = parseFilter(text.toStdString(), now);
        QVERIFY(!filter);
        QCOMPARE(toQt(filter.error().message), message);
        QCOMPARE(static_cast<int>(filter.error().position), position);
        QCOMPARE(static_cast<int>(filter.error().length), length);
        if (!expected.isEmpty())
            QCOMPARE(toQt(filter.error().expected), expected);
    }

    void bounds() {
        QVERIFY(!parseFilter(std::string(5000, 'a'), now));
        std::string terms;
        for (int i = 0; i < 65; ++i)
            terms += "a ";
        QVERIFY(!parseFilter(terms, now));
        QVERIFY(!parseFilter("\xFF", now));
    }

    void everyExampleParses() {
        for (const auto& info : filterFields()) {
            const auto filter = parseFilter(info.example, now);
            QVERIFY2(filter.has_value(), std::string(info.example).c_str());
            QVERIFY(filter->terms.front().field == info.field);
        }
    }

    void aClickedCellBecomesItsTerm_data() {
        QTest::addColumn<QString>("value");
        for (const char* value : {"gpt-4o", "a b", "x,y", "q\"uo\\te", "-minus", "star*", "a:b", "ü", "<>"})
            QTest::newRow(value) << QString::fromUtf8(value);
    }
    void aClickedCellBecomesItsTerm() {
        QFETCH(QString, value);
        for (const auto field : {FilterField::Model, FilterField::Word}) {
            const auto filter = parseFilter(termText(field, value.toStdString(), true), now);
            QVERIFY(filter.has_value());
            QCOMPARE(filter->terms.size(), std::size_t{1});
            QVERIFY(filter->terms[0].excluded);
            QVERIFY(filter->terms[0].field == field);
            QVERIFY((std::get<FilterText>(filter->terms[0].values[0]) == FilterText{value.toStdString(), false}));
        }
    }

    void completes_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("cursor");
        QTest::addColumn<QString>("items");
        QTest::addColumn<QString>("from");
        const auto row = [](const char* text, int cursor, const char* items, const char* from) {
            QTest::newRow(text) << QString::fromUtf8(text) << cursor << QString::fromUtf8(items)
                                << QString::fromUtf8(from);
        };
        row("sta", 3, "status:@0+3", "");
        row("-la", 3, "latency>@1+2", "");
        row("status:200 ca", 13, "cached>@11+2 cache:@11+2", "");
        row("cache:", 6, "hit@6+0 semantic@6+0 miss@6+0 off@6+0", "");
        row("cache:hit,m", 11, "miss@10+1", "");
        row("provider:op", 11, "", "providers");
        row("after:-1", 8, "-15m@6+2 -1h@6+2", "");
        row("zzz:a", 5, "", "");
        row("word \"sta", 9, "", "");
    }
    void completes() {
        QFETCH(QString, text);
        QFETCH(int, cursor);
        QFETCH(QString, items);
        QFETCH(QString, from);
        const auto completions = completeFilter(text.toStdString(), static_cast<std::size_t>(cursor));
        std::string found;
        for (const auto& item : completions.items)
            found += (found.empty() ? "" : " ") + item.text + "@" + std::to_string(item.position) + "+" +
                     std::to_string(item.length);
        QCOMPARE(toQt(found), items);
        QCOMPARE(toQt(completions.valuesFrom), from);
    }

    void offersEveryFieldAtTheBeginning() { QCOMPARE(completeFilter("", 0).items.size(), filterFields().size()); }

    void survivesAnything() {
        std::mt19937 random(3);
        static constexpr std::string_view letters = "abst:=<>!-\",* \\4xé0.";
        for (int round = 0; round < 20'000; ++round) {
            std::string text;
            for (std::size_t i = random() % 24; i > 0; --i)
                text += letters[random() % letters.size()];
            if (const auto filter = parseFilter(text, now); !filter)
                QVERIFY(filter.error().position + filter.error().length <= text.size());
            (void)completeFilter(text, random() % (text.size() + 1));
        }
    }
};

QTEST_APPLESS_MAIN(TestFilter)
#include "tst_filter.moc"
