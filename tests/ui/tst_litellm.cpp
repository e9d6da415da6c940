// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/litellm.h"
#include "ui/transfer/yaml_merge.h"
#include "ui/transfer/yaml_read.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace gatehouse::ui;

namespace {

QString folder() {
    return qEnvironmentVariable("GATEHOUSE_SOURCE_DIR") + QStringLiteral("/tests/data/litellm");
}

QByteArray readAll(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonObject preset(const char* id, const char* name, const char* variable, bool keyOptional = false) {
    return {{QStringLiteral("id"), QLatin1String(id)},
            {QStringLiteral("name"), QLatin1String(name)},
            {QStringLiteral("environment"), QJsonArray{QLatin1String(variable)}},
            {QStringLiteral("key_optional"), keyOptional},
            {QStringLiteral("supported"), true}};
}

PresetTable presets() {
    auto bedrock = preset("amazon-bedrock", "Amazon Bedrock", "AWS_ACCESS_KEY_ID");
    bedrock.insert(QStringLiteral("supported"), false);
    bedrock.insert(QStringLiteral("unsupported_because"), QStringLiteral("It is signed with AWS SigV4."));
    return PresetTable(
        {preset("openai", "OpenAI", "OPENAI_API_KEY"), preset("openrouter", "OpenRouter", "OPENROUTER_API_KEY"),
         preset("anthropic", "Anthropic", "ANTHROPIC_API_KEY"), preset("groq", "Groq", "GROQ_API_KEY"),
         preset("deepseek", "DeepSeek", "DEEPSEEK_API_KEY"), preset("mistral", "Mistral", "MISTRAL_API_KEY"),
         preset("vllm", "vLLM", "VLLM_API_KEY", true), bedrock});
}

QJsonObject jsonOf(const ImportDocument& result) {
    QJsonArray notes;
    for (const auto& note : result.notes)
        notes.append(QString(note.where + QStringLiteral(": ") + note.sentence));
    return {{QStringLiteral("document"), result.document}, {QStringLiteral("notes"), notes}};
}

} // namespace

class LiteLlmTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesBecomeConfigurations_data() {
        QTest::addColumn<QString>("path");
        const QDir cases(folder());
        const auto files = cases.entryList({QStringLiteral("*.yaml")});
        QVERIFY(!files.isEmpty());
        for (const auto& file : files)
            QTest::newRow(qPrintable(file)) << cases.filePath(file);
    }

    void filesBecomeConfigurations() {
        QFETCH(QString, path);
        const auto result = convertLiteLlm(readAll(path), presets());
        QCOMPARE(result.fault, QString());
        const auto golden = QString(path).replace(QStringLiteral(".yaml"), QStringLiteral(".json"));
        const auto text = QJsonDocument(jsonOf(result)).toJson();
        if (qEnvironmentVariableIsSet("GATEHOUSE_WRITE_GOLDEN")) {
            QFile file(golden);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(text);
        }
        QCOMPARE(QString::fromUtf8(text), QString::fromUtf8(readAll(golden)));
    }

    void noNoteTellsASecret() {
        const auto result = convertLiteLlm(readAll(folder() + QStringLiteral("/unsupported.yaml")), presets());
        for (const auto& note : result.notes) {
            for (const char* secret : {"sk-very-secret-value", "sk-1234", "secret@host", "sk-hidden"})
                QVERIFY2(!note.sentence.contains(QLatin1String(secret)), secret);
        }
    }

    void whatIsNoConfigurationSaysWhy_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("fault");
        QTest::newRow("broken") << QByteArray("model_list:\n  - {model_name: [}\n") << QStringLiteral("Line 2");
        QTest::newRow("list") << QByteArray("- a\n") << QStringLiteral("no settings");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("no settings");
        QTest::newRow("nothing") << QByteArray("{}") << QStringLiteral("no model_list");
        QTest::newRow("deep") << QByteArray(100'000, '[') << QStringLiteral("nested too deeply");
    }

    void whatIsNoConfigurationSaysWhy() {
        QFETCH(QByteArray, text);
        QFETCH(QString, fault);
        QVERIFY(convertLiteLlm(text, presets()).fault.contains(fault));
    }

    void oddShapesAreNoted() {
        const auto result =
            convertLiteLlm("model_list: {a: 1}\nrouter_settings: {fallbacks: x, num_retries: many}\n", presets());
        QCOMPARE(result.fault, QString());
        QCOMPARE(result.notes.size(), 3);
    }

    void mergingKeepsWhatStands() {
        const QByteArray standing = "version: 1\nproviders:\n  - {id: a, preset: openai}\n  - {id: b, preset: groq}\n"
                                    "teams:\n  - id: me\n    apps:\n      - {id: one, keys: [\"hash:1:2\"]}\n";
        const QByteArray addition =
            "{\"version\":1,\"providers\":[{\"id\":\"b\",\"preset\":\"mistral\"},{\"id\":\"c\"}],"
            "\"teams\":[{\"id\":\"me\",\"apps\":[{\"id\":\"two\"}]}],\"routes\":[{\"model\":\"r\"}]}";
        const auto merged = mergeConfiguration(standing, addition);
        QCOMPARE(merged.fault, QString());
        const auto whole = readYaml(merged.text).node;
        QCOMPARE(whole["providers"].size(), std::size_t{3});
        QCOMPARE(textOf(whole["providers"][1], "preset"), QStringLiteral("mistral"));
        QCOMPARE(whole["teams"][0]["apps"].size(), std::size_t{2});
        QCOMPARE(textOf(whole["teams"][0]["apps"][1], "id"), QStringLiteral("two"));
        QCOMPARE(whole["routes"].size(), std::size_t{1});
    }

    void mergingBrokenTextSaysWhere() {
        QVERIFY(mergeConfiguration("version: 1", "a: [").fault.contains(QStringLiteral("Line")));
    }
};

QTEST_GUILESS_MAIN(LiteLlmTest)
#include "tst_litellm.moc"
