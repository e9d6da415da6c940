// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/errors.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/tap.h"
#include "tests/core/dialects/bedrock_support.h"

#include <QtTest>

using namespace bedrock_support;
using gatehouse::Error;
using gatehouse::ErrorKind;

class BedrockRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Gemini signs calls: a client of this dialect carries the signature in a block before the call, and brings it
    // back.
    void carriesTheSignatureOfACall() {
        const ToolUsePart use{"call_1", "open_gate", "{}", ToolInput::Object, "c2lnbmVk"};
        ChatAnswer answer;
        Part part;
        part.content = use;
        answer.choices.emplace_back().parts.push_back(part);
        Losses losses;
        const auto& codec = codecFor(Dialect::Bedrock);
        const auto back = codec.readAnswer(codec.writeAnswer(answer, losses));
        QCOMPARE(back->choices[0].parts.size(), std::size_t(1));
        QCOMPARE(std::get<ToolUsePart>(back->choices[0].parts[0].content).signature, use.signature);
        const auto writer = codec.streamWriter({});
        std::string out;
        for (const StreamEvent& event :
             {StreamEvent(MessageStart{}), StreamEvent(PartStart{0, 0, use}), StreamEvent(PartStop{0}),
              StreamEvent(StopEvent{0, StopReason::ToolUse, {}, {}})})
            writer->write(event, out);
        writer->finish(out);
        QVERIFY(out.find("redactedContent") < out.find("toolUseId"));
    }
    void sendsToolConfigWheneverTheHistoryHasTools();
    void hasNoWordForNone();
    void marksTheCache();
    void cleansTheNamesOfDocuments();
    void takesPicturesAsData();
    void saysSchemasAsStrings();
    void asksModelsToThinkInTheirWords();
    void carriesSignaturesThroughOtherClients();
    void carriesForeignThoughtsThroughItsOwnClients();
    void opensBlocksWithTheirFirstDelta();
    void tellsUsageBehindTheStop();
    void joinsRedactedThoughts();
    void readsExceptionFrames();
    void refusesDamagedStreams();
    void writesBlocksInARow();
    void namesErrorsAsTheServiceDoes();
    void classifiesItsErrors();
};

void BedrockRules::sendsToolConfigWheneverTheHistoryHasTools() {
    Losses losses;
    const auto body = fromOpenAi(
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":null,"
        "\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"look\",\"arguments\":\"\"}},"
        "{\"id\":\"call_2\",\"type\":\"function\",\"function\":{\"name\":\"hear\",\"arguments\":\"{}\"}}]},"
        "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"seen\"},"
        "{\"role\":\"tool\",\"tool_call_id\":\"call_2\",\"content\":\"heard\"}]}",
        losses);
    QVERIFY(body.find("\"toolConfig\":{\"tools\":[{\"toolSpec\":{\"name\":\"look\"") != std::string::npos);
    QVERIFY(body.find("{\"toolSpec\":{\"name\":\"hear\"") != std::string::npos);
    QVERIFY(loses(losses, "tools"));
    // Both results stand in one user turn.
    QVERIFY(body.find("\"role\":\"user\",\"content\":[{\"toolResult\":{\"toolUseId\":\"call_1\",\"content\":[{\"text\":"
                      "\"seen\"}]}},{\"toolResult\":{\"toolUseId\":\"call_2\"") != std::string::npos);
    QVERIFY(body.find("\"input\":{}") != std::string::npos);
}

void BedrockRules::hasNoWordForNone() {
    Losses losses;
    const std::string tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"look\",\"parameters\":{}}}]";
    const auto body = fromOpenAi("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + tools +
                                     ",\"tool_choice\":\"none\",\"parallel_tool_calls\":false}",
                                 losses);
    QVERIFY(body.find("toolConfig") != std::string::npos);
    QVERIFY(body.find("toolChoice") == std::string::npos);
    QVERIFY(loses(losses, "tool_choice"));
    QVERIFY(loses(losses, "parallel_tool_calls"));
    losses.clear();
    const auto named = fromOpenAi("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]," + tools +
                                      ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"look\"}}}",
                                  losses);
    QVERIFY(named.find("\"toolChoice\":{\"tool\":{\"name\":\"look\"}}") != std::string::npos);
    QVERIFY(losses.empty());
}

void BedrockRules::marksTheCache() {
    Losses losses;
    const auto body = translated(
        Dialect::Anthropic, Dialect::Bedrock,
        "{\"model\":\"c\",\"max_tokens\":9,\"system\":[{\"type\":\"text\",\"text\":\"S\",\"cache_control\":{\"type\":"
        "\"ephemeral\",\"ttl\":\"1h\"}}],\"tools\":[{\"name\":\"t\",\"input_schema\":{\"type\":\"object\"},"
        "\"cache_control\":{\"type\":\"ephemeral\"}}],\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\","
        "\"text\":\"Hi\",\"cache_control\":{\"type\":\"ephemeral\"}}]}]}",
        "anthropic.claude-x", losses);
    QVERIFY(losses.empty());
    QVERIFY(body.find("\"system\":[{\"text\":\"S\"},{\"cachePoint\":{\"type\":\"default\",\"ttl\":\"1h\"}}]") !=
            std::string::npos);
    QVERIFY(body.find("{\"text\":\"Hi\"},{\"cachePoint\":{\"type\":\"default\"}}]") != std::string::npos);
    QVERIFY(body.find("}},{\"cachePoint\":{\"type\":\"default\"}}],\"") != std::string::npos ||
            body.find("}},{\"cachePoint\":{\"type\":\"default\"}}]}") != std::string::npos);
    const auto back = translated(Dialect::Bedrock, Dialect::Anthropic, body, "claude-x", losses);
    QVERIFY(back.find("\"text\":\"S\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}") != std::string::npos);
    QVERIFY(back.find("\"text\":\"Hi\",\"cache_control\":{\"type\":\"ephemeral\"}") != std::string::npos);
    QVERIFY(losses.empty());
}

void BedrockRules::cleansTheNamesOfDocuments() {
    Losses losses;
    const auto document = [](const std::string& title) {
        return "{\"type\":\"document\",\"title\":\"" + title +
               "\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"AAAA\"}}";
    };
    const auto body = translated(Dialect::Anthropic, Dialect::Bedrock,
                                 "{\"model\":\"c\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[" +
                                     document("report.pdf") + ',' + document("a/b  c.x.pdf") + ',' + document("") +
                                     ',' + document("") + "]}]}",
                                 "anthropic.claude-x", losses);
    QVERIFY(body.find("\"name\":\"report\"") != std::string::npos);
    QVERIFY(body.find("\"name\":\"a-b c-x\"") != std::string::npos);
    QVERIFY(body.find("\"name\":\"document\"") != std::string::npos);
    QVERIFY(body.find("\"name\":\"document 2\"") != std::string::npos);
    QVERIFY(loses(losses, "messages[0].content[1]"));
}

void BedrockRules::takesPicturesAsData() {
    Losses losses;
    const auto body = fromOpenAi(
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What?\"},{\"type\":\"image_url\","
        "\"image_url\":{\"url\":\"data:image/jpeg;base64,/9j/4AAQ\"}},{\"type\":\"image_url\",\"image_url\":{\"url\":"
        "\"https://example.com/x.png\"}},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/"
        "bmp;base64,Qk0=\"}}"
        "]}]}",
        losses);
    QVERIFY(body.find("{\"image\":{\"format\":\"jpeg\",\"source\":{\"bytes\":\"/9j/4AAQ\"}}}") != std::string::npos);
    QVERIFY(body.find("example.com") == std::string::npos);
    QVERIFY(loses(losses, "messages[0].content[2]"));
    QVERIFY(loses(losses, "messages[0].content[3]"));
}

void BedrockRules::saysSchemasAsStrings() {
    Losses losses;
    const auto body = fromOpenAi("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"response_format\":{\"type\":"
                                 "\"json_schema\",\"json_schema\":{\"name\":\"City\",\"description\":\"D\",\"strict\":"
                                 "true,\"schema\":{\"type\":\"object\"}}}}",
                                 losses);
    QVERIFY(body.find("\"outputConfig\":{\"textFormat\":{\"type\":\"json_schema\",\"structure\":{\"jsonSchema\":{"
                      "\"schema\":\"{\\\"type\\\":\\\"object\\\"}\",\"name\":\"City\",\"description\":\"D\"}}}}") !=
            std::string::npos);
    QVERIFY(losses.empty());
    const auto back = translated(Dialect::Bedrock, Dialect::OpenAi, body, "gpt-4o", losses);
    QVERIFY(back.find("\"schema\":{\"type\":\"object\"}") != std::string::npos);
    QVERIFY(back.find("\"name\":\"City\"") != std::string::npos);
    losses.clear();
    fromOpenAi("{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"response_format\":{\"type\":\"json_object\"}}",
               losses);
    QVERIFY(loses(losses, "response_format"));
}

void BedrockRules::asksModelsToThinkInTheirWords() {
    const std::string body = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"reasoning_effort\":\"low\"}";
    Losses losses;
    const auto claude = fromOpenAi(body, losses, "us.anthropic.claude-sonnet-4");
    QVERIFY(
        claude.find("\"additionalModelRequestFields\":{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}}") !=
        std::string::npos);
    QVERIFY(claude.find("\"maxTokens\":5120") != std::string::npos);
    QVERIFY(fromOpenAi(body, losses, "amazon.nova-2-lite").find("\"maxReasoningEffort\":\"low\"") != std::string::npos);
    QVERIFY(fromOpenAi(body, losses, "openai.gpt-oss-20b").find("\"reasoning_effort\":\"low\"") != std::string::npos);
    losses.clear();
    QVERIFY(fromOpenAi(body, losses, "meta.llama3").find("additional") == std::string::npos);
    QVERIFY(loses(losses, "reasoning_effort"));
    losses.clear();
    const auto exact =
        translated(Dialect::Anthropic, Dialect::Bedrock,
                   "{\"model\":\"c\",\"max_tokens\":4000,\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":"
                   "2000},\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
                   "anthropic.claude-x", losses);
    QVERIFY(exact.find("\"budget_tokens\":2000") != std::string::npos);
    QVERIFY2(losses.empty(), listed(losses).c_str());
    const auto back = translated(Dialect::Bedrock, Dialect::Anthropic, exact, "claude-x", losses);
    QVERIFY(back.find("\"budget_tokens\":2000") != std::string::npos);
}

void BedrockRules::carriesSignaturesThroughOtherClients() {
    const std::string answer =
        "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"reasoningContent\":{\"reasoningText\":{"
        "\"text\":\"Hm\",\"signature\":\"c2ln\"}}},{\"reasoningContent\":{\"redactedContent\":\"AAECAw==\"}},"
        "{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"look\",\"input\":{}}}]}},\"stopReason\":\"tool_use\"}";
    const auto read = converse().readAnswer(answer);
    QVERIFY(read);
    for (const Dialect client : {Dialect::Anthropic, Dialect::OpenAi}) {
        Losses losses;
        const std::string told = codecFor(client).writeAnswer(*read, losses);
        const auto document = json::Document::parse(told);
        std::string message;
        if (client == Dialect::Anthropic)
            message = "{\"role\":\"assistant\",\"content\":" + document->root()["content"].compact() + "}";
        else
            for (const auto choice : document->root()["choices"].children())
                message = choice["message"].compact();
        const std::string result = client == Dialect::Anthropic
                                       ? "{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":"
                                         "\"t1\",\"content\":\"x\"}]}"
                                       : "{\"role\":\"tool\",\"tool_call_id\":\"t1\",\"content\":\"x\"}";
        const auto back = translated(client, Dialect::Bedrock,
                                     "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":"
                                     "\"Hi\"}," +
                                         message + ',' + result + "]}",
                                     "anthropic.claude-x", losses);
        QVERIFY2(back.find("{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Hm\",\"signature\":\"c2ln\"}}}") !=
                     std::string::npos,
                 back.c_str());
        QVERIFY2(back.find("{\"reasoningContent\":{\"redactedContent\":\"AAECAw==\"}}") != std::string::npos,
                 back.c_str());
        // Not to another vendor.
        const auto elsewhere = translated(client, otherThan(client),
                                          "{\"model\":\"m\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\","
                                          "\"content\":\"Hi\"}," +
                                              message + "]}",
                                          "model", losses);
        QVERIFY2(elsewhere.find("\"c2ln\"") == std::string::npos, elsewhere.c_str());
    }
}

void BedrockRules::carriesForeignThoughtsThroughItsOwnClients() {
    ChatAnswer answer;
    ReasoningPart signedPart;
    signedPart.dialect = Dialect::Anthropic;
    signedPart.text = "Hm";
    signedPart.signature = "sig";
    ReasoningPart hidden;
    hidden.dialect = Dialect::Anthropic;
    hidden.encrypted = "secret";
    AnswerChoice choice;
    choice.parts.push_back(Part{signedPart, {}, {}, 0});
    choice.parts.push_back(Part{hidden, {}, {}, 1});
    answer.choices.push_back(choice);
    Losses losses;
    const auto again = converse().readAnswer(converse().writeAnswer(answer, losses));
    QVERIFY(again);
    QVERIFY(again->choices.front().parts[0].content == PartContent(signedPart));
    QVERIFY(again->choices.front().parts[1].content == PartContent(hidden));
}

void BedrockRules::opensBlocksWithTheirFirstDelta() {
    const std::string stream =
        frameOf("messageStart", "{\"role\":\"assistant\",\"p\":\"abc\"}") +
        frameOf("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"text\":\"Hm\"}}}") +
        frameOf("contentBlockDelta",
                "{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"signature\":\"s\"}}}") +
        frameOf("contentBlockStop", "{\"contentBlockIndex\":0}") +
        frameOf("contentBlockDelta", "{\"contentBlockIndex\":1,\"delta\":{\"text\":\"Hi\"}}") +
        frameOf("contentBlockStop", "{\"contentBlockIndex\":1}") +
        frameOf("contentBlockStart",
                "{\"contentBlockIndex\":2,\"start\":{\"toolUse\":{\"toolUseId\":\"t1\",\"name\":\"look\"}}}") +
        frameOf("contentBlockDelta", "{\"contentBlockIndex\":2,\"delta\":{\"toolUse\":{\"input\":\"\"}}}") +
        frameOf("contentBlockStop", "{\"contentBlockIndex\":2}") +
        frameOf("messageStop", "{\"stopReason\":\"tool_use\"}") +
        frameOf("metadata",
                "{\"usage\":{\"inputTokens\":3,\"outputTokens\":4,\"totalTokens\":19,\"cacheReadInputTokens\":"
                "5,\"cacheWriteInputTokens\":7}}");
    const auto read = readStream(converse(), {stream});
    QVERIFY(read.end == StreamEnd::Whole);
    const auto& parts = read.answer.choices.front().parts;
    QCOMPARE(parts.size(), std::size_t{3});
    QCOMPARE(std::get<ReasoningPart>(parts[0].content).signature, std::string("s"));
    QVERIFY(std::get<ReasoningPart>(parts[0].content).dialect == Dialect::Bedrock);
    QCOMPARE(std::get<TextPart>(parts[1].content).text, std::string("Hi"));
    QCOMPARE(argumentsOf(std::get<ToolUsePart>(parts[2].content)), std::string("{}"));
    QVERIFY(read.answer.choices.front().stop == StopReason::ToolUse);
    QCOMPARE(read.answer.usage->prompt(), std::int64_t{15});
    QCOMPARE(read.answer.usage->cachedInput, std::int64_t{5});
}

void BedrockRules::tellsUsageBehindTheStop() {
    const auto read = readStream(
        codecFor(Dialect::OpenAi),
        {"data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hi\"}}]}\n\n"
         "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
         "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}"
         "}\n\ndata: [DONE]\n\n"});
    QCOMPARE(
        QString::fromStdString(framesOf(writeStream(converse(), read))),
        QStringLiteral("messageStart {\"role\":\"assistant\"}\n"
                       "contentBlockDelta {\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hi\"}}\n"
                       "contentBlockStop {\"contentBlockIndex\":0}\n"
                       "messageStop {\"stopReason\":\"end_turn\"}\n"
                       "metadata {\"usage\":{\"inputTokens\":5,\"outputTokens\":2,\"totalTokens\":7,"
                       "\"cacheReadInputTokens\":0,\"cacheWriteInputTokens\":0},\"metrics\":{\"latencyMs\":0}}\n"));
}

void BedrockRules::joinsRedactedThoughts() {
    const std::string stream =
        frameOf("messageStart", "{\"role\":\"assistant\"}") +
        frameOf("contentBlockDelta",
                "{\"contentBlockIndex\":0,\"delta\":{\"reasoningContent\":{\"redactedContent\":\"AAEC\"}}}") +
        frameOf("contentBlockStop", "{\"contentBlockIndex\":0}") +
        frameOf("messageStop", "{\"stopReason\":\"end_turn\"}");
    const auto read = readStream(converse(), {stream});
    QVERIFY(read.end == StreamEnd::Whole); // usage may be missing
    QCOMPARE(std::get<ReasoningPart>(read.answer.choices.front().parts[0].content).encrypted, std::string("AAEC"));
    QVERIFY(framesOf(writeStream(converse(), read)).find("\"redactedContent\":\"AAEC\"") != std::string::npos);
}

void BedrockRules::readsExceptionFrames() {
    std::string stream = frameOf("messageStart", "{\"role\":\"assistant\"}");
    event_stream::appendException(stream, "throttlingException", "{\"message\":\"Too many tokens, wait.\"}");
    const auto read = readStream(converse(), {stream});
    QVERIFY(read.failed && read.end == StreamEnd::Cut);
    const auto* error = std::get_if<StreamError>(&read.events.back());
    QVERIFY(error != nullptr);
    QCOMPARE(error->error.code, std::string("provider_rate_limit"));
    QCOMPARE(error->providerText, std::string("Too many tokens, wait."));
    std::string plain;
    const event_stream::Header headers[] = {{":message-type", event_stream::HeaderType::String, "error"},
                                            {":error-code", event_stream::HeaderType::String, "InternalError"},
                                            {":error-message", event_stream::HeaderType::String, "Oh."}};
    event_stream::appendFrame(plain, headers, "");
    const auto other = readStream(converse(), {plain});
    QVERIFY(other.failed);
    QCOMPARE(std::get_if<StreamError>(&other.events.back())->providerText, std::string("Oh."));
}

void BedrockRules::refusesDamagedStreams() {
    std::string stream = frameOf("messageStart", "{\"role\":\"assistant\"}") +
                         frameOf("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hello\"}}") +
                         frameOf("messageStop", "{\"stopReason\":\"end_turn\"}");
    stream[stream.find("Hello")] = 'J';
    const auto read = readStream(converse(), {stream});
    QVERIFY(read.failed && read.end == StreamEnd::Cut);
    for (const Dialect dialect : {Dialect::Bedrock, Dialect::BedrockInvoke}) {
        const auto tap = makeStreamTap(dialect, Operation::Converse, false);
        std::string out;
        tap->feed(stream, out);
        QVERIFY(tap->finish(out) == StreamEnd::Cut);
        QCOMPARE(out, frameOf("messageStart", "{\"role\":\"assistant\"}"));
    }
}

// Calls that are open together come one behind another.
void BedrockRules::writesBlocksInARow() {
    const auto writer = converse().streamWriter({});
    std::string out;
    ToolUsePart first;
    first.id = "a";
    first.name = "one";
    ToolUsePart second;
    second.id = "b";
    second.name = "two";
    writer->write(MessageStart{}, out);
    writer->write(PartStart{0, 0, first}, out);
    writer->write(ArgumentsDelta{0, "{\"x\":"}, out);
    writer->write(PartStart{1, 0, second}, out);
    writer->write(ArgumentsDelta{1, "{}"}, out);
    writer->write(ArgumentsDelta{0, "1}"}, out);
    writer->write(PartStop{0}, out);
    writer->write(PartStop{1}, out);
    writer->write(StopEvent{0, StopReason::ToolUse, {}, {}}, out);
    writer->finish(out);
    const auto read = readStream(converse(), {out});
    QVERIFY(read.end == StreamEnd::Whole);
    const auto frames = framesOf(out);
    QVERIFY(frames.find("contentBlockStop {\"contentBlockIndex\":0}\ncontentBlockStart {\"contentBlockIndex\":1") !=
            std::string::npos);
    QCOMPARE(argumentsOf(std::get<ToolUsePart>(read.answer.choices.front().parts[0].content)),
             std::string("{\"x\":1}"));
    QCOMPARE(argumentsOf(std::get<ToolUsePart>(read.answer.choices.front().parts[1].content)), std::string("{}"));
}

void BedrockRules::namesErrorsAsTheServiceDoes() {
    Error error;
    error.kind = ErrorKind::Unauthorized;
    error.code = "invalid_key";
    error.message = "No.";
    QCOMPARE(statusOf(error, Dialect::Bedrock), 403);
    QCOMPARE(writeError(error, Dialect::BedrockInvoke, "r"), std::string("{\"message\":\"No.\"}"));
    error.kind = ErrorKind::Unavailable;
    error.code = "upstream_truncated";
    QCOMPARE(framesOf(writeStreamError(error, Dialect::Bedrock, "r")),
             std::string("modelStreamErrorException {\"message\":\"No.\"}\n"));
    error.kind = ErrorKind::Limited;
    error.code = "rate_limited";
    QCOMPARE(framesOf(writeStreamError(error, Dialect::Bedrock, "r")),
             std::string("throttlingException {\"message\":\"No.\"}\n"));
}

void BedrockRules::classifiesItsErrors() {
    const auto code = [](int status, const std::string& message, const std::string& type) {
        return readProviderError(Dialect::Bedrock, status, "{\"message\":\"" + message + "\"}", type).error.code;
    };
    const std::string place = ":http://internal.amazon.com/coral/com.amazon.bedrock/";
    QCOMPARE(code(429, "Too many tokens, wait before the next attempt.", "ThrottlingException" + place),
             std::string("provider_rate_limit"));
    QCOMPARE(code(403, "The security token included in the request is expired", "ExpiredTokenException" + place),
             std::string("provider_auth"));
    QCOMPARE(code(400, "The provided model identifier is invalid.", "ValidationException" + place),
             std::string("provider_model"));
    QCOMPARE(code(400, "Input is too long for requested model.", "ValidationException"),
             std::string("provider_context"));
    QCOMPARE(code(400, "messages.0: the text field is blank", ""), std::string("provider_bad_request"));
    QCOMPARE(code(503, "Bedrock is unable to process your request.", "ServiceUnavailableException"),
             std::string("provider_overloaded"));
    QCOMPARE(code(424, "The model failed.", "ModelErrorException"), std::string("provider_error"));
    QCOMPARE(code(404, "No such ARN", "ResourceNotFoundException"), std::string("provider_model"));
    QCOMPARE(readProviderError(Dialect::Bedrock, 500, "<html>", "").error.code, std::string("provider_error"));
}

QTEST_APPLESS_MAIN(BedrockRules)
#include "tst_bedrock_rules.moc"
