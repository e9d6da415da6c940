// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/model_api.h"

#include "core/base/text.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/json_text.h"
#include "core/pipeline/answer_peek.h"
#include "core/pipeline/apis/api_handler.h"
#include "core/pipeline/models_answer.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

using dialects::Operation;

bool has(const std::vector<std::string>& models, std::string_view name) {
    return std::find(models.begin(), models.end(), name) != models.end();
}

std::string listed(const std::vector<std::string>& models) {
    std::string list;
    for (const auto& model : models)
        list.append(list.empty() ? "" : ", ").append(model);
    return list;
}

// What was asked for is one of the API's models, and whatever the provider may choose instead.
class OnlyItsModels final : public Leading::Check {
public:
    explicit OnlyItsModels(const std::vector<std::string>& models) : m_models(models) {}
    StageResult look(const Call& call) const override {
        const auto& facts = call.facts;
        const auto& others = facts.otherModels;
        const bool fits = has(m_models, facts.model) && !facts.otherModelsUnclear &&
                          std::all_of(others.begin(), others.end(),
                                      [this](const std::string& other) { return has(m_models, other); });
        if (fits)
            return {};
        auto error =
            failure(ErrorKind::Forbidden, "model_not_allowed",
                    "This API offers " + listed(m_models) + ". Ask for one of these, and for no other beside.");
        return tl::unexpected(Refusal{std::move(error.value()), {}});
    }

private:
    const std::vector<std::string>& m_models;
};

bool namesModel(std::string_view body) {
    dialects::json::JsonCursor at(body);
    std::string_view name;
    if (!at.enterObject())
        return true; // it will be told what is wrong
    while (at.nextMember(name)) {
        if (name == "model")
            return true;
        at.skip();
    }
    return at.failed();
}

std::string withModel(std::string_view body, std::string_view model) {
    const auto brace = body.find('{') + 1;
    std::string made(body.substr(0, brace));
    made += "\"model\":";
    appendJsonString(made, model);
    auto rest = body.substr(brace);
    const auto next = rest.find_first_not_of(" \t\r\n");
    if (next != std::string_view::npos && rest[next] != '}')
        made += ',';
    return made.append(rest);
}

bool isList(Operation operation) {
    return operation == Operation::Models || operation == Operation::Model;
}

} // namespace

Task<void> ModelApi::serve(ApiCall& api) {
    auto& call = api.call;
    const auto& head = api.exchange.head();
    auto match = matchAddress(head.method, api.address.rest, head.has("anthropic-version"));
    call.address = std::move(match.address);
    api.exchange.tellProblems(false); // clients' libraries know their dialect's errors only
    const bool there = match.fault != AddressFault::UnknownPath && !dialects::isRelayed(call.address.operation) &&
                       api.version->definition->models.size() > 0;
    const bool socket = call.address.operation == Operation::Responses && head.method == http::Method::Get;
    if (!there || match.fault == AddressFault::BadEscape) {
        co_await refusePath(api);
        co_return;
    }
    if (match.fault == AddressFault::WrongMethod || socket) {
        co_await refuseMethod(api, socket ? std::string_view("POST, OPTIONS") : std::string_view(match.allow));
        co_return;
    }
    api.exchange.replacePath(api.address.rest);
    if (isList(call.address.operation)) {
        co_await answerModels(api);
        co_return;
    }
    auto named = co_await nameDefault(api);
    if (!named) {
        co_await refuseApiCall(api, std::move(named.error().error), std::move(named.error().extras));
        co_return;
    }
    if (api.definition().timeout)
        call.deadline = call.started + api.definition().timeout->value;
    const OnlyItsModels check(api.definition().models);
    Leading how;
    how.check = &check;
    co_await m_leader.lead(call, how);
}

// The first of its models is meant where a body of JSON names none.
Task<StageResult> ModelApi::nameDefault(ApiCall& api) {
    auto& call = api.call;
    if (!dialects::namesModel(call.address.operation) || !call.address.model.empty() ||
        dialects::isQuestion(call.address.operation) || !isJson(api.exchange.head().field("content-type")))
        co_return StageResult{};
    auto body = co_await api.exchange.readBody(boundsFor(call, m_bounds).body);
    if (!body)
        co_return tl::unexpected(Refusal{std::move(body.error()), {}});
    if (!namesModel(*body))
        api.exchange.replaceBody(withModel(*body, api.definition().models.front()));
    co_return StageResult{};
}

Task<void> ModelApi::answerModels(ApiCall& api) {
    auto& call = api.call;
    const auto& models = api.definition().models;
    std::optional<std::string> body;
    if (call.address.operation == Operation::Models)
        body = listModels(*call.snapshot, call.app(), call.rules(), call.address.dialect, &models);
    else if (has(models, call.address.model))
        body = describeModel(*call.snapshot, call.app(), call.rules(), call.address.model, call.address.dialect);
    if (!body) {
        Error error = failure(ErrorKind::NotFound, "model_not_found",
                              "This API offers " + listed(models) + ", and this key may ask for some of these.")
                          .value();
        co_await refuseApiCall(api, std::move(error));
        co_return;
    }
    http::ResponseHead head;
    head.fields.push_back({"content-type", "application/json"});
    call.record.status = head.status;
    (void)co_await api.exchange.answer(std::move(head), std::move(*body));
}

} // namespace gatehouse::pipeline
