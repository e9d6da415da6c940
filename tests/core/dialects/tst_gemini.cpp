// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/count_tokens/crossing.h"
#include "core/dialects/errors.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/request_scan.h"
#include "tests/core/dialects/codec_support.h"

#include <QtTest>

using namespace codec_support;

// What Gemini's dialect asks of a translator, rule by rule (WIRE.md §4, §10).
class GeminiRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsBothSpellings();
    void matchesResultsWithoutIdsByNameAndOrder();
    void makesIdsThatStayTheSameOverTheTurns();
    void keepsTheOrderOfCallsForTheirResults();
    void refusesAResultWithoutItsCall();
    void signsCallsOfOtherModelsForNewModelsOnly();
    void keepsSignaturesThroughEveryClientsDialect_data();
    void keepsSignaturesThroughEveryClientsDialect();
    void keepsThoughtsOfOthersForTheirOwnVendor();
    void leavesOutWhatOlderModelsRefuse();
    void asksForThinkingAsTheModelTakesIt();
    void readsSchemasOfTheOpenApiKind();
    void joinsArgumentsThatComeInPieces();
    void tellsABlockedPromptAndAFailedCall();
    void countsThoughtsAsOutput();
    void countsCharactersOfCitations();
    void endsAStreamOfEitherFormWithAnError();
    void writesErrorsAsGoogleDoes();
    void takesTheDelayFromAnErrorsBody();
    void gathersFactsOfARequest();
    void refusesWhatEveryProviderRefuses();
    void namesLossesAsTheClientDoes();
    void keepsPicturesOfAnAnswer();
    void namesTheModelOfABatchAsTheProviderDoes();
    void countsTokensAcrossDialects();

private:
    static const Codec& gemini() { return codecFor(Dialect::Gemini); }
    static std::string crossed(Dialect from, Dialect to, const std::string& body, const std::string& model,
                               Losses& losses) {
        auto request = codecFor(from).readRequest(body, losses);
        if (!request)
            return "error: " + request.error().message;
        request->model = model;
        auto written = codecFor(to).writeRequest(*request, from, losses);
        return written ? *written : "error: " + written.error().field;
    }
    static bool holds(const std::string& text, std::string_view piece) {
        const bool found = text.find(piece) != std::string::npos;
        if (!found)
            qWarning("not in: %s", text.c_str());
        return found;
    }
};

void GeminiRules::readsBothSpellings() {
    Losses losses;
    const auto request = gemini().readRequest(
        R"({"system_instruction":{"parts":[{"text":"Be short."}]},"generation_config":{"max_output_tokens":7,)"
        R"("thinking_config":{"thinking_budget":0},"response_mime_type":"application/json"},)"
        R"("contents":[{"role":"user","parts":[{"inline_data":{"mime_type":"image/png","data":"QUJD"}}]}]})",
        losses);
    QVERIFY(request);
    QCOMPARE(request->messages.size(), std::size_t{2});
    QVERIFY(request->maxOutputTokens == "7");
    QVERIFY(request->reasoning.mode == ThinkingMode::Disabled);
    QVERIFY(request->format && request->format->kind == FormatKind::JsonObject);
    const auto& media = std::get<MediaPart>(request->messages[1].parts[0].content);
    QVERIFY(media.mediaType == "image/png" && media.data.view() == "QUJD");
}

void GeminiRules::matchesResultsWithoutIdsByNameAndOrder() {
    Losses losses;
    const std::string body = R"({"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[)"
                             R"({"functionCall":{"name":"a","args":{"n":1}}},{"functionCall":{"name":"b","args":{}}},)"
                             R"({"functionCall":{"name":"a","args":{"n":2}}}]},{"role":"user","parts":[)"
                             R"({"functionResponse":{"name":"a","response":{"output":"one"}}},)"
                             R"({"functionResponse":{"name":"a","response":{"output":"two"}}},)"
                             R"({"functionResponse":{"name":"b","response":{"error":"broken"}}}]}]})";
    const auto request = gemini().readRequest(body, losses);
    QVERIFY(request);
    const auto& calls = request->messages[1].parts;
    const auto& results = request->messages[2].parts;
    const auto call = [&](std::size_t i) { return std::get<ToolUsePart>(calls[i].content); };
    const auto result = [&](std::size_t i) { return std::get<ToolResultPart>(results[i].content); };
    QVERIFY(call(0).id != call(2).id);
    QVERIFY(result(0).id == call(0).id);
    QVERIFY(result(1).id == call(2).id);
    QVERIFY(result(2).id == call(1).id && result(2).isError);
    // As text a tool message of OpenAI's holds it.
    const auto chat = crossed(Dialect::Gemini, Dialect::OpenAi, body, "gpt-4o", losses);
    QVERIFY(holds(chat, R"("content":"two")"));
}

void GeminiRules::makesIdsThatStayTheSameOverTheTurns() {
    const std::string answer =
        R"({"responseId":"r1","candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}},)"
        R"({"functionCall":{"name":"f","args":{}}}]},"finishReason":"STOP"}]})";
    const auto first = gemini().readAnswer(answer);
    QVERIFY(first && *first == *gemini().readAnswer(answer));
    const auto id = [&](std::size_t i) { return std::get<ToolUsePart>(first->choices[0].parts[i].content).id; };
    QVERIFY(id(0) != id(1) && !id(0).empty());
    QVERIFY(first->choices[0].stop == StopReason::ToolUse);
    // Streamed it has the same.
    const auto streamed = readStream(gemini(), {"data: " + answer + "\r\n\r\n"});
    QVERIFY(std::get<ToolUsePart>(streamed.answer.choices[0].parts[0].content).id == id(0));
}

void GeminiRules::keepsTheOrderOfCallsForTheirResults() {
    Losses losses;
    const auto written = crossed(
        Dialect::OpenAi, Dialect::Gemini,
        R"({"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[)"
        R"({"id":"x1","type":"function","function":{"name":"a","arguments":"{}"}},)"
        R"({"id":"x2","type":"function","function":{"name":"b","arguments":"{}"}}]},)"
        R"({"role":"tool","tool_call_id":"x2","content":"[1]"},{"role":"tool","tool_call_id":"x1","content":"{\"t\":5}"}]})",
        "gemini-2.5-flash", losses);
    QVERIFY(holds(written, R"({"functionResponse":{"id":"x1","name":"a","response":{"t":5}}},)"
                           R"({"functionResponse":{"id":"x2","name":"b","response":{"output":"[1]"}}})"));
    QVERIFY2(losses.empty(), listed(losses).c_str());
}

void GeminiRules::refusesAResultWithoutItsCall() {
    Losses losses;
    const auto written = crossed(Dialect::OpenAi, Dialect::Gemini,
                                 R"({"messages":[{"role":"user","content":"Hi"},)"
                                 R"({"role":"tool","tool_call_id":"x9","content":"5"}]})",
                                 "gemini-2.5-flash", losses);
    QVERIFY(written.starts_with("error: messages[1]"));
}

void GeminiRules::signsCallsOfOtherModelsForNewModelsOnly() {
    const std::string body = R"({"messages":[{"role":"user","content":"Hi"},{"role":"assistant","tool_calls":[)"
                             R"({"id":"x1","type":"function","function":{"name":"a","arguments":"{}"}},)"
                             R"({"id":"x2","type":"function","function":{"name":"b","arguments":"{}"}}]},)"
                             R"({"role":"tool","tool_call_id":"x1","content":"1"},)"
                             R"({"role":"tool","tool_call_id":"x2","content":"1"}]})";
    Losses losses;
    const std::string dummy = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";
    const auto written = crossed(Dialect::OpenAi, Dialect::Gemini, body, "gemini-3-flash-preview", losses);
    QVERIFY(holds(written, dummy));
    QCOMPARE(written.find(dummy), written.rfind(dummy)); // the first of parallel calls alone
    QVERIFY(crossed(Dialect::OpenAi, Dialect::Gemini, body, "gemini-2.5-pro", losses).find(dummy) == std::string::npos);
}

void GeminiRules::keepsSignaturesThroughEveryClientsDialect_data() {
    QTest::addColumn<bool>("streamed");
    QTest::addColumn<int>("client");
    for (const auto client : {Dialect::OpenAi, Dialect::Anthropic, Dialect::Gemini}) {
        for (const bool streamed : {false, true})
            QTest::addRow("%d %s", static_cast<int>(client), streamed ? "streamed" : "whole")
                << streamed << static_cast<int>(client);
    }
}

// Text and call of one answer are signed; the client sends its own message back.
void GeminiRules::keepsSignaturesThroughEveryClientsDialect() {
    QFETCH(bool, streamed);
    QFETCH(int, client);
    const auto dialect = static_cast<Dialect>(client);
    const std::string answer =
        R"({"responseId":"r1","candidates":[{"content":{"role":"model","parts":[{"text":"Mm.","thought":true},)"
        R"({"text":"Let me see.","thoughtSignature":"U0lHMQ+/=="},)"
        R"({"functionCall":{"name":"f","args":{}},"thoughtSignature":"U0lHMg=="}]},"finishReason":"STOP"}]})";
    ChatAnswer told = *gemini().readAnswer(answer);
    Losses losses;
    if (streamed) {
        const auto events = readStream(gemini(), {"data: " + answer + "\r\n\r\n"});
        told = readStream(codecFor(dialect), {writeStream(codecFor(dialect), events)}).answer;
    } else {
        told = *codecFor(dialect).readAnswer(codecFor(dialect).writeAnswer(told, losses));
    }
    // As the client writes the turn, and the gateway reads it.
    ChatRequest request;
    request.dialect = dialect;
    request.model = "m";
    Message user;
    user.parts.push_back({TextPart{"Hi", {}}, {}, {}, -1});
    Message model;
    model.role = Role::Assistant;
    model.parts = told.choices[0].parts;
    request.messages = {user, model};
    auto sent = codecFor(dialect).writeRequest(request, dialect, losses);
    QVERIFY(sent);
    if (dialect == Dialect::Anthropic) { // whose writer leaves out what Anthropic would refuse; a client does not
        const auto message = codecFor(dialect).writeAnswer(told, losses);
        const auto document = gatehouse::dialects::json::Document::parse(message);
        sent = "{\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\"," +
               std::string("\"content\":") + document->root()["content"].compact() + "}]}";
    }
    const auto written = crossed(dialect, Dialect::Gemini, *sent, "gemini-3-pro-preview", losses);
    QVERIFY(holds(written, R"({"text":"Let me see.","thoughtSignature":"U0lHMQ+/=="})"));
    QVERIFY(holds(written, R"("thoughtSignature":"U0lHMg==")"));
    QVERIFY(written.find(R"("thoughtSignature":"U0lHMg==")") > written.find("functionCall"));
}

void GeminiRules::keepsThoughtsOfOthersForTheirOwnVendor() {
    const std::string claude =
        R"({"id":"m","type":"message","role":"assistant","model":"c","content":[{"type":"thinking","thinking":"Hm",)"
        R"("signature":"c2ln.bmF0"},{"type":"redacted_thinking","data":"ZGF0YQ=="},{"type":"text","text":"Hi"}],)"
        R"("stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2}})";
    Losses losses;
    const auto answer = gemini().writeAnswer(*codecFor(Dialect::Anthropic).readAnswer(claude), losses);
    QVERIFY(answer.find("c2ln.bmF0") == std::string::npos); // base64 for libraries that decode it
    const auto begin = answer.find(R"({"parts":)");
    const auto content = answer.substr(begin, answer.find(R"("role":"model"})") + 15 - begin);
    const std::string body = R"({"contents":[{"role":"user","parts":[{"text":"Hi"}]},)" + content +
                             R"(,{"role":"user","parts":[{"text":"On"}]}]})";
    const auto back = crossed(Dialect::Gemini, Dialect::Anthropic, body, "claude-sonnet-4-5", losses);
    QVERIFY(holds(back, R"({"type":"thinking","thinking":"Hm","signature":"c2ln.bmF0"})"));
    QVERIFY(holds(back, R"({"type":"redacted_thinking","data":"ZGF0YQ=="})"));
    losses.clear();
    QVERIFY(crossed(Dialect::Gemini, Dialect::Gemini, body, "gemini-3-pro", losses).find("Hm") == std::string::npos);
    QVERIFY(holds(listed(losses), "dropped contents[1].parts[0]"));
}

void GeminiRules::leavesOutWhatOlderModelsRefuse() {
    const std::string body =
        R"({"messages":[{"role":"user","content":"Hi"}],"response_format":{"type":"json_object"},"tools":[)"
        R"({"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{}}}}]})";
    Losses losses;
    QVERIFY(crossed(Dialect::OpenAi, Dialect::Gemini, body, "gemini-2.5-flash", losses).find("responseMimeType") ==
            std::string::npos);
    QVERIFY(holds(listed(losses), "dropped response_format:"));
    losses.clear();
    QVERIFY(holds(crossed(Dialect::OpenAi, Dialect::Gemini, body, "gemini-3-pro-preview", losses), "responseMimeType"));
    QVERIFY2(losses.empty(), listed(losses).c_str());
}

void GeminiRules::asksForThinkingAsTheModelTakesIt() {
    const std::string body = R"({"messages":[{"role":"user","content":"Hi"}],"reasoning_effort":"medium"})";
    Losses losses;
    QVERIFY(holds(crossed(Dialect::OpenAi, Dialect::Gemini, body, "gemini-2.5-flash", losses),
                  R"("thinkingConfig":{"thinkingBudget":4096,"includeThoughts":true})"));
    QVERIFY(holds(crossed(Dialect::OpenAi, Dialect::Gemini, body, "gemini-3-flash-preview", losses),
                  R"("thinkingConfig":{"thinkingLevel":"medium","includeThoughts":true})"));
    QVERIFY2(losses.empty(), listed(losses).c_str());
    QVERIFY(crossed(Dialect::OpenAi, Dialect::Gemini, body, "gemini-2.0-flash", losses).find("thinking") ==
            std::string::npos);
    QVERIFY(holds(listed(losses), "dropped reasoning_effort"));
}

void GeminiRules::readsSchemasOfTheOpenApiKind() {
    Losses losses;
    const auto written =
        crossed(Dialect::Gemini, Dialect::OpenAi,
                R"({"contents":[{"parts":[{"text":"Hi"}]}],"tools":{"function_declarations":[{"name":"f","parameters":)"
                R"({"type":"OBJECT","properties":{"type":{"type":"STRING","nullable":true},"list":{"type":"ARRAY",)"
                R"("minItems":"2","items":{"type":"INTEGER"}}},"required":["type"],"propertyOrdering":["type"]}}]}})",
                "gpt-4o", losses);
    QVERIFY(holds(written, R"("parameters":{"type":"object","properties":{"type":{"type":["string","null"]},)"
                           R"("list":{"type":"array","minItems":2,"items":{"type":"integer"}}},"required":["type"]})"));
}

void GeminiRules::joinsArgumentsThatComeInPieces() {
    const auto chunk = [](const std::string& part) {
        return "data: {\"responseId\":\"r\",\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + part +
               "]}}]}\r\n\r\n";
    };
    const std::string stream =
        chunk(R"({"functionCall":{"name":"f","willContinue":true},"thoughtSignature":"QQ=="})") +
        chunk(R"({"functionCall":{"partialArgs":[{"jsonPath":"$.a[0].b","stringValue":"x","willContinue":true}],)"
              R"("willContinue":true}})") +
        chunk(R"({"functionCall":{"partialArgs":[{"jsonPath":"$.a[0].b","stringValue":"y"},)"
              R"({"jsonPath":"$['odd key']","numberValue":0.50},{"jsonPath":"$.n","nullValue":"NULL_VALUE"},)"
              R"({"jsonPath":"$.t","boolValue":true}],"willContinue":true}})") +
        chunk(R"({"functionCall":{}})") + chunk(R"({"functionCall":{"name":"g"}})") +
        "data: {\"candidates\":[{\"finishReason\":\"STOP\"}]}\r\n\r\n";
    const auto read = readStream(gemini(), {stream});
    QVERIFY(read.end == StreamEnd::Whole);
    const auto& parts = read.answer.choices[0].parts;
    QCOMPARE(parts.size(), std::size_t{2});
    const auto& first = std::get<ToolUsePart>(parts[0].content);
    QCOMPARE(QString::fromStdString(first.arguments),
             QString::fromStdString(R"({"a":[{"b":"xy"}],"odd key":0.50,"n":null,"t":true})"));
    QCOMPARE(first.signature, std::string("QQ=="));
    QCOMPARE(std::get<ToolUsePart>(parts[1].content).arguments, std::string("{}"));
    QVERIFY(read.answer.choices[0].stop == StopReason::ToolUse);
}

void GeminiRules::tellsABlockedPromptAndAFailedCall() {
    const auto blocked = gemini().readAnswer(R"({"promptFeedback":{"blockReason":"SAFETY"}})");
    QVERIFY(blocked && blocked->choices[0].stop == StopReason::Filtered);
    const auto stream = readStream(gemini(), {"data: {\"promptFeedback\":{\"blockReason\":\"OTHER\"}}\r\n\r\n"});
    QVERIFY(stream.end == StreamEnd::Whole && stream.answer.choices[0].stop == StopReason::Filtered);
    const auto safety = gemini().readAnswer(R"({"candidates":[{"content":{},"finishReason":"SAFETY"}]})");
    QVERIFY(safety && safety->choices[0].parts.empty() && safety->choices[0].stop == StopReason::Filtered);
    const auto limit =
        gemini().readAnswer(R"({"candidates":[{"content":{"role":"model"},"finishReason":"MAX_TOKENS"}]})");
    QVERIFY(limit && limit->choices[0].stop == StopReason::MaxTokens);
    const auto broken = gemini().readAnswer(R"({"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]})");
    QVERIFY(!broken && broken.error().code == "provider_error");
    QVERIFY(!gemini().readAnswer("{}"));
    QVERIFY(!gemini().readAnswer("<html>"));
    const auto cut =
        readStream(gemini(), {"data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\r\n\r\n"});
    QVERIFY(cut.end == StreamEnd::Cut);
}

void GeminiRules::countsThoughtsAsOutput() {
    const auto answer = gemini().readAnswer(
        R"({"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}],"usageMetadata":)"
        R"({"promptTokenCount":100,"cachedContentTokenCount":40,"candidatesTokenCount":5,"thoughtsTokenCount":20,)"
        R"("toolUsePromptTokenCount":3,"totalTokenCount":128}})");
    QVERIFY(answer && answer->usage);
    QCOMPARE(answer->usage->prompt(), std::int64_t{103});
    QCOMPARE(answer->usage->cachedInput, std::int64_t{40});
    QCOMPARE(answer->usage->output, std::int64_t{25});
    QCOMPARE(answer->usage->reasoning, std::int64_t{20});
    Losses losses;
    QVERIFY(holds(gemini().writeAnswer(*answer, losses), R"("candidatesTokenCount":5,"cachedContentTokenCount":40,)"
                                                         R"("thoughtsTokenCount":20,"totalTokenCount":128)"));
}

void GeminiRules::countsCharactersOfCitations() {
    const std::string grounded =
        R"({"candidates":[{"content":{"parts":[{"text":"Größe ist relativ."}]},"finishReason":"STOP","groundingMetadata":)"
        R"({"groundingChunks":[{"web":{"uri":"https:\/\/a.example","title":"A"}}],"groundingSupports":[{"segment":)"
        R"({"startIndex":8,"endIndex":11,"text":"ist"},"groundingChunkIndices":[0]}]}}]})";
    const auto answer = gemini().readAnswer(grounded);
    const auto& text = std::get<TextPart>(answer->choices[0].parts[0].content);
    QCOMPARE(text.citations.size(), std::size_t{1});
    QVERIFY(text.citations[0].start == 6 && text.citations[0].end == 9);
    Losses losses;
    QVERIFY(holds(gemini().writeAnswer(*answer, losses), R"("segment":{"startIndex":8,"endIndex":11,"text":"ist"})"));
    QVERIFY(holds(codecFor(Dialect::OpenAi).writeAnswer(*answer, losses), R"("start_index":6,"end_index":9)"));
}

void GeminiRules::endsAStreamOfEitherFormWithAnError() {
    gatehouse::Error error;
    error.kind = gatehouse::ErrorKind::Unavailable;
    error.code = "upstream_truncated";
    error.message = "It broke off.";
    const auto tap = makeStreamTap(Dialect::Gemini, Operation::GenerateContent, false);
    std::string out;
    tap->feed(R"([{"candidates":[{"content":{"parts":[{"text":"a"}]}}]})", out);
    tap->feed(R"(,{"candi)", out);
    QVERIFY(tap->finish(out) == StreamEnd::Cut);
    const auto whole = out + tap->errorAtEnd(error, Dialect::Gemini, "id");
    QVERIFY(gatehouse::dialects::json::Document::parse("{\"a\":" + whole + "}"));
    QVERIFY(holds(whole, R"("status":"UNAVAILABLE")"));
    const auto read = readStream(gemini(), {whole});
    QVERIFY(read.failed && read.end == StreamEnd::Cut);
    StreamWriterOptions options;
    options.asArray = true;
    const auto writer = gemini().streamWriter(options);
    std::string array;
    writer->write(PartStart{0, 0, TextPart{}}, array);
    writer->write(TextDelta{0, "a"}, array);
    writer->write(StreamError{error, {}}, array);
    QVERIFY(gatehouse::dialects::json::Document::parse("{\"a\":" + array + "}"));
}

void GeminiRules::writesErrorsAsGoogleDoes() {
    gatehouse::Error error;
    error.kind = gatehouse::ErrorKind::Limited;
    error.code = "rate_limited";
    error.message = "Too many.";
    const auto body = writeError(error, Dialect::Gemini, "r1");
    QVERIFY(holds(body, R"({"error":{"code":429,"message":"Too many.","status":"RESOURCE_EXHAUSTED","details":[)"));
    QVERIFY(holds(body, R"("reason":"rate_limited")"));
}

void GeminiRules::takesTheDelayFromAnErrorsBody() {
    const std::string body =
        R"({"error":{"code":429,"message":"You exceeded your current quota","status":"RESOURCE_EXHAUSTED","details":[)"
        R"({"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"48.5s"}]}})";
    for (const auto& each : {body, "[" + body + "]"}) {
        const auto read = readProviderError(Dialect::Gemini, 429, each);
        QVERIFY(read.retryAfter == std::chrono::milliseconds(48500));
        QCOMPARE(read.error.code, std::string("provider_rate_limit"));
    }
}

void GeminiRules::gathersFactsOfARequest() {
    const std::string body =
        R"({"contents":[{"role":"user","parts":[{"text":"four"},{"inlineData":{"mimeType":"image/png","data":")" +
        std::string(400, 'A') + R"("}}]},{"role":"model","parts":[]}],"generationConfig":{"maxOutputTokens":9,)" +
        R"("candidateCount":2},"tools":[{"functionDeclarations":[]}]})";
    const auto facts = scanRequest(Operation::GenerateContent, body, {}, {"gemini-x", true});
    QVERIFY(facts);
    QVERIFY(facts->model == "gemini-x" && facts->modelInAddress && facts->stream);
    QCOMPARE(facts->messages, std::size_t{2});
    QVERIFY(facts->maxOutputTokens == std::uint64_t{9});
    QCOMPARE(facts->choices, std::uint64_t{2});
    QVERIFY(facts->tools && facts->images);
    QCOMPARE(facts->mediaBytes, std::size_t{400});
    const auto snake = scanRequest(
        Operation::GenerateContent,
        R"({"contents":{"parts":[{"text":"a"}]},"generation_config":{"max_output_tokens":3}})", {}, {"m", false});
    QVERIFY(snake && snake->messages == 1 && snake->maxOutputTokens == std::uint64_t{3});
    const auto counting =
        scanRequest(Operation::GeminiCountTokens, R"({"generateContentRequest":{"contents":[]}})", {}, {"m", false});
    QVERIFY(counting);
}

void GeminiRules::refusesWhatEveryProviderRefuses() {
    const auto scan = [](std::string_view body) {
        const auto facts = scanRequest(Operation::GenerateContent, body, {}, {"m", false});
        return facts ? std::string() : facts.error().field;
    };
    QCOMPARE(scan("{}"), std::string("contents"));
    QCOMPARE(scan(R"({"contents":"Hi"})"), std::string("contents"));
    QCOMPARE(scan(R"({"contents":["Hi"]})"), std::string("contents[0]"));
    QCOMPARE(scan(R"({"contents":[{}],"generationConfig":{"maxOutputTokens":"5"}})"),
             std::string("generationConfig.maxOutputTokens"));
    Losses losses;
    QVERIFY(!gemini().readRequest(R"({"contents":[{"role":"assistant","parts":[{"text":"a"}]}]})", losses));
    QVERIFY(!gemini().readRequest(R"({"contents":[]})", losses));
}

void GeminiRules::namesLossesAsTheClientDoes() {
    Losses losses;
    const auto written = crossed(
        Dialect::Gemini, Dialect::Anthropic,
        R"({"contents":[{"role":"user","parts":[{"text":"a"},{"fileData":{"fileUri":"gs:\/\/b\/c.mp4","mimeType":"video/mp4"}},)"
        R"({"executableCode":{"code":"1"}}]}],"generationConfig":{"seed":5,"responseModalities":["IMAGE"]},)"
        R"("safetySettings":[{"category":"c","threshold":"t"}],"cachedContent":"cachedContents/1"})",
        "claude-sonnet-4-5", losses);
    const auto names = listed(losses);
    for (const auto* field :
         {"dropped contents[0].parts[1]", "dropped contents[0].parts[2]", "dropped generationConfig.seed",
          "dropped generationConfig.responseModalities", "dropped safetySettings", "dropped cachedContent"})
        QVERIFY(holds(names, field));
}

void GeminiRules::keepsPicturesOfAnAnswer() {
    const std::string answer =
        R"({"responseId":"r","candidates":[{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"QUJD"}}]},)"
        R"("finishReason":"STOP"}]})";
    Losses losses;
    const std::string picture = "data:image\\/png;base64,QUJD";
    const std::string plain = "data:image/png;base64,QUJD";
    const auto whole = codecFor(Dialect::OpenAi).writeAnswer(*gemini().readAnswer(answer), losses);
    QVERIFY(whole.find(plain) != std::string::npos || whole.find(picture) != std::string::npos);
    const auto streamed =
        writeStream(codecFor(Dialect::OpenAi), readStream(gemini(), {"data: " + answer + "\r\n\r\n"}));
    QVERIFY(streamed.find(plain) != std::string::npos || streamed.find(picture) != std::string::npos);
    (void)codecFor(Dialect::Anthropic).writeAnswer(*gemini().readAnswer(answer), losses);
    QCOMPARE(losses.size(), std::size_t{1});
}

void GeminiRules::namesTheModelOfABatchAsTheProviderDoes() {
    const std::string body = R"({"requests":[{"model":"models/a/b","content":{"parts":[{"text":"models/a/b"}]}},)"
                             R"({"content":{"parts":[{"text":"x"}]},"model":"models/a/b"}]})";
    const auto facts = scanRequest(Operation::BatchEmbedContents, body, {}, {"a/b", false});
    QVERIFY(facts && facts->inputs == 2);
    const auto edits = passThroughEdits(*facts, Dialect::Gemini, Operation::BatchEmbedContents, body, "b", false);
    std::string edited;
    for (const auto piece : applyEdits(body, edits))
        edited += piece;
    QCOMPARE(QString::fromStdString(edited),
             QString::fromStdString(R"({"requests":[{"model":"models/b","content":{"parts":[{"text":"models/a/b"}]}},)"
                                    R"({"content":{"parts":[{"text":"x"}]},"model":"models/b"}]})"));
}

void GeminiRules::countsTokensAcrossDialects() {
    Losses losses;
    CrossingWish wish;
    wish.client = Operation::GeminiCountTokens;
    wish.provider = Operation::CountTokens;
    wish.providerModel = "claude-x";
    const auto asked = crossRequest(
        wish,
        R"({"generateContentRequest":{"model":"models/m","contents":[{"role":"user","parts":[{"text":"Hi"}]}],)"
        R"("generationConfig":{"temperature":1}}})",
        losses);
    QVERIFY(asked);
    QCOMPARE(
        *asked,
        std::string(R"({"model":"claude-x","messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]})"));
    AnswerWish answer;
    answer.client = Operation::GeminiCountTokens;
    answer.provider = Operation::CountTokens;
    QVERIFY(crossAnswer(answer, R"({"input_tokens":12})", losses) == std::string(R"({"totalTokens":12})"));
    std::swap(wish.client, wish.provider);
    const auto back =
        crossRequest(wish, R"({"model":"x","system":"Be short.","messages":[{"role":"user","content":"Hi"}]})", losses);
    QCOMPARE(*back, std::string(R"({"contents":[{"role":"user","parts":[{"text":"Be short."}]},)"
                                R"({"role":"user","parts":[{"text":"Hi"}]}]})"));
    RequestFacts facts;
    facts.textBytes = 40;
    losses.clear();
    QCOMPARE(count_tokens::estimatedAnswer(Operation::CountTokens, facts, losses),
             std::string(R"({"input_tokens":11})"));
    QCOMPARE(listed(losses).find("approximated input_tokens"), std::size_t{0});
}

QTEST_APPLESS_MAIN(GeminiRules)
#include "tst_gemini.moc"
