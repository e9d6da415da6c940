// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/prompt_api.h"

#include "core/apis/query_values.h"
#include "core/pipeline/answer_peek.h"
#include "core/pipeline/apis/api_handler.h"
#include "core/pipeline/apis/chosen_prompt.h"
#include "core/pipeline/apis/json_body.h"
#include "core/pipeline/apis/rendered_call.h"
#include "core/pipeline/apis/wishes.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

using http::Method;

bool isRead(Method method) {
    return method == Method::Get || method == Method::Head;
}

// A secret in an address would stand in logs on its way: it is taken in a body only.
bool mayBeInQuery(const prompts::Variable& variable) {
    return !variable.secret && !apis::isReservedInQuery(variable.name);
}

bool takesGet(const prompts::Prompt& prompt) {
    const auto& all = prompt.variables().all();
    return std::none_of(all.begin(), all.end(), [](const prompts::Variable& variable) {
        return variable.required && !variable.defaultValue && !mayBeInQuery(variable);
    });
}

Result<apis::QueryWish> readValues(std::string_view query, const prompts::Prompt& prompt) {
    std::vector<apis::QueryField> fields;
    for (const auto& variable : prompt.variables().all()) {
        if (!mayBeInQuery(variable))
            continue;
        fields.push_back({variable.name, variable.schema ? variable.schema->source().if_object() : nullptr});
    }
    return apis::readQuery(query, fields);
}

// A secret that was given must not be kept with the call's bodies, nor with an answer that may repeat it.
bool givesSecret(const prompts::Prompt& prompt, const boost::json::object& values) {
    const auto& all = prompt.variables().all();
    return std::any_of(all.begin(), all.end(), [&values](const prompts::Variable& variable) {
        return variable.secret && values.contains(variable.name);
    });
}

Error noStreamOfJson() {
    auto error = failure(ErrorKind::Invalid, "stream_unsupported",
                         "This API answers JSON that is checked as a whole, so it cannot be streamed. Leave out "
                         "stream=true and Accept: text/event-stream.");
    error.value().field = "stream";
    return error.value();
}

} // namespace

Task<void> PromptApi::serve(ApiCall& api) {
    if (!api.address.rest.empty()) {
        co_await refusePath(api);
        co_return;
    }
    const auto* shelved = m_shelf.find(*api.call.snapshot, *api.version);
    if (shelved == nullptr) {
        Error error = failure(ErrorKind::Unavailable, "prompt_unusable",
                              "The prompt behind this API cannot be used at present. Tell its owner.")
                          .value();
        co_await refuseApiCall(api, std::move(error));
        co_return;
    }
    const auto chosen = choosePrompt(api, *shelved);
    const auto& prompt = *chosen.prompt;
    const auto method = api.exchange.head().method;
    const bool get = isRead(method) && takesGet(prompt);
    if (method != Method::Post && !get) {
        co_await refuseMethod(api, takesGet(prompt) ? "GET, HEAD, POST, OPTIONS" : "POST, OPTIONS");
        co_return;
    }
    auto wish = co_await readWish(api, prompt);
    if (!wish) {
        co_await refuseApiCall(api, std::move(wish.error()));
        co_return;
    }
    co_await ask(api, chosen, *wish);
}

Task<Result<PromptApi::Wish>> PromptApi::readWish(ApiCall& api, const prompts::Prompt& prompt) {
    const auto& head = api.exchange.head();
    Wish wish;
    Result<apis::QueryWish> query;
    if (isRead(head.method)) {
        query = readValues(head.query, prompt);
    } else {
        query = apis::readFlags(head.query);
        if (query) {
            auto body = co_await readJsonBody(api, m_bounds);
            if (!body)
                co_return tl::unexpected(std::move(body.error()));
            query->values = std::move(*body);
        }
    }
    if (!query)
        co_return tl::unexpected(std::move(query.error()));
    wish.values = std::move(query->values);
    wish.stream = query->stream.value_or(acceptsEvents(head));
    if (wish.stream && api.definition().answer == "json")
        co_return tl::unexpected(noStreamOfJson());
    co_return wish;
}

Task<void> PromptApi::ask(ApiCall& api, const ChosenPrompt& chosen, const Wish& wish) {
    auto& call = api.call;
    const auto& prompt = *chosen.prompt;
    const auto& definition = api.definition();
    prompts::RenderWish how;
    how.stream = wish.stream;
    auto rendered = prompt.render(wish.values, how);
    if (!rendered) {
        co_await refuseApiCall(api, std::move(rendered.error()));
        co_return;
    }
    if (api.exchange.head().method == Method::Head) { // whether it would be taken; nobody is asked
        http::ResponseHead head;
        head.fields.push_back({"content-type", "text/plain; charset=utf-8"});
        call.record.status = head.status;
        (void)co_await api.exchange.answer(std::move(head), {});
        co_return;
    }
    chosen.count();
    if (definition.timeout)
        call.deadline = call.started + definition.timeout->value;
    const bool secret = givesSecret(prompt, wish.values);
    if (secret)
        api.exchange.forbidCaching();
    Leading leading;
    leading.keepsBodies = !secret;
    if (definition.answer == "json") {
        co_await askForJson(api, prompt, std::move(*rendered), leading);
        co_return;
    }
    auto packed = encapsulate(api.exchange, call, definition.answer, std::move(rendered->body), wish.stream);
    if (!packed) {
        co_await refuseApiCall(api, std::move(packed.error()));
        co_return;
    }
    api.exchange.setForm(definition.answer == "text" ? AnswerForm::Text : AnswerForm::Dialect, wish.stream);
    co_await m_leader.lead(call, leading);
}

} // namespace gatehouse::pipeline
