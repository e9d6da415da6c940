// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/presets.h"

#include "core/base/text.h"

#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>
#include <algorithm>
#include <map>
#include <set>
#include <string>

using namespace gatehouse;
using namespace gatehouse::catalog;

class TestPresets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyEntryIsWhole();
    void idsAreUniqueAndSorted();
    void knowsTheWellKnownOnes_data();
    void knowsTheWellKnownOnes();
    void saysWhatThisVersionCannotDo_data();
    void saysWhatThisVersionCannotDo();
    void manyAreSpoken();
    void aKnownDialectIsChosen();
    void placesInAnAddressAreSaid();
    void alternativesAreFoundByDialect();
    void unknownIdsAreNoPreset();
    void everyFactOfTheSourceIsThere();
    void isReadQuickly();
};

void TestPresets::everyEntryIsWhole() {
    const Presets presets;
    static const std::set<std::string> categories{"cloud",       "aggregator", "local",         "plan",
                                                  "self_hosted", "generic",    "agent_platform"};
    QVERIFY(presets.all().size() >= 280);
    for (const auto& preset : presets.all()) {
        const char* id = preset.id.c_str();
        QVERIFY2(isValidId(preset.id), id);
        QVERIFY2(!preset.name.empty() && !preset.source.empty() && !preset.authWords.empty(), id);
        QVERIFY2(categories.contains(preset.category), id);
        QVERIFY2(!preset.dialect.empty() && preset.dialect.find('|') == std::string::npos, id);
        QVERIFY2(preset.confidence == "A" || preset.confidence == "B" || preset.confidence == "C", id);
        const bool address = preset.baseUrl.starts_with("https://") || preset.baseUrl.starts_with("http://") ||
                             preset.baseUrl == "internal://mock";
        QVERIFY2(address || preset.needsBaseUrl, id);
        QVERIFY2(preset.supported == preset.unsupportedBecause.empty(), id);
        for (const auto& way : preset.auth)
            QVERIFY2((way.style == AuthStyle::Header) == !way.header.empty(), id);
        QVERIFY2(preset.docs.empty() || preset.docs.starts_with("http"), id);
        for (const auto& name : preset.environment)
            QVERIFY2(!name.empty() && name.find_first_of(" =") == std::string::npos, id);
        for (const auto& other : preset.alternatives)
            QVERIFY2(!other.dialect.empty() && !other.baseUrl.empty(), id);
        for (const auto& text : {preset.name, preset.note, preset.docs, preset.baseUrl})
            QVERIFY2(isValidUtf8(text) &&
                         std::none_of(text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }),
                     id);
    }
}

void TestPresets::idsAreUniqueAndSorted() {
    const Presets presets;
    for (std::size_t i = 1; i < presets.all().size(); ++i)
        QVERIFY(presets.all()[i - 1].id < presets.all()[i].id);
    for (const auto& preset : presets.all())
        QVERIFY(presets.find(preset.id) == &preset);
}

void TestPresets::knowsTheWellKnownOnes_data() {
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("baseUrl");
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<int>("auth");
    QTest::addColumn<bool>("keyOptional");
    const int bearer = int(AuthStyle::Bearer);
    QTest::newRow("openai") << QByteArray("openai") << QByteArray("https://api.openai.com/v1") << QByteArray("openai")
                            << bearer << false;
    QTest::newRow("anthropic") << QByteArray("anthropic") << QByteArray("https://api.anthropic.com")
                               << QByteArray("anthropic") << int(AuthStyle::Header) << false;
    QTest::newRow("groq") << QByteArray("groq") << QByteArray("https://api.groq.com/openai/v1") << QByteArray("openai")
                          << bearer << false;
    QTest::newRow("vllm") << QByteArray("vllm") << QByteArray("http://localhost:8000/v1") << QByteArray("openai")
                          << bearer << true;
    QTest::newRow("openrouter") << QByteArray("openrouter") << QByteArray("https://openrouter.ai/api/v1")
                                << QByteArray("openai") << bearer << false;
}

void TestPresets::knowsTheWellKnownOnes() {
    QFETCH(QByteArray, id);
    QFETCH(QByteArray, baseUrl);
    QFETCH(QByteArray, dialect);
    QFETCH(int, auth);
    QFETCH(bool, keyOptional);
    const Presets presets;
    const auto* preset = presets.find(id.constData());
    QVERIFY(preset != nullptr);
    QCOMPARE(preset->baseUrl, baseUrl.toStdString());
    QCOMPARE(preset->dialect, dialect.toStdString());
    QVERIFY(!preset->auth.empty());
    QCOMPARE(int(preset->auth.front().style), auth);
    QCOMPARE(preset->keyOptional, keyOptional);
    QVERIFY(preset->supported);
    QVERIFY(!preset->needsBaseUrl);
    if (preset->auth.front().style == AuthStyle::Header)
        QCOMPARE(preset->auth.front().header, std::string("x-api-key"));
}

void TestPresets::saysWhatThisVersionCannotDo_data() {
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<QByteArray>("reason");
    QTest::newRow("dialect") << QByteArray("replicate") << QByteArray("jobs that are polled");
    QTest::newRow("signature") << QByteArray("hunyuan-native") << QByteArray("Tencent");
    QTest::newRow("token exchange") << QByteArray("github-copilot") << QByteArray("credential");
}

void TestPresets::saysWhatThisVersionCannotDo() {
    QFETCH(QByteArray, id);
    QFETCH(QByteArray, reason);
    const Presets presets;
    const auto* preset = presets.find(id.constData());
    QVERIFY(preset != nullptr);
    QVERIFY(!preset->supported);
    QVERIFY(preset->unsupportedBecause.find(reason.constData()) != std::string::npos);
}

// How many can be used, by dialect; whoever cannot is told why.
void TestPresets::manyAreSpoken() {
    const Presets presets;
    std::map<std::string, int> spoken;
    int all = 0;
    for (const auto& preset : presets.all()) {
        if (!preset.supported) {
            const bool told = preset.unsupportedBecause.size() > preset.dialect.size() + 50 ||
                              preset.unsupportedBecause.find("credential") != std::string::npos;
            QVERIFY2(told, (preset.id + ": " + preset.unsupportedBecause).c_str());
            continue;
        }
        ++spoken[preset.dialect];
        ++all;
    }
    for (const auto& [dialect, count] : spoken)
        qInfo("%s: %d", dialect.c_str(), count);
    QVERIFY2(all >= 200, std::to_string(all).c_str());
    QVERIFY(spoken["openai"] >= 190);
    QVERIFY(spoken["anthropic"] >= 10);
    QCOMPARE(spoken["kserve_v2"], 6);
    QCOMPARE(spoken["nim"], 2);
    for (const char* dialect : {"template", "sagemaker", "riva_http"})
        QCOMPARE(spoken[dialect], 1);
}

// A provider whose own dialect is not known here is spoken to in one that it has beside it.
void TestPresets::aKnownDialectIsChosen() {
    const Presets presets;
    const auto* reka = presets.find("reka");
    QCOMPARE(reka->dialect, std::string("openai"));
    QCOMPARE(reka->baseUrl, std::string("https://api.reka.ai/v1"));
    QCOMPARE(reka->nativeDialect, std::string("reka"));
    const auto* endpoint = presets.find("vertex-endpoint");
    QCOMPARE(endpoint->dialect, std::string("openai"));
    QVERIFY(endpoint->supported);
}

void TestPresets::placesInAnAddressAreSaid() {
    const Presets presets;
    QVERIFY(presets.find("azure")->needsBaseUrl);
    QVERIFY(presets.find("cloudflare-workers-ai")->needsBaseUrl);
    QVERIFY(!presets.find("mistral")->needsBaseUrl);
}

void TestPresets::alternativesAreFoundByDialect() {
    const Presets presets;
    const auto* anthropic = presets.find("anthropic");
    QVERIFY(anthropic->alternative("openai") != nullptr);
    QCOMPARE(anthropic->alternative("openai")->baseUrl, std::string("https://api.anthropic.com/v1"));
    QVERIFY(anthropic->alternative("gemini") == nullptr);
}

void TestPresets::unknownIdsAreNoPreset() {
    const Presets presets;
    for (const char* id : {"", "OpenAI", "open", "openai ", "zzz"})
        QVERIFY(presets.find(id) == nullptr);
}

void TestPresets::everyFactOfTheSourceIsThere() {
    const QString folder = qEnvironmentVariable("GATEHOUSE_SHARED_DIR");
    QFile file(folder + QStringLiteral("/data/providers.json"));
    if (folder.isEmpty() || !file.open(QIODevice::ReadOnly))
        QSKIP("the facts that the catalogue is made from are not here");
    const auto facts = QJsonDocument::fromJson(file.readAll()).object();
    const auto list = facts[QStringLiteral("providers")].toArray();
    const Presets presets;
    QCOMPARE(std::size_t(list.size()), presets.all().size());
    for (const auto& item : list) {
        const auto fact = item.toObject();
        const auto text = [&fact](const char* name) { return fact[QLatin1String(name)].toString().toStdString(); };
        const auto* preset = presets.find(text("id"));
        QVERIFY2(preset != nullptr, text("id").c_str());
        QCOMPARE(preset->name, text("name"));
        QCOMPARE(preset->nativeBaseUrl, text("base_url"));
        QVERIFY2(text("dialect").starts_with(preset->nativeDialect), text("id").c_str());
        QCOMPARE(preset->authWords, text("auth"));
        QCOMPARE(preset->note, text("note"));
        QCOMPARE(preset->confidence, text("confidence"));
        QCOMPARE(qsizetype(preset->environment.size()), fact[QStringLiteral("env")].toArray().size());
        QVERIFY(qsizetype(preset->alternatives.size()) >= fact[QStringLiteral("alt_endpoints")].toArray().size());
    }
}

void TestPresets::isReadQuickly() {
    QElapsedTimer timer;
    timer.start();
    const Presets presets;
    (void)presets.all();
    qInfo("read in %.1f ms", double(timer.nsecsElapsed()) / 1e6);
    QVERIFY(timer.elapsed() < 1000);
}

QTEST_APPLESS_MAIN(TestPresets)
#include "tst_presets.moc"
