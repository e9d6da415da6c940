// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/config/yaml.h"
#include "core/contract/json_text.h"
#include "fixtures.h"

#include <QTest>
#include <boost/json/parse.hpp>
#include <random>

using namespace gatehouse;
using namespace gatehouse::config;
using fixtures::fromQt;
using fixtures::toQt;

class TestYaml : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsScalarsByTheCoreSchema_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("json");
        const auto row = [](const char* name, const char* text, const char* json) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(json);
        };
        row("norway", "a: no", R"({"a":"no"})");
        row("yes", "a: yes", R"({"a":"yes"})");
        row("on as a value", "a: on", R"({"a":"on"})");
        row("on as a name", "on: [connect]", R"({"on":["connect"]})");
        row("off as a name", "off: 1", R"({"off":1})");
        row("true", "[true, True, TRUE]", "[true,true,true]");
        row("odd true", "[tRue]", R"(["tRue"])");
        row("false", "[false, False, FALSE]", "[false,false,false]");
        row("nothing", "[~, null, Null, NULL]", "[null,null,null,null]");
        row("empty value", "a:", R"({"a":null})");
        row("whole numbers", "[0, 7, -3, +4, 0x1F, 0o17, 007]", "[0,7,-3,4,31,15,7]");
        row("fractions", "[1.5, -0.25, .5, 1., 1e3]", "[1.5,-0.25,0.5,1,1000]");
        row("not numbers", "[1_000, 0b11, 1:30, .inf, .nan, inf, 1.2.3, '-', e5, 0x, 12:30:45]",
            R"(["1_000","0b11","1:30",".inf",".nan","inf","1.2.3","-","e5","0x","12:30:45"])");
        row("date", "a: 2026-11-21", R"({"a":"2026-11-21"})");
        row("quoted", "[\"7\", '7', \"true\", 'null', \"\"]", R"(["7","7","true","null",""])");
        row("block text", "a: |\n  one\n  two\n", R"({"a":"one\ntwo\n"})");
        row("escapes", "a: \"\\u00e9\\t\\x41\"", R"({"a":"é\u0009A"})");
        row("anchor", "a: &x {b: 1}\nc: *x", R"({"a":{"b":1},"c":{"b":1}})");
        row("JSON", R"({"a": [1, {"b": "c"}]})", R"({"a":[1,{"b":"c"}]})");
        row("byte order mark",
            "\xEF\xBB\xBF"
            "a: 1",
            R"({"a":1})");
        row("directive", "%YAML 1.2\n---\na: 1\n...\n", R"({"a":1})");
        row("comment only", "# nothing\n", "null");
    }
    void readsScalarsByTheCoreSchema() {
        QFETCH(QString, text);
        QFETCH(QString, json);
        const auto document = parseYaml(fromQt(text));
        if (!document)
            QFAIL(document.error().front().text().c_str());
        QCOMPARE(toQt(contract::canonicalJson(document->root)), json);
    }

    void refusesTraps_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const QByteArray& text, int line, const char* says) {
            QTest::newRow(name) << text << line << QString::fromUtf8(says);
        };
        row("name twice", "a: 1\nb: 2\na: 3\n", 3,
            "a: expected each name once, found \"a\" a second time (first on line 1)");
        row("name twice inside", "x:\n  - id: 1\n    id: 2\n", 3,
            "x[0].id: expected each name once, found \"id\" a second time (first on line 2)");
        row("tab", "a:\n\tb: 1\n", 2, "YAML");
        row("two documents", "a: 1\n---\nb: 2\n", 2, "one YAML document");
        row("tag", "a: !!python/object:os.system x\n", 1, "the tag \"tag:yaml.org,2002:python/object:os.system\"");
        row("tag on a map", "a: !thing {b: 1}\n", 1, "the tag \"!thing\"");
        row("self alias", "a: &x [1, *x]\n", 1, "an alias inside its own anchor");
        row("unknown alias", "a: *nowhere\n", 1, "YAML");
        row("list as name", "? [1, 2]\n: 3\n", 1, "a list or map as a name");
        row("alias as name", "a: &x b\n*x : 3\n", 2, "an alias as a name");
        row("open bracket", "a: [1, 2\nb: 3\n", 2, "YAML");
        row("not UTF-8", "a: \"\xFF\xFE\"\n", 0, "a text in UTF-8");
        row("NUL", QByteArray("a: b\0c\n", 7), 0, "a text in UTF-8");
        row("deep", QByteArray("a: ") + QByteArray(70, '[') + QByteArray(70, ']'), 1, "at most 64 levels");
        row("very deep", QByteArray(200'000, '['), 1, "found");
        row("big", QByteArray(5'000'000, 'a'), 0, "at most 4194304 bytes");
    }
    void refusesTraps() {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        QFETCH(QString, says);
        const auto document = parseYaml(std::string_view(text.data(), static_cast<std::size_t>(text.size())));
        QVERIFY(!document);
        const auto& fault = document.error().front();
        QVERIFY2(toQt(fault.text()).contains(says), fault.text().c_str());
        QCOMPARE(static_cast<int>(fault.line), line);
    }

    void boundsWhatAliasesRepeat() {
        std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 10; ++i) {
            const auto before = "*a" + std::to_string(i - 1);
            text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
            for (int k = 0; k < 10; ++k)
                text += (k == 0 ? "" : ", ") + before;
            text += "]\n";
        }
        const auto document = parseYaml(text);
        QVERIFY(!document);
        QVERIFY2(document.error().front().text().find("aliases followed") != std::string::npos,
                 document.error().front().text().c_str());
    }

    void boundsLongTextsThatAliasesRepeat() {
        std::string text = "a: &a \"" + std::string(1'000'000, 'x') + "\"\nb: [";
        for (int i = 0; i < 100; ++i)
            text += i == 0 ? "*a" : ", *a";
        QVERIFY(!parseYaml(text + "]\n"));
    }

    void knowsTheLineOfEveryValue() {
        const auto document = parseYaml("a: 1\nb:\n  - c: 2\n    d:\n      - 3\n  - e/f: 4\n");
        QVERIFY(document);
        QCOMPARE(lineOf(document->lines, "/a"), std::size_t{1});
        QCOMPARE(lineOf(document->lines, "/b/0/c"), std::size_t{3});
        QCOMPARE(lineOf(document->lines, "/b/0/d/0"), std::size_t{5});
        QCOMPARE(lineOf(document->lines, "/b/1/e~1f"), std::size_t{6});
        QCOMPARE(lineOf(document->lines, "/b/1/missing/x"), std::size_t{6});
    }

    void keepsHowNumbersWereWritten() {
        const auto document = parseYaml("a: 1.0\nb: &x [0x10, yes]\nc: *x\n");
        QVERIFY(document);
        QCOMPARE(toQt(document->written("/a").value_or("")), QStringLiteral("1.0"));
        QCOMPARE(toQt(document->written("/c/0").value_or("")), QStringLiteral("0x10"));
        QVERIFY(!document->written("/b/1"));
    }

    void readsBackWhatItWrites() {
        std::mt19937 random(20261121);
        for (int round = 0; round < 300; ++round) {
            const auto value = randomValue(random, 0);
            const auto text = writeYaml(value);
            const auto document = parseYaml(text);
            if (!document)
                QFAIL((document.error().front().text() + "\n" + text).c_str());
            QCOMPARE(toQt(contract::canonicalJson(document->root)), toQt(contract::canonicalJson(value)));
        }
    }

    void survivesMutations() {
        std::mt19937 random(7);
        for (int round = 0; round < 3000; ++round) {
            std::string text = fixtures::example;
            for (int i = 0; i < 1 + static_cast<int>(random() % 8); ++i) {
                const auto at = random() % text.size();
                switch (random() % 4) {
                case 0:
                    text[at] = static_cast<char>(random() % 128);
                    break;
                case 1:
                    text.erase(at, random() % 20);
                    break;
                case 2:
                    text.insert(at, 1, "[]{}:,&*!|>'\"%@`#-? \n\t"[random() % 22]);
                    break;
                default:
                    text.insert(at, text.substr(random() % text.size(), 15));
                }
                if (text.empty())
                    text = "a";
            }
            // No crash and no hang; right or wrong is as it may be.
            (void)parseDocument(text, Format::Yaml, fixtures::FakePresets());
        }
    }

private:
    static std::string randomText(std::mt19937& random) {
        static const std::vector<std::string> pieces{
            "a",  "Z",  "0",  "9", " ",    ":",        ": ", "#",   " #", "-",  "- ", "?", "\"", "'",
            "\\", "\n", "\t", "é", "😀",    "\xC2\x85", "[",  "]",   "{",  "}",  ",",  "&", "*",  "!",
            "|",  ">",  "%",  "@", "true", "null",     "no", "1.5", "~",  "on", "=",  "<<"};
        std::string text;
        for (std::size_t i = random() % 6; i > 0; --i)
            text += pieces[random() % pieces.size()];
        return text;
    }

    static boost::json::value randomValue(std::mt19937& random, int depth) {
        const auto sort = random() % (depth > 4 ? 5 : 8);
        switch (sort) {
        case 0:
            return nullptr;
        case 1:
            return random() % 2 == 0;
        case 2:
            return static_cast<std::int64_t>(random()) - 2'000'000'000;
        case 3:
        case 4:
            return boost::json::value(randomText(random));
        case 5: {
            boost::json::array array;
            for (std::size_t i = random() % 4; i > 0; --i)
                array.push_back(randomValue(random, depth + 1));
            return array;
        }
        default: {
            boost::json::object object;
            for (std::size_t i = random() % 4; i > 0; --i)
                object[randomText(random)] = randomValue(random, depth + 1);
            return object;
        }
        }
    }
};

QTEST_APPLESS_MAIN(TestYaml)
#include "tst_yaml.moc"
