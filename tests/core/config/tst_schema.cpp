// SPDX-License-Identifier: Apache-2.0
#include "core/config/document.h"
#include "core/config/yaml.h"
#include "core/contract/json_text.h"
#include "fixtures.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::config;
using fixtures::toQt;

namespace {

// Prints a line for each document: "ok" or "wrong".
const char* const validator = R"PY(
import json, sys
import jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
for document in json.load(open(sys.argv[2])):
    print("ok" if validator.is_valid(document) else "wrong")
)PY";

bool hasJsonschema() {
    QProcess python;
    python.start(QStringLiteral("python3"), {QStringLiteral("-c"), QStringLiteral("import jsonschema")});
    return python.waitForStarted() && python.waitForFinished(30'000) && python.exitCode() == 0;
}

void write(const QString& path, const std::string& text) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text.data(), static_cast<qint64>(text.size()));
}

} // namespace

class TestSchema : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSchemaIsJsonWithItsDialect() {
        const auto schema = contract::parseJson(schemaText());
        QVERIFY(schema);
        QCOMPARE(toQt(schema->at("$schema").as_string()), QStringLiteral("http://json-schema.org/draft-07/schema#"));
        QVERIFY(schema->at("definitions").as_object().contains("Provider"));
        QVERIFY(!schema->at("definitions").as_object().contains("Key"));
    }

    void theSchemaAgreesWithTheReader() {
        if (!hasJsonschema())
            QSKIP("python3 with jsonschema is not here");
        const std::vector<std::pair<std::string, bool>> cases{
            {fixtures::example, true},
            {"version: 1", true},
            {"version: 2", false},
            {"{}", false},
            {"version: 1\nunknown: 1", false},
            {"version: 1\nproviders: [{id: a, dialect: openai, base_url: \"ftp://x\"}]", false},
            {"version: 1\nproviders: [{id: a, dialect: openai, base_url: \"http://x\"}]", true},
            {"version: 1\nproviders: [{id: a, preset: openai, keys: [\"sk-123\"]}]", false},
            {"version: 1\nproviders: [{id: a, preset: openai, keys: [\"env:X\", \"vault:y\", \"file:/a b\"]}]", true},
            {"version: 1\nproviders: [{id: a, preset: openai, timeouts: {connect: 5}}]", false},
            {"version: 1\nproviders: [{id: a, preset: openai, timeouts: {connect: 500ms}}]", true},
            {"version: 1\nproviders: [{id: \"-a\", preset: openai}]", false},
            {"version: 1\nroutes: [{model: m, targets: []}]", false},
            {"version: 1\nroutes: [{model: m, strategy: random, targets: [{provider: demo, model: e}]}]", false},
            {"version: 1\nroutes: [{model: m, targets: [{provider: demo, model: e, weight: 2}]}]", true},
            {"version: 1\nroutes: [{model: m, targets: [{provider: demo, model: e}], retry: {\"on\": [5xx, 429]}}]",
             true},
            {"version: 1\nroutes: [{model: m, targets: [{provider: demo, model: e}], retry: {\"on\": [200]}}]", false},
            {"version: 1\nteams: [{id: t, budget: {usd: 0.5}}]", true},
            {"version: 1\nteams: [{id: t, budget: {usd: \"0.000000000001\"}}]", true},
            {"version: 1\nteams: [{id: t, budget: {usd: \"1e5\"}}]", false},
            {"version: 1\nteams: [{id: t, budget: {usd: -1}}]", false},
            {"version: 1\nteams: [{id: t, apps: [{id: a, team: t}]}]", false},
            {"version: 1\nteams: [{id: t, apps: [{id: a, models: [\"a*\", b]}]}]", true},
            {"version: 1\nteams: [{id: t, apps: [{id: a, models: [\"a*b\"]}]}]", false},
            {"version: 1\nteams: [{id: t, apps: [{id: a, passthrough: [openai, \"*\"]}]}]", true},
            {"version: 1\nteams: [{id: t, apps: [{id: a, passthrough: [\"open*\"]}]}]", false},
            {"version: 1\nteams: [{id: t, apps: [{id: a, keys: [\"plain:x\"]}]}]", true},
            {"version: 1\nteams: [{id: t, apps: [{id: a, keys: [\"x\"]}]}]", false},
            {"version: 1\nstore: {url: \"postgres://h/d\"}", true},
            {"version: 1\nstore: {url: \"mysql://h/d\"}", false},
            {"version: 1\ncluster: {redis: \"redis://h\"}", false},
            {"version: 1\nserver: {hosts: [\"a:1\"]}", false},
            {"version: 1\ndemo: yes", false},
            {"version: 1\nproviders: [{id: a, dialect: openai}]", false},
            {"version: 1\nproviders: [{id: a, preset: openai, timeouts: {connect: 0s}}]", false},
            {"version: 1\nproviders: [{id: a, preset: openai, timeouts: {connect: 100d}}]", false},
            {"version: 1\nroutes: [{model: \" a\", targets: [{provider: demo, model: e}]}]", false},
            {"version: 1\nroutes: [{model: \"a\\tb\", targets: [{provider: demo, model: e}]}]", false},
            {"version: 1\nroutes: [{model: \"ä b/c:d\", targets: [{provider: demo, model: e}]}]", true},
        };
        boost::json::array documents;
        for (const auto& [text, right] : cases) {
            const auto document = parseYaml(text);
            QVERIFY(document);
            documents.push_back(document->root);
            QVERIFY2(checkDocument(text, Format::Yaml, fixtures::FakePresets()).empty() == right, text.c_str());
        }
        QTemporaryDir folder;
        const auto schemaPath = folder.filePath(QStringLiteral("schema.json"));
        const auto documentsPath = folder.filePath(QStringLiteral("documents.json"));
        write(schemaPath, schemaText());
        write(documentsPath, contract::canonicalJson(documents));
        QProcess python;
        python.start(QStringLiteral("python3"),
                     {QStringLiteral("-c"), QString::fromUtf8(validator), schemaPath, documentsPath});
        QVERIFY(python.waitForFinished(60'000));
        QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
        const auto lines =
            QString::fromUtf8(python.readAllStandardOutput()).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QCOMPARE(static_cast<std::size_t>(lines.size()), cases.size());
        for (std::size_t i = 0; i < cases.size(); ++i)
            QVERIFY2((lines[static_cast<qsizetype>(i)] == QStringLiteral("ok")) == cases[i].second,
                     cases[i].first.c_str());
    }

    void theExampleOfTheReferenceIsRight() {
        const auto text = referenceText();
        const auto begin = text.find("```yaml\n") + 8;
        const auto example = text.substr(begin, text.find("```", begin) - begin);
        const auto faults = checkDocument(example, Format::Yaml, fixtures::FakePresets());
        QVERIFY2(faults.empty(), report(faults, "example").c_str());
    }

    void theReferenceIsUpToDate() {
        const auto source = qEnvironmentVariable("GATEHOUSE_SOURCE_DIR");
        if (source.isEmpty())
            QSKIP("GATEHOUSE_SOURCE_DIR is not set");
        QFile file(QDir(source).filePath(QStringLiteral("docs/configuration.md")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(QString::fromUtf8(file.readAll()) == toQt(referenceText()),
                 "docs/configuration.md is not what the descriptions say; build the target docs_configuration");
    }
};

QTEST_GUILESS_MAIN(TestSchema)
#include "tst_schema.moc"
