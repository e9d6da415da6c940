// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/dialects/codec.h"
#include "core/dialects/json_tree.h"
#include "tests/core/dialects/codec_support.h"

#include <QDir>
#include <QFile>
#include <QtTest>
#include <random>

using namespace codec_support;

// Damaged and odd inputs: whatever a client or a provider sends, the answer is an error or valid JSON, never a crash.
class CodecHostile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void survivesDamagedMessages();
    void survivesDamagedStreams();
    void survivesValuesOfTheWrongKind();

private:
    struct Input {
        QString name;
        std::string text;
    };
    static std::string damaged(std::string text, std::mt19937& random);
    static void translate(const std::string& body);
    std::vector<Input> m_inputs;
};

void CodecHostile::initTestCase() {
    const QDir folder(qEnvironmentVariable("GATEHOUSE_SOURCE_DIR") + QStringLiteral("/tests/data/dialects"));
    for (const QString& name : folder.entryList({QStringLiteral("*.json"), QStringLiteral("*.sse")}, QDir::Files)) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_inputs.push_back({name, file.readAll().toStdString()});
    }
    QVERIFY(m_inputs.size() > 40);
}

std::string CodecHostile::damaged(std::string text, std::mt19937& random) {
    const auto upTo = [&](std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random); };
    static const std::string_view pieces[] = {"null", "{}", "[]", "\"\"", "0",  "-1e999", "true", "\"\\ud800\"",
                                              ",",    "}",  "]",  "{",    "\"", "\n\n",   "\xff", "data: "};
    for (std::size_t edits = 1 + upTo(3); edits > 0 && !text.empty(); --edits) {
        const std::size_t at = upTo(text.size() - 1);
        switch (upTo(3)) {
        case 0:
            text[at] = static_cast<char>(upTo(255));
            break;
        case 1:
            text.erase(at, 1 + upTo(20));
            break;
        case 2:
            text.insert(at, pieces[upTo(std::size(pieces) - 1)]);
            break;
        default:
            text.insert(at, text.substr(upTo(text.size() - 1), upTo(40)));
        }
    }
    return text;
}

void CodecHostile::translate(const std::string& body) {
    for (const Dialect dialect : {Dialect::OpenAi, Dialect::Anthropic}) {
        Losses losses;
        if (const auto request = codecFor(dialect).readRequest(body, losses)) {
            for (const Dialect target : {Dialect::OpenAi, Dialect::Anthropic}) {
                const auto written = codecFor(target).writeRequest(*request, dialect, losses);
                QVERIFY(written);
                const auto document = json::Document::parse(*written);
                QVERIFY2(document, document ? "" : (document.error().message + '\n' + *written).c_str());
            }
        }
        if (const auto answer = codecFor(dialect).readAnswer(body)) {
            for (const Dialect target : {Dialect::OpenAi, Dialect::Anthropic})
                QVERIFY(json::Document::parse(codecFor(target).writeAnswer(*answer, losses)));
        }
    }
}

void CodecHostile::survivesDamagedMessages() {
    std::mt19937 random(3);
    for (const auto& input : m_inputs) {
        for (int round = 0; round < 150 && input.name.endsWith(QLatin1String(".json")); ++round)
            translate(damaged(input.text, random));
    }
}

void CodecHostile::survivesDamagedStreams() {
    std::mt19937 random(5);
    for (const auto& input : m_inputs) {
        for (int round = 0; round < 100 && input.name.endsWith(QLatin1String(".sse")); ++round) {
            const std::string stream = damaged(input.text, random);
            for (const Dialect dialect : {Dialect::OpenAi, Dialect::Anthropic}) {
                const auto read = readStream(codecFor(dialect), {stream});
                for (const Dialect target : {Dialect::OpenAi, Dialect::Anthropic}) {
                    const std::string written = writeStream(codecFor(target), read);
                    QVERIFY(gatehouse::isValidUtf8(written));
                    const auto again = readStream(codecFor(target), {written});
                    QCOMPARE(again.end, read.end);
                }
            }
        }
    }
}

// Every value of every input is replaced, one at a time, by values of each kind.
void CodecHostile::survivesValuesOfTheWrongKind() {
    for (const auto& input : m_inputs) {
        if (!input.name.endsWith(QLatin1String(".json")))
            continue;
        const auto document = json::Document::parse(input.text);
        QVERIFY(document);
        std::vector<json::View> views{document->root()};
        for (std::size_t i = 0; i < views.size(); ++i) {
            for (const json::View child : views[i].children())
                views.push_back(child);
        }
        for (const json::View view : views) {
            const auto at = static_cast<std::size_t>(view.written().data() - input.text.data());
            for (const std::string_view other : {"null", "1e9999", "\"\\udc00\"", "[[]]", R"({"type":{}})", "true"}) {
                std::string changed = input.text;
                translate(changed.replace(at, view.written().size(), other));
            }
        }
    }
}

QTEST_APPLESS_MAIN(CodecHostile)
#include "tst_codec_hostile.moc"
