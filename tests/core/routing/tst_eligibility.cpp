// SPDX-License-Identifier: Apache-2.0
#include "core/routing/eligibility.h"
#include "core/routing/reservation.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::routing;
using dialects::Dialect;
using dialects::Operation;

namespace {

config::Provider withKeys(std::vector<bool> readable) {
    config::Provider provider;
    provider.id = "p";
    for (const bool can : readable) {
        config::ProviderKey key;
        key.reference = "env:K" + std::to_string(provider.keys.size());
        if (can)
            key.secret = std::make_shared<const Secret>("secret");
        else
            key.problem = "it is not set";
        provider.keys.push_back(std::move(key));
    }
    return provider;
}

catalog::ModelPrice price(const char* input, const char* output, bool pretend = false) {
    catalog::ModelPrice made;
    made.input = Money::parse(input);
    made.output = Money::parse(output);
    made.pretend = pretend;
    return made;
}

} // namespace

class tst_eligibility : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesTheFirstKeyThatCouldBeRead();
    void saysWhyNothingCanBeSent();
    void knowsWhoSpeaksWhat();
    void oneUnknownPriceMakesTheWholeUnknown();
};

void tst_eligibility::takesTheFirstKeyThatCouldBeRead() {
    const auto provider = withKeys({false, true, true});
    QCOMPARE(usableKey(provider)->reference, std::string("env:K1"));
    QVERIFY(!whyNot(provider));
    QVERIFY(usableKey(withKeys({})) == nullptr);
}

void tst_eligibility::saysWhyNothingCanBeSent() {
    QCOMPARE(*whyNot(withKeys({})), std::string("the provider has no key"));
    QCOMPARE(*whyNot(withKeys({false})), std::string("its key env:K0 could not be read: it is not set"));
    auto off = withKeys({true});
    off.enabled = false;
    QCOMPARE(*whyNot(off), std::string("the provider is disabled"));
    auto open = withKeys({});
    open.auth = config::AuthStyle::None;
    QVERIFY(!whyNot(open));
}

void tst_eligibility::knowsWhoSpeaksWhat() {
    auto provider = withKeys({true});
    provider.form = dialects::ProviderForm::Anthropic;
    const auto chat = passageTo(provider, Operation::ChatCompletions);
    QVERIFY(chat->translated && chat->row.operation == Operation::Messages);
    const auto messages = passageTo(provider, Operation::Messages);
    QVERIFY(!messages->translated && messages->row.path == "/v1/messages");
    QCOMPARE(passageTo(provider, Operation::Embeddings).error().code, std::string("operation_unsupported"));
    provider.form = dialects::ProviderForm::OpenAi;
    const auto translated = passageTo(provider, Operation::Responses);
    QVERIFY(translated->translated && translated->row.operation == Operation::ChatCompletions);
    provider.responses = true;
    const auto native = passageTo(provider, Operation::Responses);
    QVERIFY(!native->translated && native->row.path == "/responses");
    QVERIFY(passageTo(provider, Operation::Messages)->row.operation == Operation::ChatCompletions);
    provider.form = dialects::ProviderForm::OpenAiResponses;
    QVERIFY(passageTo(provider, Operation::ChatCompletions)->row.operation == Operation::Responses);
    provider.form = dialects::ProviderForm::Demo; // speaks several dialects, but has no files and sound
    QVERIFY(!passageTo(provider, Operation::Embeddings)->translated);
    QVERIFY(!passageTo(provider, Operation::Speech));
}

void tst_eligibility::oneUnknownPriceMakesTheWholeUnknown() {
    const auto cheap = price("1", "2");
    const auto dear = price("10", "20");
    const auto pretended = price("1", "2", true);
    const auto reserve = [](std::vector<const catalog::ModelPrice*> prices, bool textOnly = true) {
        Resolution resolution;
        for (const auto* each : prices)
            resolution.candidates.push_back({nullptr, "m", each});
        return reservationFor(resolution, {1'000'000, 0, 0, 0, 1'000'000}, textOnly);
    };
    QCOMPARE(reserve({&cheap, &dear}).cost->toString(), std::string("30"));
    QVERIFY(!reserve({&cheap, nullptr}).cost);
    QVERIFY(!reserve({&cheap}, false).cost);
    QVERIFY(!reserve({}).cost);
    QVERIFY(reserve({&pretended}).pretend);
    QVERIFY(!reserve({&pretended, &cheap}).pretend);
    QCOMPARE(reserve({&pretended, &cheap}).cost->toString(), std::string("3"));
}

QTEST_APPLESS_MAIN(tst_eligibility)
#include "tst_eligibility.moc"
