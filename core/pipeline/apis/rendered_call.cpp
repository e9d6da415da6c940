// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/rendered_call.h"

#include "core/base/text.h"
#include "core/dialects/crossing.h"

namespace gatehouse::pipeline {
namespace {

using dialects::Dialect;
using dialects::Operation;

constexpr std::string_view chatPath = "/v1/chat/completions";

struct Target {
    Operation operation = Operation::ChatCompletions;
    std::string path = std::string(chatPath);
    std::string query;
};

Target targetOf(Dialect dialect, const std::string& model, bool stream) {
    if (dialect == Dialect::Anthropic)
        return {Operation::Messages, "/v1/messages", {}};
    if (dialect == Dialect::Gemini)
        return {Operation::GenerateContent,
                "/gemini/v1beta/models/" + percentEncode(model) +
                    (stream ? ":streamGenerateContent" : ":generateContent"),
                stream ? "alt=sse" : ""};
    return {};
}

} // namespace

Dialect dialectOfAnswer(std::string_view answer) {
    if (answer == "anthropic")
        return Dialect::Anthropic;
    return answer == "gemini" ? Dialect::Gemini : Dialect::OpenAi;
}

Result<void> encapsulate(ApiExchange& exchange, Call& call, std::string_view answer, std::string body, bool stream) {
    const auto dialect = dialectOfAnswer(answer);
    call.address = {};
    call.address.dialect = dialect;
    if (dialect == Dialect::OpenAi) {
        auto target = targetOf(dialect, {}, stream);
        call.address.operation = target.operation;
        exchange.replaceRequest(std::move(target.path), {}, std::move(body));
        return {};
    }
    auto facts = dialects::scanRequest(Operation::ChatCompletions, body);
    if (!facts)
        return tl::unexpected(std::move(facts.error()));
    auto target = targetOf(dialect, facts->model, stream);
    dialects::CrossingWish wish;
    wish.provider = target.operation;
    wish.providerModel = facts->model;
    wish.facts = &*facts;
    dialects::Losses losses; // what a provider loses of it in the end is told by its own translation
    auto crossed = dialects::crossRequest(wish, body, losses);
    if (!crossed)
        return tl::unexpected(std::move(crossed.error()));
    call.address.operation = target.operation;
    if (dialect == Dialect::Gemini) {
        call.address.model = facts->model;
        call.address.stream = stream;
    }
    exchange.replaceRequest(std::move(target.path), std::move(target.query), std::move(*crossed));
    return {};
}

} // namespace gatehouse::pipeline
