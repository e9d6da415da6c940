// SPDX-License-Identifier: Apache-2.0
#include "core/chains/chain_run.h"

#include <QTest>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

using namespace gatehouse;
using namespace gatehouse::chains;
namespace json = boost::json;

namespace {

contract::MappingSourceSpec valueOf(std::string name, std::string pointer) {
    contract::MappingSourceSpec spec;
    spec.name = std::move(name);
    spec.value = std::move(pointer);
    return spec;
}

contract::MappingSourceSpec textOf(std::string name, std::string text) {
    contract::MappingSourceSpec spec;
    spec.name = std::move(name);
    spec.text = std::move(text);
    return spec;
}

contract::ChainStepSpec step(std::string id, std::vector<contract::MappingSourceSpec> input = {},
                             std::vector<std::string> after = {}) {
    contract::ChainStepSpec spec;
    spec.id = std::move(id);
    spec.use = "sentiment@production";
    spec.input = std::move(input);
    spec.after = std::move(after);
    return spec;
}

contract::ChainWhenSpec when(std::string pointer, const char* equals) {
    contract::ChainWhenSpec spec;
    spec.value = std::move(pointer);
    spec.equals = json::value(equals);
    return spec;
}

contract::ChainVersionSpec chainOf(std::vector<contract::ChainStepSpec> steps,
                                   std::vector<contract::MappingSourceSpec> output) {
    contract::ChainVersionSpec spec;
    spec.inputs.emplace_back().name = "text";
    spec.steps = std::move(steps);
    spec.output = std::move(output);
    return spec;
}

std::shared_ptr<const Chain> compiled(const contract::ChainVersionSpec& spec) {
    auto chain = Chain::compile(spec);
    if (!chain)
        qFatal("%s", chain.error().front().text().c_str());
    return *chain;
}

std::string faultOf(const contract::ChainVersionSpec& spec) {
    const auto chain = Chain::compile(spec);
    return chain ? "" : chain.error().front().field;
}

std::string idsOf(const Chain& chain, const std::vector<ChainRun::Begun>& begun) {
    std::string out;
    for (const auto& one : begun)
        out += (out.empty() ? "" : " ") + chain.steps()[one.step].id;
    return out;
}

// Every step answers {"text": its id, "label": "bad"}.
std::string runThrough(ChainRun& run, const Chain& chain) {
    std::string order;
    while (!run.over()) {
        const auto begun = run.begin();
        if (begun.empty())
            break;
        order += (order.empty() ? "" : " | ") + idsOf(chain, begun);
        for (const auto& one : begun) {
            const json::object output{{"text", chain.steps()[one.step].id}, {"label", "bad"}};
            run.done(one.step, output, Money::parse("0.01"));
        }
    }
    return order;
}

} // namespace

class ChainTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stepsRunSideBySideWhenWhatTheyWaitForIsDone() {
        const auto chain = compiled(chainOf({step("end", {textOf("t", "{{left.text}} and {{right.text}}")}),
                                             step("left", {valueOf("t", "/first/text")}), step("right", {}, {"first"}),
                                             step("first", {valueOf("t", "/inputs/text")})},
                                            {valueOf("answer", "/end/text"), valueOf("asked", "/inputs/text")}));
        ChainRun run(chain, {{"text", "hello"}});
        auto begun = run.begin();
        QCOMPARE(idsOf(*chain, begun), std::string("first"));
        QCOMPARE(json::serialize(begun.front().input), std::string(R"({"t":"hello"})"));
        QVERIFY(run.begin().empty());
        run.done(begun.front().step, {{"text", "one"}}, std::nullopt);
        begun = run.begin();
        QCOMPARE(idsOf(*chain, begun), std::string("left right"));
        run.done(begun[1].step, {{"text", "R"}}, std::nullopt);
        QVERIFY(run.begin().empty());
        run.done(begun[0].step, {{"text", "L"}}, std::nullopt);
        begun = run.begin();
        QCOMPARE(json::serialize(begun.front().input), std::string(R"({"t":"L and R"})"));
        run.done(begun.front().step, {{"text", "fin"}}, std::nullopt);
        QVERIFY(run.over() && run.begin().empty());
        QCOMPARE(json::serialize(run.output().value()), std::string(R"({"answer":"fin","asked":"hello"})"));
    }

    void aBranchIsTakenByWhatAStepAnswered() {
        auto good = step("good");
        good.when = when("/first/label", "good");
        auto bad = step("bad");
        bad.when = when("/first/label", "bad");
        const auto behind = step("behind", {valueOf("t", "/good/text")});
        const auto chain = compiled(chainOf({step("first"), good, bad, behind},
                                            {valueOf("good", "/behind/text"), valueOf("bad", "/bad/text")}));
        ChainRun run(chain, {{"text", ""}});
        QCOMPARE(runThrough(run, *chain), std::string("first | bad"));
        QCOMPARE(json::serialize(run.output().value()), std::string(R"({"good":null,"bad":"bad"})"));
        QVERIFY(run.stateOf(3) == StepState::LeftOut);
    }

    void aFailedStepFailsTheChainWithItsName() {
        const auto chain =
            compiled(chainOf({step("first"), step("second", {}, {"first"})}, {valueOf("t", "/second/text")}));
        ChainRun run(chain, {});
        const auto begun = run.begin();
        run.failed(begun.front().step, failure(ErrorKind::Timeout, "late", "It took too long.").value(),
                   Money::parse("0.5"));
        QVERIFY(run.over() && run.begin().empty());
        const auto output = run.output();
        QCOMPARE(output.error().code, std::string("late"));
        QCOMPARE(output.error().message, std::string("Step first of the chain failed: It took too long."));
        QCOMPARE(run.spent().toString(), std::string("0.5"));
    }

    void anOptionalStepMayFail() {
        auto first = step("first");
        first.optional = true;
        const auto chain = compiled(
            chainOf({first, step("needs", {valueOf("t", "/first/text")}),
                     step("asks", {textOf("t", "{{#first}}{{first.text}}{{/first}}{{^first}}none{{/first}}")})},
                    {valueOf("t", "/asks/text")}));
        ChainRun run(chain, {});
        run.failed(run.begin().front().step, failure(ErrorKind::Internal, "broken", "Broken.").value(), std::nullopt);
        const auto begun = run.begin();
        QCOMPARE(idsOf(*chain, begun), std::string("asks"));
        QCOMPARE(json::serialize(begun.front().input), std::string(R"({"t":"none"})"));
    }

    void nothingIsBegunWhenTheMoneyIsSpent() {
        auto spec = chainOf({step("a"), step("b", {}, {"a"}), step("c", {}, {"b"})}, {valueOf("t", "/c/text")});
        spec.limits.usd = "0.02";
        const auto chain = compiled(spec);
        ChainRun run(chain, {});
        QCOMPARE(runThrough(run, *chain), std::string("a | b"));
        QCOMPARE(run.output().error().code, std::string("chain_money_spent"));
        QCOMPARE(run.spent().toString(), std::string("0.02"));
    }

    void nothingIsBegunBeyondTheStepsAllowed() {
        auto spec = chainOf({step("a"), step("b"), step("c")}, {valueOf("t", "/c/text")});
        spec.limits.steps = 2;
        const auto chain = compiled(spec);
        ChainRun run(chain, {});
        QCOMPARE(idsOf(*chain, run.begin()), std::string("a b"));
        QCOMPARE(run.error()->code, std::string("chain_too_long"));
        QVERIFY(!run.over()); // what runs is waited for
    }

    void withoutAnOutputEachStepIsAnswered() {
        auto left = step("left");
        left.when = when("/inputs/text", "x");
        const auto chain = compiled(chainOf({step("a"), left}, {}));
        ChainRun run(chain, {{"text", "y"}});
        QCOMPARE(runThrough(run, *chain), std::string("a"));
        QCOMPARE(json::serialize(run.output().value()), std::string(R"({"a":{"text":"a","label":"bad"},"left":null})"));
    }

    void whatDoesNotStandThereFailsTheStep() {
        const auto chain =
            compiled(chainOf({step("a"), step("b", {valueOf("t", "/a/no/such")})}, {valueOf("t", "/b/text")}));
        ChainRun run(chain, {});
        QCOMPARE(runThrough(run, *chain), std::string("a"));
        QCOMPARE(run.output().error().code, std::string("chain_value_missing"));
        QVERIFY(run.output().error().message.starts_with("Step b of the chain failed"));
    }

    void valuesAreDataAndOpenNoTag() {
        const auto chain =
            compiled(chainOf({step("a", {textOf("t", "Say: {{inputs.text}}")})}, {valueOf("t", "/a/text")}));
        ChainRun run(chain, {{"text", "{{a.text}} {{/x}}"}});
        QCOMPARE(json::serialize(run.begin().front().input), std::string(R"({"t":"Say: {{a.text}} {{/x}}"})"));
    }

    void aChainThatCannotRunIsRefused_data() {
        QTest::addColumn<int>("which");
        QTest::addColumn<QString>("field");
        const std::vector<const char*> fields{"steps[0]",
                                              "steps[1].id",
                                              "steps[0].after[0]",
                                              "steps[0].input[0].value",
                                              "steps[0].input[0].value",
                                              "steps[0].input[0].text",
                                              "steps[0].input[0]",
                                              "output[1]",
                                              "limits.usd",
                                              "steps[0].when",
                                              "steps[0].when",
                                              "steps[0].id",
                                              "steps[0].kind",
                                              "output[0].value"};
        for (std::size_t i = 0; i < fields.size(); ++i)
            QTest::addRow("%zu %s", i, fields[i]) << static_cast<int>(i) << QString::fromLatin1(fields[i]);
    }
    void aChainThatCannotRunIsRefused() {
        QFETCH(int, which);
        QFETCH(QString, field);
        auto spec = chainOf({step("a")}, {valueOf("t", "/a/text")});
        auto& first = spec.steps.front();
        switch (which) {
        case 0: // by way of what it reads
            first.input = {valueOf("t", "/b/text")};
            spec.steps.push_back(step("b", {}, {"a"}));
            break;
        case 1:
            spec.steps.push_back(step("a"));
            break;
        case 2:
            first.after = {"c"};
            break;
        case 3:
            first.input = {valueOf("t", "/c/text")};
            break;
        case 4:
            first.input = {valueOf("t", "inputs/text")};
            break;
        case 5:
            first.input = {textOf("t", "{{other.text}}")};
            break;
        case 6:
            first.input = {valueOf("t", "/inputs/text")};
            first.input.front().text = "both";
            break;
        case 7:
            spec.output.push_back(spec.output.front());
            break;
        case 8:
            spec.limits.usd = "a lot";
            break;
        case 9:
            first.when.emplace().value = "/inputs/text";
            first.when->exists = false;
            first.when->equals = json::value(1);
            break;
        case 10:
            first.when.emplace().value = "/inputs/text";
            break;
        case 11:
            first.id = "inputs";
            break;
        case 12:
            first.kind = "shell";
            break;
        default:
            spec.output = {valueOf("t", "/c/text")};
        }
        QCOMPARE(QString::fromStdString(faultOf(spec)), field);
    }
};

QTEST_GUILESS_MAIN(ChainTest)
#include "tst_chain.moc"
