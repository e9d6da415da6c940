// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/request_scan.h"

#include <QtTest>

using namespace gatehouse::dialects;

namespace {

std::string joined(std::string_view body, const std::vector<Edit>& edits) {
    std::string text;
    for (const auto piece : applyEdits(body, edits))
        text += piece;
    return text;
}

std::string passed(Operation operation, const std::string& body, std::string_view model, bool askForUsage = true) {
    const auto dialect = operation == Operation::Messages ? Dialect::Anthropic : Dialect::OpenAi;
    const auto facts = scanRequest(operation, body);
    if (!facts)
        return facts.error().message;
    return joined(body, passThroughEdits(*facts, dialect, operation, body, model, askForUsage));
}

} // namespace

class TestRequestEdits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void editsNoMoreThanIsNeeded_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const QByteArray& body, const QByteArray& expected) {
            QTest::newRow(name) << body << expected;
        };
        const QByteArray messages = "\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800 \\u0041\"}]";
        row("model", "{ \"model\" : \"m\" ,\n" + messages + " }\n", "{ \"model\" : \"x/y\" ,\n" + messages + " }\n");
        row("same model", "{\"model\":\"x/y\"," + messages + "}", "{\"model\":\"x/y\"," + messages + "}");
        row("same model, escaped", "{\"model\":\"x\\/y\"," + messages + "}", "{\"model\":\"x\\/y\"," + messages + "}");
        row("no stream, no usage", "{\"model\":\"x/y\",\"stream\":false," + messages + "}",
            "{\"model\":\"x/y\",\"stream\":false," + messages + "}");
        row("usage is added", "{\"stream\":true,\"model\":\"m\"," + messages + " }",
            "{\"stream\":true,\"model\":\"x/y\"," + messages + " ,\"stream_options\":{\"include_usage\":true}}");
        row("usage was asked",
            "{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\":\"x/y\"," + messages + "}",
            "{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\":\"x/y\"," + messages + "}");
        row("usage was refused",
            "{\"stream\":true,\"stream_options\":{\"include_usage\": false },\"model\":\"x/y\"," + messages + "}",
            "{\"stream\":true,\"stream_options\":{\"include_usage\": true },\"model\":\"x/y\"," + messages + "}");
        row("usage is null",
            "{\"stream\":true,\"stream_options\":{\"include_usage\":null},\"model\":\"x/y\"," + messages + "}",
            "{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\":\"x/y\"," + messages + "}");
        row("escaped name",
            "{\"stream\":true,\"stream_options\":{\"include\\u005fusage\":false},\"model\":\"x/y\"," + messages + "}",
            "{\"stream\":true,\"stream_options\":{\"include\\u005fusage\":true},\"model\":\"x/y\"," + messages + "}");
        row("empty options", "{\"stream\":true,\"stream_options\":{ },\"model\":\"x/y\"," + messages + "}",
            "{\"stream\":true,\"stream_options\":{ \"include_usage\":true},\"model\":\"x/y\"," + messages + "}");
        row("other options",
            "{\"stream\":true,\"stream_options\":{\"a\":{\"include_usage\":1}},\"model\":\"x/y\"," + messages + "}",
            "{\"stream\":true,\"stream_options\":{\"a\":{\"include_usage\":1},\"include_usage\":true},\"model\":\"x/"
            "y\"," +
                messages + "}");
        row("options are null", "{\"stream\":true,\"stream_options\":null,\"model\":\"x/y\"," + messages + "}",
            "{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"model\":\"x/y\"," + messages + "}");
    }
    void editsNoMoreThanIsNeeded() {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, expected);
        QCOMPARE(passed(Operation::ChatCompletions, body.toStdString(), "x/y"), expected.toStdString());
        QVERIFY(scanRequest(Operation::ChatCompletions, expected.toStdString()));
    }

    void escapesTheModelName() {
        QCOMPARE(passed(Operation::Completions, "{\"model\":\"m\",\"prompt\":\"x\"}", "a\"b\\c\n"),
                 std::string("{\"model\":\"a\\\"b\\\\c\\n\",\"prompt\":\"x\"}"));
    }

    void asksForUsageOnlyWhereItCanBeAsked() {
        const std::string messages =
            "{\"model\":\"m\",\"max_tokens\":1,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        QCOMPARE(passed(Operation::Messages, messages, "m"), messages);
        const std::string chat =
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
        QCOMPARE(passed(Operation::ChatCompletions, chat, "m", false), chat);
        QCOMPARE(passed(Operation::Completions, "{\"model\":\"m\",\"stream\":true,\"prompt\":\"x\"}", "m"),
                 std::string(
                     "{\"model\":\"m\",\"stream\":true,\"prompt\":\"x\",\"stream_options\":{\"include_usage\":true}}"));
    }

    void namesTheModelOfAModeration() {
        QCOMPARE(passed(Operation::Moderations, "{\"input\":\"x\"}", "omni-moderation-latest"),
                 std::string("{\"input\":\"x\"}"));
        QCOMPARE(passed(Operation::Moderations, "{\"input\":\"x\"}", "other"),
                 std::string("{\"input\":\"x\",\"model\":\"other\"}"));
        QCOMPARE(passed(Operation::Moderations, "{\"model\":null,\"input\":\"x\"}", "other"),
                 std::string("{\"model\":\"other\",\"input\":\"x\"}"));
    }

    void appliesEditsInTheOrderOfTheirPlaces() {
        const std::vector<Edit> edits{{{4, 1}, "E"}, {{0, 2}, "AB"}, {{6, 0}, "1"}, {{6, 0}, "2"}};
        QCOMPARE(joined("abcdef", edits), std::string("ABcdEf12"));
        QCOMPARE(joined("abc", {}), std::string("abc"));
    }
};

QTEST_APPLESS_MAIN(TestRequestEdits)
#include "tst_request_edits.moc"
