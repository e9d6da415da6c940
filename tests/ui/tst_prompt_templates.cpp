// SPDX-License-Identifier: GPL-3.0-or-later
// Templates as the editor reads them, and versions as they go to the gateway and back.
#include "ui/prompts/mustache_scan.h"
#include "ui/prompts/prompt_draft.h"
#include "ui/prompts/prompt_examples.h"

#include <QJsonDocument>
#include <QTest>

using namespace gatehouse::ui;

class PromptTemplatesTest : public QObject {
    Q_OBJECT

    using Kind = MustachePiece::Kind;

    static MustacheNames names(const QStringList& variables, const QStringList& partials = {}) {
        MustacheNames names;
        for (const auto& name : variables)
            names.variables.insert(name, {{QStringLiteral("type"), QStringLiteral("string")}});
        names.partials = partials;
        return names;
    }
    static QStringList faults(const QByteArray& text, const MustacheNames& names) {
        QStringList out;
        for (const auto& fault : checkMustache(text, names))
            out.append(
                QStringLiteral("%1:%2").arg(fault.line).arg(QString::fromUtf8(text.mid(fault.start, fault.length))));
        return out;
    }

private Q_SLOTS:
    void everyByteBelongsToOnePiece_data() {
        QTest::addColumn<QByteArray>("text");
        for (const auto* text :
             {"", "plain", "{{a}}", "ä{{ä}}ö{{{raw}}}", "{{#a}}x{{/a}}{{^b}}y{{/b}}", "{{! no }}{{> p }}",
              "{{=<% %>=}}<%a%>{{b}}<%={{ }}=%>{{c}}", "open {{", "{{{a}} b", "{{=x=}}", "}} {{a}}"})
            QTest::newRow(text) << QByteArray(text);
    }
    void everyByteBelongsToOnePiece() {
        QFETCH(QByteArray, text);
        int at = 0;
        for (const auto& piece : scanMustache(text)) {
            QCOMPARE(piece.start, at);
            QVERIFY(piece.length > 0);
            at += piece.length;
        }
        QCOMPARE(at, text.size());
    }

    void otherDelimitersAreFollowed() {
        const auto pieces = scanMustache("{{=<% %>=}}<%a%>{{b}}");
        QCOMPARE(pieces.size(), 3);
        QCOMPARE(pieces[1].kind, Kind::Variable);
        QCOMPARE(pieces[1].name, QStringLiteral("a"));
        QCOMPARE(pieces[2].kind, Kind::Text);
    }

    void faultsAreFoundAtTheirLine() {
        const auto known = names({QStringLiteral("text")}, {QStringLiteral("tail")});
        QCOMPARE(faults("{{text}} {{>tail}} {{! {{x }}", known), QStringList());
        QCOMPARE(faults("a\n{{txet}}", known), QStringList{QStringLiteral("2:{{txet}}")});
        QCOMPARE(faults("{{>head}}", known), QStringList{QStringLiteral("1:{{>head}}")});
        QCOMPARE(faults("\n\n{{text", known), QStringList{QStringLiteral("3:{{text")});
        QCOMPARE(faults("{{#text}}x", known), QStringList{QStringLiteral("1:{{#text}}")});
        QCOMPARE(faults("{{#text}}{{/other}}", known).size(), 2);
        QCOMPARE(faults("{{}}", known).size(), 1);
    }

    // What stands within a section is a field of its variable, where the schema names fields.
    void sectionsAreReadWithTheirSchema() {
        MustacheNames known;
        known.variables.insert(
            QStringLiteral("sources"),
            QJsonDocument::fromJson(
                R"({"type":"array","items":{"type":"object","properties":{"title":{"type":"string"}}}})")
                .object());
        known.variables.insert(QStringLiteral("anything"), {});
        QCOMPARE(faults("{{#sources}}{{title}}{{/sources}}", known), QStringList());
        QCOMPARE(faults("{{#sources}}{{author}}{{/sources}}", known), QStringList{QStringLiteral("1:{{author}}")});
        QCOMPARE(faults("{{title}}", known).size(), 1);
        QCOMPARE(faults("{{#anything}}{{whatever}}{{/anything}}{{anything.deep}}", known), QStringList());
    }

    void namesAreProposedInOpenTagsOnly() {
        QVERIFY(mustacheStart("Hello {{te").open);
        QCOMPARE(mustacheStart("Hello {{te").typed, QStringLiteral("te"));
        QVERIFY(mustacheStart("{{#").open);
        QVERIFY(mustacheStart("{{> ta").partial);
        QVERIFY(!mustacheStart("{{text}} a").open);
        QVERIFY(!mustacheStart("no tag").open);
        QVERIFY(!mustacheStart("{{!comment").open);
    }

    void aVersionComesBackAsItWas() {
        for (const auto& example : promptExamples()) {
            const auto draft = PromptDraft::fromVersion(example.version);
            QVERIFY2(!draft.messages.isEmpty(), qPrintable(example.id)); // its JSON can be read
            QCOMPARE(PromptDraft::fromVersion(draft.version()), draft);
            for (const auto& message : draft.messages)
                QCOMPARE(faults(message.content.toUtf8(), draft.names()), QStringList());
        }
    }

    void aChatBecomesAPrompt() {
        const auto body = QJsonDocument::fromJson(
                              R"({"model":"gpt","temperature":0.25,"max_tokens":7,"messages":[)"
                              R"({"role":"system","content":"Be kind"},{"role":"user","content":"Hello {{you}}"}]})")
                              .object();
        const auto draft = PromptDraft::fromChat(body);
        QCOMPARE(draft.messages.size(), 2);
        QCOMPARE(draft.messages[0].role, QStringLiteral("system"));
        QCOMPARE(draft.model, QStringLiteral("gpt"));
        QCOMPARE(draft.parameters.value(QStringLiteral("temperature")).toString(), QStringLiteral("0.25"));
        QCOMPARE(draft.parameters.value(QStringLiteral("max_tokens")).toInt(), 7);
    }

    void valuesAreReadByTheirType() {
        QCOMPARE(valueFromText(QStringLiteral("3"), QStringLiteral("string")), QJsonValue(QStringLiteral("3")));
        QCOMPARE(valueFromText(QStringLiteral("3"), QStringLiteral("integer")), QJsonValue(3));
        QVERIFY(valueFromText(QStringLiteral("3.5"), QStringLiteral("integer")).isUndefined());
        QVERIFY(valueFromText(QStringLiteral("3, 4"), QStringLiteral("array")).isUndefined());
        QCOMPARE(valueAsText(QJsonArray{1, 2}), QStringLiteral("[1,2]"));
        QCOMPARE(decimalText(0.2), QStringLiteral("0.2"));
        QCOMPARE(decimalText(1), QStringLiteral("1"));
    }
};

QTEST_MAIN(PromptTemplatesTest)
#include "tst_prompt_templates.moc"
