// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/codec.h"
#include "core/dialects/json_tree.h"
#include "tests/core/dialects/codec_support.h"

#include <QDir>
#include <QFile>
#include <QtTest>
#include <algorithm>
#include <random>

using namespace codec_support;

// Inputs under tests/data/dialects, named <case>.<dialect>.<request|answer|stream>.*, and beside each what it becomes
// in every dialect. GATEHOUSE_UPDATE_GOLDEN=1 writes the golden files anew: read the difference before committing it.
class CodecGolden : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(folder().exists(), "GATEHOUSE_SOURCE_DIR does not name the checkout."); }
    void writesRequestsAsExpected_data() { inputs(QStringLiteral("*.request.json")); }
    void writesRequestsAsExpected();
    void readsItsOwnRequestAsTheSame_data() { inputs(QStringLiteral("*.request.json")); }
    void readsItsOwnRequestAsTheSame();
    void writesAnswersAsExpected_data() { inputs(QStringLiteral("*.answer.json")); }
    void writesAnswersAsExpected();
    void writesStreamsAsExpected_data() { inputs(QStringLiteral("*.stream.sse")); }
    void writesStreamsAsExpected();
    void readsStreamsAlikeHoweverSliced_data() { inputs(QStringLiteral("*.stream.sse")); }
    void readsStreamsAlikeHoweverSliced();
    void keepsTheEssenceOfAStreamInTheOtherDialect_data() { inputs(QStringLiteral("*.stream.sse")); }
    void keepsTheEssenceOfAStreamInTheOtherDialect();

private:
    static QDir folder() {
        return QDir(qEnvironmentVariable("GATEHOUSE_SOURCE_DIR") + QStringLiteral("/tests/data/dialects"));
    }
    static void inputs(const QString& pattern) {
        QTest::addColumn<QString>("file");
        for (const QString& name : folder().entryList({pattern}, QDir::Files, QDir::Name))
            QTest::newRow(qPrintable(name)) << name;
    }
    static std::string load(const QString& name) {
        QFile file(folder().filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
    }
    static Dialect dialectOf(const QString& file) {
        return file.section(QLatin1Char('.'), 1, 1) == QLatin1String("openai") ? Dialect::OpenAi : Dialect::Anthropic;
    }
    static void compare(const QString& file, Dialect target, const std::string& found) {
        const auto word = nameOf(target);
        const QString name = file.section(QLatin1Char('.'), 0, 2) + QStringLiteral(".as-") +
                             QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size())) +
                             QStringLiteral(".golden");
        if (qEnvironmentVariableIsSet("GATEHOUSE_UPDATE_GOLDEN")) {
            QFile golden(folder().filePath(name));
            QVERIFY(golden.open(QIODevice::WriteOnly));
            golden.write(found.data(), static_cast<qint64>(found.size()));
            return;
        }
        QCOMPARE(QString::fromStdString(found), QString::fromStdString(load(name)));
    }
};

void CodecGolden::writesRequestsAsExpected() {
    QFETCH(QString, file);
    const std::string body = load(file);
    const Dialect from = dialectOf(file);
    Losses reading;
    const auto request = codecFor(from).readRequest(body, reading);
    QVERIFY2(request, request ? "" : request.error().message.c_str());
    for (const Dialect target : {Dialect::OpenAi, Dialect::Anthropic}) {
        Losses losses = reading;
        const auto written = codecFor(target).writeRequest(*request, from, losses);
        QVERIFY(written);
        QVERIFY(gatehouse::dialects::json::Document::parse(*written));
        compare(file, target, indented(*written) + "\n--- losses\n" + listed(losses));
    }
}

void CodecGolden::readsItsOwnRequestAsTheSame() {
    QFETCH(QString, file);
    const std::string body = load(file);
    const Codec& codec = codecFor(dialectOf(file));
    Losses losses;
    const auto request = codec.readRequest(body, losses);
    const auto written = codec.writeRequest(*request, dialectOf(file), losses);
    const auto again = codec.readRequest(*written, losses);
    QVERIFY(again);
    const auto twice = codec.writeRequest(*again, dialectOf(file), losses);
    QCOMPARE(QString::fromStdString(indented(*twice)), QString::fromStdString(indented(*written)));
}

void CodecGolden::writesAnswersAsExpected() {
    QFETCH(QString, file);
    const std::string body = load(file);
    const auto answer = codecFor(dialectOf(file)).readAnswer(body);
    QVERIFY2(answer, answer ? "" : answer.error().message.c_str());
    for (const Dialect target : {Dialect::OpenAi, Dialect::Anthropic}) {
        Losses losses;
        const std::string written = codecFor(target).writeAnswer(*answer, losses);
        const auto again = codecFor(target).readAnswer(written);
        QVERIFY(again);
        if (listed(losses).empty()) {
            ChatAnswer expected = *answer;
            if (target == Dialect::Anthropic && !expected.usage)
                expected.usage = Usage{};
            QCOMPARE(QString::fromStdString(essence(*again)), QString::fromStdString(essence(expected)));
        }
        compare(file, target, indented(written) + "\n--- losses\n" + listed(losses));
    }
}

void CodecGolden::writesStreamsAsExpected() {
    QFETCH(QString, file);
    const std::string body = load(file);
    const auto read = readStream(codecFor(dialectOf(file)), {body});
    for (const Dialect target : {Dialect::OpenAi, Dialect::Anthropic}) {
        std::string found = writeStream(codecFor(target), read);
        found += read.end == StreamEnd::Whole ? "--- whole\n" : "--- cut\n";
        compare(file, target, found);
    }
}

void CodecGolden::readsStreamsAlikeHoweverSliced() {
    QFETCH(QString, file);
    const std::string body = load(file);
    const Codec& codec = codecFor(dialectOf(file));
    const auto whole = readStream(codec, {body});
    std::mt19937 random(7);
    for (std::size_t most : {1U, 2U, 7U, 40U, 300U}) {
        std::vector<std::string_view> slices;
        std::uniform_int_distribution<std::size_t> length(1, most);
        for (std::size_t at = 0; at < body.size();) {
            slices.push_back(std::string_view(body).substr(at, length(random)));
            at += slices.back().size();
        }
        const auto sliced = readStream(codec, slices);
        QVERIFY(sliced.events == whole.events);
        QCOMPARE(sliced.end, whole.end);
    }
}

void CodecGolden::keepsTheEssenceOfAStreamInTheOtherDialect() {
    QFETCH(QString, file);
    const std::string body = load(file);
    const auto read = readStream(codecFor(dialectOf(file)), {body});
    for (const Dialect target : {Dialect::OpenAi, Dialect::Anthropic}) {
        const std::string written = writeStream(codecFor(target), read);
        const auto again = readStream(codecFor(target), {written});
        QCOMPARE(again.end, read.end);
        QCOMPARE(again.failed, read.failed);
        if (read.end == StreamEnd::Cut)
            continue;
        ChatAnswer expected = read.answer;
        if (target == Dialect::Anthropic && !expected.usage)
            expected.usage = Usage{};
        QCOMPARE(QString::fromStdString(essence(again.answer)), QString::fromStdString(essence(expected)));
    }
}

QTEST_APPLESS_MAIN(CodecGolden)
#include "tst_codec_golden.moc"
