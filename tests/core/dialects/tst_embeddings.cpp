// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/base64.h"
#include "core/dialects/crossing.h"
#include "core/dialects/embeddings/answer_reader.h"
#include "core/dialects/embeddings/request_reader.h"
#include "core/dialects/embeddings/request_writer.h"
#include "core/dialects/embeddings/vectors.h"
#include "core/dialects/tap.h"
#include "core/dialects/translation.h"
#include "tests/core/dialects/codec_support.h"
#include "tests/core/dialects/recorded.h"

#include <QtTest>
#include <bit>
#include <random>

using namespace gatehouse::dialects;
using namespace gatehouse::dialects::embeddings;

namespace {

constexpr Operation operations[] = {
    Operation::Embeddings,  Operation::EmbedContent, Operation::BatchEmbedContents, Operation::VertexPredictEmbeddings,
    Operation::CohereEmbed, Operation::OllamaEmbed,  Operation::OllamaEmbeddings,   Operation::InvokeEmbeddings,
};

std::optional<Operation> operationOf(const recorded::Exchange& exchange) {
    if (exchange.dialect == "openai-embeddings")
        return Operation::Embeddings;
    if (exchange.dialect == "cohere-embed")
        return Operation::CohereEmbed;
    if (exchange.dialect == "vertex-predict-embed")
        return Operation::VertexPredictEmbeddings;
    if (exchange.dialect == "gemini-embed")
        return exchange.request.find("\"requests\"") == std::string::npos ? Operation::EmbedContent
                                                                          : Operation::BatchEmbedContents;
    const bool embeds = exchange.answer.find("\"embedding") != std::string::npos;
    return exchange.dialect == "bedrock-invoke" && embeds ? std::optional(Operation::InvokeEmbeddings) : std::nullopt;
}

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

// The numbers of all vectors of an answer, as floats.
std::vector<std::string> packedVectors(Operation operation, std::string_view body) {
    std::vector<std::string> all;
    const auto answer = readAnswer(operation, body);
    if (!answer)
        return all;
    for (const auto& vector : answer->kinds.front().items)
        all.push_back(vector.packed ? std::string(vector.text.view())
                                    : packFloats(vector.text.view()).value_or("no numbers"));
    return all;
}

std::string requestFor(Operation operation, std::size_t inputs) {
    const std::string texts = inputs == 1 ? R"(["one"])" : R"(["one","two"])";
    switch (operation) {
    case Operation::Embeddings:
        return R"({"model":"m","encoding_format":"base64","input":)" + texts + "}";
    case Operation::EmbedContent:
        return R"({"content":{"parts":[{"text":"one"}]}})";
    case Operation::BatchEmbedContents:
        return inputs == 1 ? R"({"requests":[{"model":"models/m","content":{"parts":[{"text":"one"}]}}]})"
                           : R"({"requests":[{"content":{"parts":[{"text":"one"}]}},)"
                             R"({"content":{"parts":[{"text":"two"}]}}]})";
    case Operation::VertexPredictEmbeddings:
        return inputs == 1 ? R"({"instances":[{"content":"one"}]})"
                           : R"({"instances":[{"content":"one"},{"content":"two"}]})";
    case Operation::CohereEmbed:
        return R"({"model":"m","input_type":"search_query","embedding_types":["float","base64"],"texts":)" + texts +
               "}";
    case Operation::OllamaEmbed:
        return R"({"model":"m","input":)" + texts + "}";
    case Operation::OllamaEmbeddings:
        return R"({"model":"m","prompt":"one"})";
    default:
        return R"({"inputText":"one"})";
    }
}

bool takesOne(Operation operation) {
    return operation == Operation::EmbedContent || operation == Operation::OllamaEmbeddings ||
           operation == Operation::InvokeEmbeddings;
}

} // namespace

class Embeddings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void packsAndUnpacksExactly();
    void refusesWhatIsNoVector();
    void writesWhatEachOperationTakes();
    void readsBackWhatItWrote();
    void reportsWhatCannotBeSaid();
    void refusesWhatWouldMakeOtherVectors();
    void namesFieldsAsVendorsDo();
    void keepsNumbersThroughEveryPair();
    void ordersVectorsByTheirIndex();
    void refusesTooFewVectors();
    void translatesRecordedExchanges();
};

void Embeddings::packsAndUnpacksExactly() {
    QCOMPARE(packFloats("[ 1.0, -2.5 ,0]"), std::optional<std::string>("AACAPwAAIMAAAAAA"));
    QCOMPARE(unpackFloats("AACAPwAAIMAAAAAA"), std::optional<std::string>("[1,-2.5,0]"));
    QCOMPARE(packFloats("[]"), std::optional<std::string>(""));
    std::mt19937 random(7);
    std::string bytes;
    for (int i = 0; i < 20000; ++i) {
        const auto bits = static_cast<std::uint32_t>(random());
        if ((bits & 0x7F800000U) == 0x7F800000U)
            continue; // neither infinite nor no number
        for (unsigned shift = 0; shift < 32; shift += 8)
            bytes += static_cast<char>((bits >> shift) & 0xFFU);
    }
    const std::string packed = encodeBase64(bytes);
    const auto numbers = unpackFloats(packed);
    QVERIFY(numbers);
    QCOMPARE(packFloats(*numbers), std::optional(packed));
}

void Embeddings::refusesWhatIsNoVector() {
    for (const char* wrong : {"", "[", "[1", "[1,]", "[,1]", "[1 2]", "[01]", "[1.]", "[.5]", "[+1]", "[1e]", "[NaN]",
                              "[null]", "[\"1\"]", "[[1]]", "{}", "[1]x", "1"}) {
        std::string out;
        QVERIFY2(!appendNumbers(out, wrong), wrong);
        QVERIFY(out.empty());
        QVERIFY2(!packFloats(wrong), wrong);
    }
    std::string out;
    QVERIFY(appendNumbers(out, " [ -0.0 , 1E-7,\n12345678901234567890 ] "));
    QCOMPARE(out, std::string("[-0.0,1E-7,12345678901234567890]"));
    for (const char* wrong : {"AAA", "AAAA", "!!!!", "AADAfw=="}) // the last is no number
        QVERIFY2(!unpackFloats(wrong), wrong);
}

void Embeddings::writesWhatEachOperationTakes() {
    const std::string asked = R"({"model":"x","input":["a","b"],"dimensions":256,"encoding_format":"base64"})";
    Losses losses;
    QCOMPARE(cross(Operation::Embeddings, Operation::CohereEmbed, asked, "embed-v4.0", losses),
             std::string(R"({"model":"embed-v4.0","input_type":"search_document","texts":["a","b"],)"
                         R"("embedding_types":["float"],"output_dimension":256})"));
    QCOMPARE(cross(Operation::Embeddings, Operation::BatchEmbedContents, asked, "gemini-embedding-001", losses),
             std::string(R"({"requests":[{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"a"}]},)"
                         R"("outputDimensionality":256},{"model":"models/gemini-embedding-001","content":{"parts":)"
                         R"([{"text":"b"}]},"outputDimensionality":256}]})"));
    QCOMPARE(
        cross(Operation::Embeddings, Operation::VertexPredictEmbeddings, asked, "text-embedding-004", losses),
        std::string(R"({"instances":[{"content":"a"},{"content":"b"}],"parameters":{"outputDimensionality":256}})"));
    QCOMPARE(cross(Operation::Embeddings, Operation::OllamaEmbed, asked, "nomic", losses),
             std::string(R"({"model":"nomic","input":["a","b"],"dimensions":256})"));
    QCOMPARE(cross(Operation::Embeddings, Operation::InvokeEmbeddings, asked, "us.cohere.embed-v4:0", losses),
             std::string(R"({"input_type":"search_document","texts":["a","b"],"embedding_types":["float"],)"
                         R"("output_dimension":256})"));
    QCOMPARE(cross(Operation::Embeddings, Operation::InvokeEmbeddings, R"({"input":"a","dimensions":256})",
                   "amazon.titan-embed-text-v2:0", losses),
             std::string(R"({"inputText":"a","dimensions":256})"));
    QVERIFY2(losses.empty(), codec_support::listed(losses).c_str());
}

void Embeddings::readsBackWhatItWrote() {
    for (const auto client : operations) {
        for (const auto target : operations) {
            const std::size_t count = takesOne(client) || takesOne(target) ? 1 : 2;
            Losses losses;
            const std::string written = cross(client, target, requestFor(client, count), "embedder", losses);
            const auto read = readRequest(target, written);
            QVERIFY2(read, written.c_str());
            QCOMPARE(read->inputs.size(), count);
            QCOMPARE(std::get<std::string>(read->inputs.back().pieces.front()),
                     std::string(count == 1 ? "one" : "two"));
            const auto again = writeRequest(*read, target, losses);
            QVERIFY(again);
            if (target != Operation::Embeddings)
                continue;
            QVERIFY(written.find("encoding_format") == std::string::npos);
        }
    }
}

void Embeddings::reportsWhatCannotBeSaid() {
    Losses losses;
    cross(Operation::BatchEmbedContents, Operation::Embeddings,
          R"({"requests":[{"content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY","title":"T"}],"x":1})",
          "text-embedding-3-small", losses);
    QCOMPARE(codec_support::listed(losses),
             std::string("dropped requests.taskType: The provider's dialect has no such field.\n"
                         "dropped requests.title: The provider's dialect has no such field.\n"
                         "dropped x: The provider's dialect has no such field.\n"));
    losses.clear();
    const auto body = cross(Operation::EmbedContent, Operation::CohereEmbed,
                            R"({"content":{"parts":[{"text":"a"},{"text":"b"}]},"taskType":"FACT_VERIFICATION"})",
                            "embed-v4.0", losses);
    QVERIFY(body.find(R"("input_type":"search_query")") != std::string::npos);
    QVERIFY(body.find(R"("texts":["a\nb"])") != std::string::npos);
    QCOMPARE(losses.size(), std::size_t(2));
    QCOMPARE(losses[0].field, std::string("taskType"));
    QCOMPARE(losses[1].field, std::string("content"));
}

void Embeddings::refusesWhatWouldMakeOtherVectors() {
    Losses losses;
    const auto refused = [&](Operation client, Operation target, std::string_view body, std::string_view model) {
        return cross(client, target, body, model, losses);
    };
    QCOMPARE(refused(Operation::Embeddings, Operation::CohereEmbed, R"({"input":[[1,2],[3]]})", "embed-v4.0"),
             std::string("! unsupported_input input[0]"));
    QCOMPARE(refused(Operation::Embeddings, Operation::InvokeEmbeddings, R"({"input":["a","b"]})", "amazon.titan"),
             std::string("! unsupported_input input"));
    QCOMPARE(refused(Operation::CohereEmbed, Operation::Embeddings,
                     R"({"texts":["a"],"input_type":"search_query","embedding_types":["int8"]})", "gpt"),
             std::string("! unsupported_input embedding_types"));
    QCOMPARE(refused(Operation::CohereEmbed, Operation::OllamaEmbed,
                     R"({"images":["data:image/png;base64,AAAA"],"input_type":"image"})", "nomic"),
             std::string("! unsupported_input texts[0]"));
    for (const char* wrong : {"{}", R"({"input":[]})", R"({"input":7})", R"({"input":["a",7]})"})
        QVERIFY(refused(Operation::Embeddings, Operation::OllamaEmbed, wrong, "m").starts_with("! invalid_request"));
}

void Embeddings::namesFieldsAsVendorsDo() {
    const std::string asked = R"({"texts":["a"],"input_type":"search_query","embedding_types":["int8"],)"
                              R"("output_dimension":256,"truncate":"END"})";
    Losses losses;
    QCOMPARE(cross(Operation::CohereEmbed, Operation::Embeddings, asked, "voyage-3-large", losses),
             std::string(R"({"model":"voyage-3-large","input":["a"],"output_dimension":256,"output_dtype":"int8",)"
                         R"("input_type":"query","truncation":true})"));
    QVERIFY2(losses.empty(), codec_support::listed(losses).c_str());
    QCOMPARE(cross(Operation::Embeddings, Operation::Embeddings, R"({"input":"a"})", "nvidia/nv-embedqa-e5-v5", losses),
             std::string(R"({"model":"nvidia/nv-embedqa-e5-v5","input":["a"],"input_type":"passage"})"));
    QCOMPARE(cross(Operation::OllamaEmbed, Operation::Embeddings, R"({"input":"a","dimensions":64})", "codestral-embed",
                   losses),
             std::string(R"({"model":"codestral-embed","input":["a"],"output_dimension":64})"));
}

void Embeddings::keepsNumbersThroughEveryPair() {
    const std::string numbers = "[0.70,-1.0e-3,0.1234567890123]";
    const std::string first = R"({"embedding":)" + numbers + R"(,"inputTextTokenCount":4})";
    for (const auto client : operations) {
        const std::string asked = requestFor(client, 1);
        std::string answer = back(client, Operation::InvokeEmbeddings, asked, first);
        QCOMPARE(packedVectors(client, answer), std::vector<std::string>{*packFloats(numbers)});
        if (client != Operation::Embeddings)
            QVERIFY2(answer.find(numbers) != std::string::npos, answer.c_str());
        for (const auto next : operations) {
            const auto twice = back(next, client, requestFor(next, 1), answer);
            QCOMPARE(packedVectors(next, twice), std::vector<std::string>{*packFloats(numbers)});
        }
        const auto facts = readAnswerFacts(dialectOf(client), client, answer);
        if (client != Operation::OllamaEmbeddings)
            QCOMPARE(facts.usage.value_or(Usage{}).prompt(), std::int64_t(4));
    }
}

void Embeddings::ordersVectorsByTheirIndex() {
    const std::string asked = R"({"model":"m","input":["a","b"]})";
    const std::string answer =
        R"({"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1]}],"usage":{"prompt_tokens":3}})";
    QCOMPARE(back(Operation::OllamaEmbed, Operation::Embeddings, asked, answer),
             std::string(R"({"model":"asked","embeddings":[[1],[2]],"prompt_eval_count":3})"));
}

void Embeddings::refusesTooFewVectors() {
    const std::string asked = R"({"model":"m","input":["a","b"]})";
    for (const char* wrong : {R"({"embeddings":[[1]]})", R"({"embeddings":[]})", R"({"error":"no"})", "[]", "",
                              R"({"embeddings":[[1],["x"]]})", R"({"embeddings":{"int8":[[1],[2]]}})"}) {
        const auto answer = back(Operation::Embeddings, Operation::CohereEmbed, asked, wrong);
        QCOMPARE(answer, std::string("! upstream_invalid_answer"));
    }
}

void Embeddings::translatesRecordedExchanges() {
    if (!recorded::available())
        QSKIP("The recorded exchanges are not here (GATEHOUSE_SHARED_DIR).");
    const auto exchanges =
        recorded::load({"openai-embeddings", "cohere-embed", "gemini-embed", "vertex-predict-embed", "bedrock-invoke"});
    int seen = 0;
    for (const auto& exchange : exchanges) {
        const auto operation = operationOf(exchange);
        if (!operation || exchange.status != 200 || exchange.request.empty())
            continue;
        ++seen;
        const auto request = readRequest(*operation, exchange.request);
        QVERIFY2(request, exchange.id.c_str());
        const bool bytes = exchange.provider == "perplexity"; // numbers of one byte
        const auto vectors = packedVectors(*operation, exchange.answer);
        QVERIFY2(vectors.size() == request->inputs.size(), exchange.id.c_str());
        const auto facts = readAnswerFacts(dialectOf(*operation), *operation, exchange.answer);
        QVERIFY2(!facts.unreadable, exchange.id.c_str());
        for (const auto client : operations) {
            if (bytes || (takesOne(client) && request->inputs.size() > 1))
                continue;
            Losses losses;
            const auto asked = cross(*operation, client, exchange.request, "cohere.embed", losses);
            QVERIFY2(!asked.starts_with('!'), (exchange.id + asked).c_str());
            const auto answer = back(client, *operation, asked, exchange.answer);
            QVERIFY2(packedVectors(client, answer) == vectors, (exchange.id + answer.substr(0, 300)).c_str());
        }
    }
    QVERIFY(seen >= 12);
}

QTEST_GUILESS_MAIN(Embeddings)
#include "tst_embeddings.moc"
