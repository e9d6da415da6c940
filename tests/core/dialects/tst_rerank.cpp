// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/crossing.h"
#include "core/dialects/tap.h"
#include "tests/core/dialects/codec_support.h"
#include "tests/core/dialects/recorded.h"

#include <QtTest>

using namespace gatehouse::dialects;

namespace {

std::string cross(Operation client, Operation provider, std::string_view body, std::string_view model, Losses& losses) {
    CrossingWish wish;
    wish.client = client;
    wish.provider = provider;
    wish.providerModel = model;
    const auto written = crossRequest(wish, body, losses);
    return written ? *written : "! " + written.error().code + " " + written.error().field;
}

std::string back(Operation client, Operation provider, std::string_view asked, std::string_view answer) {
    AnswerWish wish;
    wish.client = client;
    wish.provider = provider;
    wish.clientModel = "asked";
    wish.clientBody = asked;
    Losses losses;
    const auto written = crossAnswer(wish, answer, losses);
    return written ? *written : "! " + written.error().code;
}

} // namespace

class Rerank : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesWhatEachOperationTakes();
    void writesDocumentsOfFieldsAsText();
    void ranksBestFirstAndCutsToWhatWasAsked();
    void turnsLogitsIntoScores();
    void refusesWhatIsNoRanking();
    void refusesWhatIsNoRequest();
    void translatesRecordedExchanges();
};

void Rerank::writesWhatEachOperationTakes() {
    const std::string asked = R"({"model":"x","query":"q","documents":["a","b"],"top_n":1,"priority":3})";
    Losses losses;
    QCOMPARE(cross(Operation::CohereRerank, Operation::Rerank, asked, "bge-reranker", losses),
             std::string(R"({"model":"bge-reranker","query":"q","documents":["a","b"],"top_n":1,)"
                         R"("return_documents":false})"));
    QCOMPARE(codec_support::listed(losses), std::string("dropped priority: The provider's form has no such field.\n"));
    losses.clear();
    const std::string plain = R"({"model":"x","query":"q","documents":["a","b"],"top_n":1,"return_documents":true})";
    QCOMPARE(cross(Operation::Rerank, Operation::CohereRerank, plain, "rerank-v3.5", losses),
             std::string(R"({"model":"rerank-v3.5","query":"q","documents":["a","b"],"top_n":1})"));
    QCOMPARE(cross(Operation::Rerank, Operation::NimRanking, plain, "nvidia/llama-nv-rerankqa", losses),
             std::string(R"({"model":"nvidia/llama-nv-rerankqa","query":{"text":"q"},)"
                         R"("passages":[{"text":"a"},{"text":"b"}]})"));
    QCOMPARE(cross(Operation::CohereRerank, Operation::Rerank, plain, "rerank-2.5-lite", losses),
             std::string(R"({"model":"rerank-2.5-lite","query":"q","documents":["a","b"],"top_k":1})"));
    QVERIFY2(losses.empty(), codec_support::listed(losses).c_str());
}

void Rerank::writesDocumentsOfFieldsAsText() {
    const std::string asked = R"({"query":"q","documents":[{"text":"a","n":1},{"title":"T","body":"B"}],)"
                              R"("rank_fields":["title","text"]})";
    Losses losses;
    QCOMPARE(cross(Operation::Rerank, Operation::CohereRerank, asked, "m", losses),
             std::string(R"({"model":"m","query":"q","documents":["text: a","title: T"]})"));
    QCOMPARE(losses.size(), std::size_t(1));
    QCOMPARE(losses[0].field, std::string("documents"));
    const std::string own = R"({"query":"q","documents":[{"text":"a"}],"return_documents":true})";
    QCOMPARE(
        back(Operation::Rerank, Operation::CohereRerank, own, R"({"results":[{"index":0,"relevance_score":0.50}]})"),
        std::string(R"({"model":"asked","results":[{"index":0,"relevance_score":0.50,"document":{"text":"a"}}]})"));
}

void Rerank::ranksBestFirstAndCutsToWhatWasAsked() {
    const std::string asked = R"({"model":"x","query":"q","documents":["a","b","c"],"top_n":2})";
    const std::string data = R"({"object":"list","data":[{"index":0,"relevance_score":1e-3},)"
                             R"({"index":2,"relevance_score":0.9},{"index":1,"relevance_score":0.90001}],)"
                             R"("usage":{"total_tokens":26}})";
    QCOMPARE(back(Operation::CohereRerank, Operation::Rerank, asked, data),
             std::string(R"({"results":[{"index":1,"relevance_score":0.90001},{"index":2,"relevance_score":0.9}],)"
                         R"("meta":{"api_version":{"version":"2"}}})"));
    QCOMPARE(readAnswerFacts(Dialect::OpenAi, Operation::Rerank, data).usage.value_or(Usage{}).prompt(),
             std::int64_t(26));
    QCOMPARE(back(Operation::Rerank, Operation::Rerank, asked, data),
             std::string(R"({"model":"asked","results":[{"index":1,"relevance_score":0.90001},)"
                         R"({"index":2,"relevance_score":0.9}],"usage":{"total_tokens":26}})"));
}

void Rerank::turnsLogitsIntoScores() {
    const std::string asked = R"({"model":"x","query":"q","documents":["a","b"]})";
    QCOMPARE(back(Operation::CohereRerank, Operation::NimRanking, asked,
                  R"({"rankings":[{"index":1,"logit":0},{"index":0,"logit":-1000}]})"),
             std::string(R"({"results":[{"index":1,"relevance_score":0.5},{"index":0,"relevance_score":0}],)"
                         R"("meta":{"api_version":{"version":"2"}}})"));
}

void Rerank::refusesWhatIsNoRanking() {
    const std::string asked = R"({"model":"x","query":"q","documents":["a"]})";
    for (const char* wrong :
         {"", "[]", "{}", R"({"results":[{"index":0}]})", R"({"results":[{"relevance_score":1}]})",
          R"({"results":[{"index":1,"relevance_score":1}]})", R"({"results":[{"index":-1,"relevance_score":1}]})",
          R"({"results":[7]})", R"({"results":[{"index":0,"relevance_score":"1"}]})"})
        QCOMPARE(back(Operation::Rerank, Operation::CohereRerank, asked, wrong),
                 std::string("! upstream_invalid_answer"));
}

void Rerank::refusesWhatIsNoRequest() {
    Losses losses;
    const auto code = [&](std::string_view body) {
        return cross(Operation::Rerank, Operation::CohereRerank, body, "m", losses);
    };
    QCOMPARE(code(R"({"documents":["a"]})"), std::string("! invalid_request query"));
    QCOMPARE(code(R"({"query":"q"})"), std::string("! invalid_request documents"));
    QCOMPARE(code(R"({"query":"q","documents":[]})"), std::string("! invalid_request documents"));
    QCOMPARE(code(R"({"query":"q","documents":["a",1]})"), std::string("! invalid_request documents[1]"));
    QCOMPARE(code(R"({"query":"q","documents":["a"],"top_n":0})"), std::string("! invalid_request top_n"));
}

void Rerank::translatesRecordedExchanges() {
    if (!recorded::available())
        QSKIP("The recorded exchanges are not here (GATEHOUSE_SHARED_DIR).");
    int seen = 0;
    for (const auto& exchange : recorded::load({"cohere-rerank"})) {
        if (exchange.status != 200 || exchange.request.empty())
            continue;
        ++seen;
        Losses losses;
        const auto asked = cross(Operation::CohereRerank, Operation::Rerank, exchange.request, "m", losses);
        QVERIFY2(losses.empty(), codec_support::listed(losses).c_str());
        const auto answer = back(Operation::Rerank, Operation::CohereRerank, asked, exchange.answer);
        const auto again = back(Operation::CohereRerank, Operation::Rerank, exchange.request, answer);
        QCOMPARE(boost::json::parse(again), boost::json::parse(exchange.answer));
        QVERIFY(!readAnswerFacts(Dialect::Cohere, Operation::CohereRerank, exchange.answer).unreadable);
    }
    QVERIFY(seen >= 1);
}

QTEST_GUILESS_MAIN(Rerank)
#include "tst_rerank.moc"
