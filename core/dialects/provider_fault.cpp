// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/provider_fault.h"

#include "core/base/text.h"

#include <algorithm>
#include <initializer_list>

namespace gatehouse::dialects {
namespace {

using json::JsonCursor;
using json::Type;

// Statuses below 100 and above 599 in a body are codes of another kind (Mistral's "1300").
void takeStatus(ProviderFault& fault, std::int64_t number) {
    if (fault.status == 0 && number >= 400 && number <= 599)
        fault.status = static_cast<int>(number);
}

void readCode(ProviderFault& fault, JsonCursor& at) {
    if (at.type() == Type::Number) {
        const auto number = at.integer();
        if (number)
            takeStatus(fault, *number);
        if (number && fault.code.empty())
            fault.code = std::to_string(*number);
        return;
    }
    if (const auto code = at.text(); !code.empty())
        fault.code = code;
}

void keepText(std::string& target, JsonCursor& at) {
    if (auto text = at.text(); !text.empty())
        target = std::move(text);
}

// FastAPI's form: "detail" is a text, or an array of objects with "msg".
void readDetail(ProviderFault& fault, JsonCursor& at) {
    if (at.type() == Type::String)
        return keepText(fault.message, at);
    std::string_view name;
    if (!at.enterArray())
        return;
    while (at.nextElement()) {
        if (!at.enterObject())
            continue;
        while (at.nextMember(name)) {
            if (name == "msg" && fault.message.empty())
                keepText(fault.message, at);
            else
                at.skip();
        }
    }
}

void readInnerError(ProviderFault& fault, JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "code" && fault.code.empty())
            readCode(fault, at);
        else
            at.skip();
    }
}

void readValue(ProviderFault& fault, JsonCursor& at, int depth);

void readFaultMember(ProviderFault& fault, std::string_view name, JsonCursor& at, int depth) {
    if (name == "error" || name == "errors")
        readValue(fault, at, depth + 1);
    else if (name == "message")
        keepText(fault.message, at);
    else if (name == "detail")
        readDetail(fault, at);
    else if (name == "code")
        readCode(fault, at);
    else if (name == "status_code")
        takeStatus(fault, at.integer().value_or(0));
    else if (name == "type" && at.type() == Type::String) {
        // Anthropic's outer "type" is the word "error" and says nothing.
        if (auto type = at.text(); type != "error")
            fault.type = std::move(type);
    } else if (name == "status" && at.type() == Type::String)
        fault.type = at.text(); // Gemini's word, "RESOURCE_EXHAUSTED"
    else if (name == "innererror")
        readInnerError(fault, at);
    else
        at.skip();
}

// Errors stand in errors at most this deep; what a hostile server sends deeper is skipped.
constexpr int deepest = 4;

void readValue(ProviderFault& fault, JsonCursor& at, int depth) {
    std::string_view name;
    if (depth < deepest && at.type() == Type::Object) {
        at.enterObject();
        while (at.nextMember(name))
            readFaultMember(fault, name, at, depth);
    } else if (at.type() == Type::String) {
        keepText(fault.message, at);
    } else {
        at.skip();
    }
}

bool holds(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [text](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

enum class Class { Auth, RateLimit, Quota, Model, Context, Content, Overloaded, Failed, TimedOut, BadRequest };

// Words that are surer than the status: the same fault has different statuses (WIRE.md §10, trap 11). "words" are type
// and code, "message" the provider's text, both in lower case.
bool classByWords(std::string_view words, std::string_view message, Class& found) {
    if (holds(words, {"context_length", "too_many_prompt_tokens", "request_too_large", "string_above_max_length"}) ||
        holds(message, {"maximum context length", "prompt is too long", "context window", "context length",
                        "too many tokens", "exceeds the maximum number of tokens"}))
        found = Class::Context;
    else if (holds(words, {"content_filter", "content_policy", "responsibleaipolicy", "moderation_blocked"}))
        found = Class::Content;
    else if (holds(words, {"insufficient_quota", "billing", "payment_required", "insufficient_balance"}) ||
             holds(message, {"credit balance is too low", "insufficient balance", "exceeded your current quota"}))
        found = Class::Quota;
    else if (holds(words,
                   {"invalid_api_key", "authentication", "unauthorized", "unauthenticated", "api_key_invalid"}) ||
             holds(message, {"incorrect api key", "invalid api key", "api key not valid", "invalid x-api-key"}))
        found = Class::Auth;
    else if (holds(words, {"model_not_found", "deploymentnotfound", "model_not_active", "model_decommissioned"}))
        found = Class::Model;
    else if (holds(words, {"rate_limit", "ratelimit", "rate_limited", "too_many_requests", "resource_exhausted"}))
        found = Class::RateLimit;
    else if (holds(words, {"overloaded", "unavailable", "capacity"}))
        found = Class::Overloaded;
    else
        return false;
    return true;
}

Class classByStatus(int status, const ProviderFault& fault) {
    switch (status) {
    case 401:
    case 403:
        return Class::Auth;
    case 402:
        return Class::Quota;
    case 404:
        return fault.json ? Class::Model : Class::Failed; // a web server's own 404: the base URL is wrong
    case 408:
    case 504:
        return Class::TimedOut;
    case 413:
        return Class::Context;
    case 429:
        return Class::RateLimit;
    case 498: // Groq: capacity of the flexible tier
    case 503:
    case 529:
        return Class::Overloaded;
    default:
        return status >= 400 && status < 500 ? Class::BadRequest : Class::Failed;
    }
}

// In a stream there is no status; the type word of the event says whose fault it was.
int statusByType(std::string_view type) {
    if (type == "invalid_request_error")
        return 400;
    if (type == "permission_error")
        return 403;
    if (type == "not_found_error")
        return 404;
    if (type == "timeout_error")
        return 504;
    return 500;
}

Class classify(const ProviderFault& fault) {
    Class found = Class::Failed;
    const std::string words = toLower(fault.type + " " + fault.code);
    if (fault.status < 500 && classByWords(words, toLower(fault.message), found))
        return found;
    return classByStatus(fault.status != 0 ? fault.status : statusByType(fault.type), fault);
}

Error make(ErrorKind kind, const char* code, const char* message) {
    Error error;
    error.kind = kind;
    error.code = code;
    error.message = message;
    return error;
}

} // namespace

void readFaultValue(ProviderFault& fault, JsonCursor& at) {
    readValue(fault, at, 0);
}

ProviderFault readFault(std::string_view body) {
    ProviderFault fault;
    JsonCursor at(body);
    if (at.type() == Type::Array && at.enterArray() && !at.nextElement())
        return fault;
    fault.json = at.type() == Type::Object;
    if (fault.json)
        readFaultValue(fault, at);
    if (at.failed())
        fault.json = false;
    return fault;
}

Error errorFrom(const ProviderFault& fault) {
    switch (classify(fault)) {
    case Class::Auth:
        return make(ErrorKind::Unauthorized, "provider_auth",
                    "The provider refused the gateway's key for it. Check the provider's key and its permissions.");
    case Class::RateLimit:
        return make(ErrorKind::Limited, "provider_rate_limit",
                    "The provider's rate limit is reached. Wait and ask again, or add a target to the route.");
    case Class::Quota:
        return make(ErrorKind::Limited, "provider_quota",
                    "The quota or credit of the gateway's account at the provider is used up. Look at plan and billing "
                    "there.");
    case Class::Model:
        return make(ErrorKind::NotFound, "provider_model",
                    "The provider does not know the model, or its key may not use it. Check the target's model name.");
    case Class::Context:
        return make(fault.status == 413 ? ErrorKind::TooLarge : ErrorKind::Invalid, "provider_context",
                    "The request is larger than the model takes. Send fewer or shorter messages, or ask for less.");
    case Class::Content:
        return make(ErrorKind::Invalid, "provider_content",
                    "The provider's content filter refused the request. Change the prompt.");
    case Class::Overloaded:
        return make(ErrorKind::Unavailable, "provider_overloaded", "The provider is overloaded. Ask again later.");
    case Class::TimedOut:
        return make(ErrorKind::Timeout, "provider_error", "The provider did not answer in its own time. Ask again.");
    case Class::BadRequest:
        return make(ErrorKind::Invalid, "provider_bad_request",
                    "The provider refused the request as wrong. Check its fields against what the model takes.");
    case Class::Failed:
        break;
    }
    if (fault.status == 404)
        return make(ErrorKind::Unavailable, "provider_error",
                    "The provider's address answers as a web server, not as an API. Check the provider's base URL.");
    return make(ErrorKind::Unavailable, "provider_error",
                "The provider failed while it worked on the request. Ask again later.");
}

} // namespace gatehouse::dialects
