// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/health_question.h"

#include "core/dialects/crossing.h"
#include "core/providers/provider_request.h"
#include "core/routing/eligibility.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace gatehouse::pipeline {
namespace {

namespace json = boost::json;
using config::HealthCheck;
using config::Provider;
using dialects::Operation;

Result<HealthQuestion> questionFor(const Provider& provider, const config::ProviderKey* key,
                                   const dialects::FormRow& row, bool call) {
    providers::FieldsRequest wanted;
    wanted.provider = &provider;
    wanted.key = key != nullptr ? key->secret.get() : nullptr;
    wanted.clientDialect = provider.dialect();
    wanted.contentType = call ? "application/json" : "";
    if (call)
        wanted.spoken = dialects::dialectOf(row.operation);
    wanted.model = provider.health.model;
    auto fields = providers::fieldsFor(wanted);
    if (!fields)
        return tl::unexpected(std::move(fields.error()));
    HealthQuestion question;
    question.endpoint = providers::endpointOf(provider);
    question.target = providers::targetOf(provider, row, provider.health.model);
    question.fields = std::move(*fields);
    question.operation = row.operation;
    return question;
}

Result<HealthQuestion> withoutCost(const Provider& provider, const config::ProviderKey* key) {
    const auto* models = dialects::rowOf(provider.form, Operation::Models);
    if (provider.health.check == HealthCheck::Models && models != nullptr)
        return questionFor(provider, key, *models, false);
    const auto ready = dialects::healthPathOf(provider.form);
    if (provider.health.check == HealthCheck::Ready && !ready.empty())
        return questionFor(provider, key, {Operation::Models, ready}, false);
    return failure(ErrorKind::Invalid, "check_unsupported", "This provider cannot be asked so.");
}

// A chat as a client of OpenAI's would send it, translated where the provider speaks otherwise.
Result<HealthQuestion> oneToken(const Provider& provider, const config::ProviderKey* key) {
    const auto passage = routing::passageTo(provider, Operation::ChatCompletions);
    if (!passage)
        return tl::unexpected(passage.error());
    auto question = questionFor(provider, key, passage->row, true);
    if (!question)
        return question;
    question->method = http::Method::Post;
    const json::object message{{"role", "user"}, {"content", "Hi"}};
    question->body = json::serialize(
        json::object{{"model", provider.health.model}, {"max_tokens", 1}, {"messages", json::array{message}}});
    if (!passage->translated)
        return question;
    dialects::CrossingWish wish;
    wish.provider = passage->row.operation;
    wish.providerModel = provider.health.model;
    wish.mapping = provider.mapping;
    dialects::Losses losses;
    auto body = dialects::crossRequest(wish, question->body, losses);
    if (!body)
        return tl::unexpected(std::move(body.error()));
    question->body = std::move(*body);
    return question;
}

} // namespace

Result<HealthQuestion> healthQuestion(const Provider& provider, const config::ProviderKey* key) {
    return provider.health.check == HealthCheck::Call ? oneToken(provider, key) : withoutCost(provider, key);
}

bool saysWell(HealthCheck check, int status) {
    constexpr int tooMany = 429;
    if (status >= 200 && status < 300)
        return true;
    if (check == HealthCheck::Call)
        return status == tooMany;
    return status < 500 && status != 401 && check != HealthCheck::Ready;
}

} // namespace gatehouse::pipeline
