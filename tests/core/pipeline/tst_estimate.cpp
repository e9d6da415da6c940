// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/stages.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::pipeline;
using dialects::Operation;

namespace {

catalog::ModelPrice price(const char* input, const char* output) {
    catalog::ModelPrice made;
    made.input = Money::parse(input);
    made.output = Money::parse(output);
    return made;
}

dialects::RequestFacts factsOf(std::size_t textBytes, std::optional<std::uint64_t> most) {
    dialects::RequestFacts facts;
    facts.textBytes = textBytes;
    facts.maxOutputTokens = most;
    return facts;
}

routing::Resolution candidates(std::initializer_list<const catalog::ModelPrice*> prices) {
    routing::Resolution resolution;
    for (const auto* each : prices) {
        routing::Candidate candidate;
        candidate.price = each;
        resolution.candidates.push_back(candidate);
    }
    return resolution;
}

} // namespace

class tst_estimate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reservesTheDearestTarget();
    void isUnknownWhereOneTargetIs();
    void reservesNoMoneyForPretendPrices();
    void countsEveryChoice();
    void takesAModelsOwnLimitWhereTheCallNamesNone();
    void reservesNoAnswerForEmbeddings();
};

void tst_estimate::reservesTheDearestTarget() {
    const auto cheap = price("1", "2"), dear = price("3", "6");
    const auto made = estimate(factsOf(2'997, 1'000), candidates({&cheap, &dear}), Operation::ChatCompletions);
    QCOMPARE(made.tokens(), 2'000U); // 2,997 bytes at three to a token, one more, and the answer
    // A byte may be a token, and 64 stand around the call: never less than it can cost.
    QCOMPARE(made.cost->toString(), std::string("0.015186"));
}

void tst_estimate::isUnknownWhereOneTargetIs() {
    const auto known = price("1", "2");
    QVERIFY(!estimate(factsOf(10, 10), candidates({&known, nullptr}), Operation::Messages).cost);
    catalog::ModelPrice half;
    half.input = Money::parse("1");
    QVERIFY(!estimate(factsOf(10, 10), candidates({&known, &half}), Operation::Messages).cost);
}

void tst_estimate::reservesNoMoneyForPretendPrices() {
    auto pretend = price("1", "2");
    pretend.pretend = true;
    const auto made = estimate(factsOf(10, 10), candidates({&pretend}), Operation::ChatCompletions);
    QVERIFY(made.pretend);
    QVERIFY(!made.cost);
    const auto real = price("1", "1");
    const auto mixed = estimate(factsOf(0, 999'999), candidates({&pretend, &real}), Operation::ChatCompletions);
    QVERIFY(!mixed.pretend);
    QCOMPARE(mixed.cost->toString(), std::string("1.000064"));
}

void tst_estimate::countsEveryChoice() {
    auto facts = factsOf(0, 100);
    facts.choices = 5;
    QCOMPARE(estimate(facts, candidates({nullptr}), Operation::ChatCompletions).tokens(), 501U);
}

void tst_estimate::takesAModelsOwnLimitWhereTheCallNamesNone() {
    auto small = price("1", "1");
    small.maxOutputTokens = 500;
    QCOMPARE(estimate(factsOf(0, {}), candidates({&small}), Operation::ChatCompletions).tokens(), 501U);
    small.maxOutputTokens = 100'000;
    QCOMPARE(estimate(factsOf(0, {}), candidates({&small}), Operation::ChatCompletions).tokens(), 4'097U);
}

void tst_estimate::reservesNoAnswerForEmbeddings() {
    const auto known = price("1", "2");
    QCOMPARE(estimate(factsOf(300, {}), candidates({&known}), Operation::Embeddings).tokens(), 101U);
}

QTEST_APPLESS_MAIN(tst_estimate)
#include "tst_estimate.moc"
