// SPDX-License-Identifier: Apache-2.0
// Answers of kind json: held until they fit the schema, asked for again where they do not, never given by half.
#include "core/apis/text_stream.h"
#include "core/pipeline/apis/api_handler.h"
#include "core/pipeline/apis/further_call.h"
#include "core/pipeline/apis/prompt_api.h"
#include "core/pipeline/apis/rendered_call.h"

#include <boost/json/serialize.hpp>

namespace gatehouse::pipeline {
namespace {

// What an answer comes to: its JSON, or why it is none that fits.
Result<boost::json::value> read(const ApiExchange& exchange, const prompts::Prompt& prompt, std::string& text) {
    auto answer = apis::readAnswerText(exchange.heldBody());
    if (!answer)
        return tl::unexpected(std::move(answer.error()));
    text = std::move(answer->text);
    if (answer->refused)
        return failure(ErrorKind::Invalid, "answer_refused", "the model refused to answer");
    if (answer->stop == "length")
        return failure(ErrorKind::Invalid, "answer_cut", "the answer was cut at its limit of tokens");
    return prompt.checkAnswer(text);
}

Error answerInvalid(const Error& why, std::size_t asked) {
    auto fault = why.message;
    while (fault.ends_with('.'))
        fault.pop_back();
    auto error = failure(ErrorKind::Unavailable, "answer_invalid",
                         "The model's answer does not fit the API's schema, " +
                             (asked == 1 ? std::string("and it was asked once")
                                         : "also when it was asked " + std::to_string(asked) + " times") +
                             ": " + fault + ". Try again, or tell the API's owner.")
                     .value();
    error.found = why.message;
    return error;
}

void setField(http::ResponseHead& head, std::string_view name, std::string value) {
    std::erase_if(head.fields, [name](const http::Field& field) { return equalsIgnoringCase(field.name, name); });
    head.fields.push_back({std::string(name), std::move(value)});
}

} // namespace

Task<void> PromptApi::askForJson(ApiCall& api, const prompts::Prompt& prompt, prompts::Rendered rendered, Leading how) {
    auto& exchange = api.exchange;
    auto& call = api.call;
    auto packed = encapsulate(exchange, call, "json", rendered.body, false);
    if (!packed) {
        co_await refuseApiCall(api, std::move(packed.error()));
        co_return;
    }
    exchange.setForm(AnswerForm::Held, false);
    co_await m_leader.lead(call, how);
    m_leader.settle(call);
    api.concluded = true;
    for (std::size_t asked = 1; exchange.holds() && !exchange.left(); ++asked) {
        auto head = exchange.heldHead();
        if (head.status >= 300) { // an error: told as any other
            auto body = exchange.heldBody();
            exchange.setForm(AnswerForm::Dialect, false);
            exchange.dropHeld();
            (void)co_await exchange.respond(std::move(head), std::move(body));
            break;
        }
        std::string text;
        const auto value = read(exchange, prompt, text);
        if (value) {
            exchange.setForm(AnswerForm::Dialect, false);
            setField(head, "content-type", "application/json");
            setField(head, "x-gatehouse-attempts", std::to_string(call.record.attempts));
            auto body = boost::json::serialize(*value);
            call.record.bytesOut = static_cast<std::int64_t>(body.size());
            (void)co_await exchange.answer(std::move(head), std::move(body));
            break;
        }
        call.record.explain.note = "the answer did not fit: " + value.error().message;
        exchange.dropHeld();
        if (asked > prompt.repairs()) {
            Error invalid = answerInvalid(value.error(), asked);
            co_await refuseApiCall(api, std::move(invalid));
            break;
        }
        auto again = prompt.repairBody(rendered, text, value.error());
        co_await askAgain(api, m_leader, std::move(again), how);
    }
    call.record.totalMicros = call.elapsedMicros(m_leader.clock().monotonic());
}

} // namespace gatehouse::pipeline
