// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/price_list.h"

#include "core/catalog/embedded.h"
#include "core/catalog/presets.h"

#include <QElapsedTimer>
#include <QTest>
#include <boost/json.hpp>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::catalog;

namespace {

Money dollars(std::string_view text) {
    return *Money::parse(text);
}

} // namespace

class TestPriceList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyEntryIsAPrice();
    void everyEntryIsFoundByItsNames();
    void namesResolve_data();
    void namesResolve();
    void unknownIsUnknown_data();
    void unknownIsUnknown();
    void aPriceSaysItsSourceAndDate();
    void limitsComeWithThePrice();
    void theDemoPretends();
    void costAddsTheClasses();
    void costIsRoundedOncePerClassHalfUp();
    void aClassWithoutPriceMakesTheCostUnknown();
    void cachedTokensFallBackToTheInputPrice();
    void threadsMayAskAtOnce();
    void isReadQuickly();
};

void TestPriceList::everyEntryIsAPrice() {
    const Presets presets;
    const auto document = boost::json::parse(embeddedPrices());
    QCOMPARE(document.at("schema").as_string(), "gatehouse.prices/1");
    const auto sources = document.at("sources").as_array().size();
    std::size_t names = 0;
    for (const auto& preset : document.at("presets").as_array()) {
        const std::string id(preset.at("preset").as_string());
        QVERIFY2(presets.find(id) != nullptr, id.c_str());
        std::set<std::string> seen;
        for (const auto& entry : preset.at("prices").as_array()) {
            const auto& object = entry.as_object();
            QVERIFY2(object.contains("input") || object.contains("output"), id.c_str());
            for (const char* name : {"input", "cached_input", "cache_write", "cache_write_long", "output"}) {
                if (const auto* price = object.if_contains(name))
                    QVERIFY2(Money::parse(price->as_string()).has_value(), price->as_string().c_str());
            }
            QVERIFY(object.at("source").to_number<std::size_t>() < sources);
            for (const auto& model : object.at("models").as_array()) {
                QVERIFY2(seen.emplace(model.as_string()).second, model.as_string().c_str());
                ++names;
            }
        }
    }
    QVERIFY(names > 3000);
}

void TestPriceList::everyEntryIsFoundByItsNames() {
    const PriceList list;
    const auto document = boost::json::parse(embeddedPrices());
    for (const auto& preset : document.at("presets").as_array()) {
        for (const auto& entry : preset.at("prices").as_array()) {
            for (const auto& model : entry.at("models").as_array()) {
                const auto price = list.find(preset.at("preset").as_string(), model.as_string());
                QVERIFY2(price.has_value(), model.as_string().c_str());
                const auto* input = entry.as_object().if_contains("input");
                QVERIFY(price->input.has_value() == (input != nullptr));
                if (input != nullptr)
                    QCOMPARE(price->input->toString(), dollars(input->as_string()).toString());
            }
        }
    }
}

void TestPriceList::namesResolve_data() {
    QTest::addColumn<QByteArray>("preset");
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("output");
    const auto row = [](const char* preset, const char* model, const char* input, const char* output) {
        QTest::addRow("%s/%s", preset, model)
            << QByteArray(preset) << QByteArray(model) << QByteArray(input) << QByteArray(output);
    };
    row("openai", "gpt-4o-mini", "0.15", "0.6");
    row("", "gpt-4o-mini", "0.15", "0.6");               // no preset: the vendor's
    row("somewhere-else", "gpt-4o-mini", "0.15", "0.6"); // a preset that is not listed
    row("groq", "gpt-4o-mini", "0.15", "0.6");           // one that does not list it
    row("openai", "gpt-4o-2024-08-06", "2.5", "10");
    row("", "gpt-4o-2024-08-06", "2.5", "10");
    row("openai", "GPT-4o-mini", "0.15", "0.6");
    row("openai", "gpt-4.1-mini-2025-04-14", "0.4", "1.6");
    row("anthropic", "claude-sonnet-4-5", "3", "15");
    row("anthropic", "claude-sonnet-4-5-20250929", "3", "15");
    row("", "claude-sonnet-4-5-20250929", "3", "15");
    row("anthropic", "claude-haiku-4-5-20251001", "1", "5");
    row("anthropic", "claude-3-5-haiku-latest", "0.8", "4");
    row("google-vertex", "claude-haiku-4-5@20251001", "1", "5");
    row("openai", "text-embedding-3-small", "0.02", "");
}

void TestPriceList::namesResolve() {
    QFETCH(QByteArray, preset);
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, output);
    const PriceList list;
    const auto price = list.find(preset.constData(), model.constData());
    QVERIFY(price.has_value());
    QVERIFY(price->input.has_value());
    QCOMPARE(price->input->toString(), input.toStdString());
    if (!output.isEmpty())
        QCOMPARE(price->output.value().toString(), output.toStdString());
    QVERIFY(!price->pretend);
}

void TestPriceList::unknownIsUnknown_data() {
    QTest::addColumn<QByteArray>("preset");
    QTest::addColumn<QByteArray>("model");
    QTest::newRow("no such model") << QByteArray("openai") << QByteArray("gpt-nonesuch");
    QTest::newRow("empty") << QByteArray("openai") << QByteArray();
    QTest::newRow("part of a name") << QByteArray("openai") << QByteArray("gpt-4o-min");
    QTest::newRow("longer than a name") << QByteArray("openai") << QByteArray("gpt-4o-mini-own");
    QTest::newRow("a date alone") << QByteArray("openai") << QByteArray("-2024-08-06");
    QTest::newRow("own machine") << QByteArray("ollama") << QByteArray("gpt-4o-mini");
    QTest::newRow("unknown demo model") << QByteArray("demo") << QByteArray("gpt-4o-mini");
}

void TestPriceList::unknownIsUnknown() {
    QFETCH(QByteArray, preset);
    QFETCH(QByteArray, model);
    QVERIFY(!PriceList().find(preset.constData(), model.constData()).has_value());
}

void TestPriceList::aPriceSaysItsSourceAndDate() {
    const auto price = PriceList().find("openai", "gpt-4o-mini");
    QVERIFY(price->source.find("genai-prices") != std::string::npos);
    QVERIFY(price->source.find("openai") != std::string::npos);
    QCOMPARE(price->date.size(), std::size_t(10));
    QVERIFY(price->date >= "2026-");
}

void TestPriceList::limitsComeWithThePrice() {
    const auto price = PriceList().find("openai", "gpt-4o-mini");
    QCOMPARE(price->contextTokens.value_or(0), std::int64_t(128'000));
    QCOMPARE(price->maxOutputTokens.value_or(0), std::int64_t(16'384));
}

void TestPriceList::theDemoPretends() {
    const PriceList list;
    for (const char* model : {"echo", "slow", "flaky", "429"}) {
        const auto price = list.find("demo", model);
        QVERIFY(price.has_value());
        QVERIFY(price->pretend);
        QVERIFY(costOf(*price, {1000, 10, 10, 10, 1000}).has_value());
    }
    QVERIFY(!list.find("", "echo").has_value());
}

void TestPriceList::costAddsTheClasses() {
    ModelPrice price;
    price.input = dollars("3");
    price.cachedInput = dollars("0.3");
    price.cacheWrite = dollars("3.75");
    price.cacheWriteLong = dollars("6");
    price.output = dollars("15");
    QCOMPARE(costOf(price, {1'000'000, 1'000'000, 1'000'000, 1'000'000, 1'000'000})->toString(), std::string("28.05"));
    QCOMPARE(costOf(price, {12, 0, 0, 0, 3})->toString(), std::string("0.000081"));
    QCOMPARE(costOf(price, {})->toString(), std::string("0"));
}

void TestPriceList::costIsRoundedOncePerClassHalfUp() {
    ModelPrice price;
    price.input = Money::fromPico(500'000); // half a pico-dollar a token
    price.output = Money::fromPico(499'999);
    QCOMPARE(costOf(price, {1, 0, 0, 0, 0})->pico(), std::int64_t(1));
    QCOMPARE(costOf(price, {0, 0, 0, 0, 1})->pico(), std::int64_t(0));
    QCOMPARE(costOf(price, {3, 0, 0, 0, 0})->pico(), std::int64_t(2));
}

void TestPriceList::aClassWithoutPriceMakesTheCostUnknown() {
    ModelPrice price;
    price.input = dollars("1");
    QVERIFY(costOf(price, {5, 0, 0, 0, 0}).has_value());
    QVERIFY(!costOf(price, {5, 0, 0, 0, 1}).has_value());
    QVERIFY(!costOf(ModelPrice{}, {1, 0, 0, 0, 0}).has_value());
    QVERIFY(costOf(ModelPrice{}, {}).has_value());
}

void TestPriceList::cachedTokensFallBackToTheInputPrice() {
    ModelPrice price;
    price.input = dollars("2");
    QCOMPARE(costOf(price, {0, 1'000'000, 0, 0, 0})->toString(), std::string("2"));
    QCOMPARE(costOf(price, {0, 0, 1'000'000, 1'000'000, 0})->toString(), std::string("4"));
    price.cacheWrite = dollars("3");
    QCOMPARE(costOf(price, {0, 0, 0, 1'000'000, 0})->toString(), std::string("3"));
}

void TestPriceList::threadsMayAskAtOnce() {
    const PriceList list;
    std::atomic<int> found{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&list, &found] { found += list.find("openai", "gpt-4o-mini") ? 1 : 0; });
    }
    QCOMPARE(found.load(), 4);
}

void TestPriceList::isReadQuickly() {
    QElapsedTimer timer;
    timer.start();
    const PriceList list;
    list.warm();
    const double first = double(timer.nsecsElapsed()) / 1e6;
    timer.restart();
    constexpr int rounds = 10'000;
    for (int i = 0; i < rounds; ++i)
        QVERIFY(list.find("openai", "gpt-4o-mini").has_value());
    qInfo("%zu entries read in %.1f ms; a look-up takes %.0f ns", list.size(), first,
          double(timer.nsecsElapsed()) / rounds);
    QVERIFY(first < 2000);
}

QTEST_APPLESS_MAIN(TestPriceList)
#include "tst_price_list.moc"
