// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/errors.h"

#include "core/base/error_status.h"
#include "core/base/sse.h"
#include "core/base/text.h"
#include "core/dialects/anthropic_family.h"
#include "core/dialects/bedrock/errors.h"
#include "core/dialects/cohere/errors.h"
#include "core/dialects/gemini/error_body.h"
#include "core/dialects/json_text.h"
#include "core/dialects/ollama/answer.h"
#include "core/dialects/provider_fault.h"
#include "core/dialects/responses/failure_events.h"

#include <optional>

namespace gatehouse::dialects {
namespace {

constexpr std::size_t longestProviderText = 2000;

// Codes whose status is not that of their kind.
std::optional<int> statusOfCode(std::string_view code) {
    if (code == "method_not_allowed")
        return 405;
    if (code == "unsupported_media_type" || code == "unsupported_content_encoding")
        return 415;
    if (code == "length_required")
        return 411;
    if (code == "api_retired")
        return 410;
    if (code == "answer_invalid")
        return 502;
    return std::nullopt;
}

bool isBedrock(Dialect dialect) {
    return dialect == Dialect::Bedrock || dialect == Dialect::BedrockInvoke;
}

bool isOverload(std::string_view code) {
    return code.find("overload") != std::string_view::npos;
}

int statusOfUnavailable(std::string_view code, Dialect dialect) {
    if (isOverload(code))
        return isAnthropicFamily(dialect) && !isBedrock(dialect) ? 529 : 503;
    // A provider that cannot be reached, or answers wrongly, is behind this gateway.
    return code.starts_with("upstream_") || code == "provider_error" ? 502 : 503;
}

// The client's own slowness, as opposed to a provider's.
bool isClientTimeout(std::string_view code) {
    return code.starts_with("request_") || code.starts_with("body_") || code.starts_with("head_") ||
           code.starts_with("client_");
}

std::string_view openAiType(int status, std::string_view code) {
    switch (status) {
    case 401:
        return "authentication_error";
    case 403:
        return "permission_error";
    case 429:
        // The word that tells OpenAI's clients not to try again.
        return code.find("budget") != std::string_view::npos || code.find("quota") != std::string_view::npos
                   ? "insufficient_quota"
                   : "rate_limit_error";
    default:
        return status < 500 ? "invalid_request_error" : "server_error";
    }
}

std::string_view anthropicType(int status) {
    switch (status) {
    case 401:
        return "authentication_error";
    case 403:
        return "permission_error";
    case 404:
        return "not_found_error";
    case 413:
        return "request_too_large";
    case 429:
        return "rate_limit_error";
    case 504:
        return "timeout_error";
    case 529:
        return "overloaded_error";
    default:
        return status < 500 ? "invalid_request_error" : "api_error";
    }
}

void appendMember(std::string& out, std::string_view name, std::string_view value) {
    appendJsonString(out, name);
    out += ':';
    appendJsonString(out, json::makeUtf8(value));
}

void appendMemberOrNull(std::string& out, std::string_view name, std::string_view value) {
    if (!value.empty())
        return appendMember(out, name, value);
    appendJsonString(out, name);
    out += ":null";
}

std::string writeOpenAi(const Error& error) {
    std::string out = R"({"error":{)";
    appendMember(out, "message", error.message);
    out += ',';
    appendMember(out, "type", openAiType(statusOf(error, Dialect::OpenAi), error.code));
    out += ',';
    appendMemberOrNull(out, "param", error.field);
    out += ',';
    appendMemberOrNull(out, "code", error.code);
    out += "}}";
    return out;
}

std::string writeAnthropic(const Error& error, std::string_view requestId) {
    std::string out = R"({"type":"error","error":{)";
    appendMember(out, "type", anthropicType(statusOf(error, Dialect::Anthropic)));
    out += ',';
    appendMember(out, "message", error.message);
    out += "},";
    appendMemberOrNull(out, "request_id", requestId);
    out += '}';
    return out;
}

// KServe v2, "Inference Response JSON Error Object": one text.
std::string writeKServe(const Error& error) {
    std::string out = "{";
    appendMember(out, "error", error.message);
    return out + '}';
}

} // namespace

int statusOf(const Error& error, Dialect dialect) {
    if (const auto status = statusOfCode(error.code))
        return *status;
    if (error.kind == ErrorKind::Unavailable)
        return statusOfUnavailable(error.code, dialect);
    if (error.kind == ErrorKind::Timeout && isClientTimeout(error.code))
        return 408;
    if (error.kind == ErrorKind::Unauthorized && isBedrock(dialect))
        return 403; // AWS has no 401
    return gatehouse::statusOf(error.kind);
}

std::string writeError(const Error& error, Dialect dialect, std::string_view requestId) {
    switch (dialect) {
    case Dialect::Anthropic:
    case Dialect::VertexAnthropic:
        return writeAnthropic(error, requestId);
    case Dialect::Gemini:
        return gemini::errorBody(error, statusOf(error, dialect), requestId);
    case Dialect::Bedrock:
    case Dialect::BedrockInvoke:
        return bedrock::writeError(error);
    case Dialect::KServe:
        return writeKServe(error);
    case Dialect::Cohere:
        return cohere::errorBody(error, requestId);
    case Dialect::Ollama:
        return ollama::errorBody(error);
    default:
        return writeOpenAi(error);
    }
}

std::string writeStreamError(const Error& error, Dialect dialect, std::string_view requestId) {
    if (dialect == Dialect::OpenAiResponses)
        return responses::failureEvents(error, requestId);
    if (dialect == Dialect::Cohere)
        return cohere::errorEvent(error);
    if (dialect == Dialect::Ollama)
        return ollama::errorBody(error) + '\n';
    if (isBedrock(dialect))
        return bedrock::writeStreamError(error, statusOf(error, dialect));
    std::string out;
    appendSseEvent(out, isAnthropicFamily(dialect) ? "error" : "", writeError(error, dialect, requestId));
    return out;
}

// The forms overlap so far that one reader serves both dialects; compatible servers mix them.
ProviderError readProviderError(Dialect dialect, int status, std::string_view body, std::string_view type) {
    if (isBedrock(dialect))
        return bedrock::readError(status, body, type);
    ProviderFault fault = readFault(body);
    if (status != 0)
        fault.status = status;
    ProviderError read{errorFrom(fault), json::presentable(fault.message, longestProviderText), std::nullopt};
    if (dialect != Dialect::Gemini)
        return read;
    read.retryAfter = gemini::retryDelay(body);
    // Google calls each limit a quota: one that says when to come back is a rate.
    if (read.retryAfter && read.error.code == "provider_quota")
        read.error = errorFrom({429, "rate_limit_error", {}, {}, true});
    return read;
}

} // namespace gatehouse::dialects
