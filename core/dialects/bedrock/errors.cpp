// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/bedrock/errors.h"

#include "core/base/text.h"
#include "core/dialects/event_stream/frame_writer.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/provider_fault.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::bedrock {
namespace {

constexpr std::size_t longestProviderText = 2000;

// What a name means, in words that errorFrom() knows, and the status where a stream tells none.
struct Known {
    std::string_view name; // in lower case
    std::string_view words;
    int status;
};

constexpr std::array knownNames{
    Known{"throttlingexception", "rate_limit", 429},
    Known{"toomanyrequestsexception", "rate_limit", 429},
    Known{"modelnotreadyexception", "overloaded", 429},
    Known{"serviceunavailableexception", "unavailable", 503},
    Known{"servicequotaexceededexception", "insufficient_quota", 400},
    Known{"accessdeniedexception", "authentication", 403},
    Known{"unrecognizedclientexception", "authentication", 403},
    Known{"expiredtokenexception", "authentication", 403},
    Known{"expiredtoken", "authentication", 403},
    Known{"invalidsignatureexception", "authentication", 403},
    Known{"incompletesignatureexception", "authentication", 403},
    Known{"missingauthenticationtokenexception", "authentication", 403},
    Known{"invalidclienttokenid", "authentication", 403},
    Known{"resourcenotfoundexception", "model_not_found", 404},
    Known{"modeltimeoutexception", "", 504},
    Known{"modelerrorexception", "", 500},
    Known{"modelstreamerrorexception", "", 500},
    Known{"internalserverexception", "", 500},
    Known{"validationexception", "", 400},
};

// The name alone: "com.amazon.coral.validate#ValidationException:http://…" is "ValidationException".
std::string_view plainName(std::string_view type) {
    type = trim(type.substr(0, type.find(':')));
    const auto hash = type.rfind('#');
    return hash == std::string_view::npos ? type : type.substr(hash + 1);
}

struct Body {
    std::string message;
    std::string type;
};

Body readBody(std::string_view text) {
    Body body;
    json::readObject(text, [&](std::string_view name, json::JsonCursor& at) {
        if (name == "message" || name == "Message")
            body.message = at.text();
        else if (name == "__type" || name == "code")
            body.type = at.text();
        else
            at.skip();
    });
    return body;
}

bool holds(std::string_view text, std::string_view words) {
    return text.find(words) != std::string_view::npos;
}

// One name, ValidationException, stands for many faults: the message tells them apart.
std::string_view wordsOfMessage(std::string_view message) {
    if (holds(message, "model identifier") || holds(message, "isn't supported with on-demand") ||
        holds(message, "isn’t supported with on-demand") || holds(message, "end of its life"))
        return "model_not_found";
    if (holds(message, "too long") || holds(message, "context limit") || holds(message, "context window") ||
        holds(message, "maximum context length") || holds(message, "too many input tokens"))
        return "context_length";
    return {};
}

} // namespace

ProviderError readError(int status, std::string_view text, std::string_view type) {
    const Body body = readBody(text);
    const std::string name = toLower(plainName(type.empty() ? body.type : type));
    const auto* const known =
        std::find_if(knownNames.begin(), knownNames.end(), [&](const Known& one) { return one.name == name; });
    // The words are given without the message: "too many tokens" is a matter of the rate here, elsewhere of the length.
    ProviderFault fault;
    fault.json = !body.message.empty() || !name.empty();
    fault.status = status;
    if (known != knownNames.end()) {
        fault.type = known->words;
        if (status == 0 || status == 424 || known->status >= 500)
            fault.status = known->status;
    } else if (status == 424) {
        fault.status = 500; // the model failed, not the client
    }
    if (fault.type.empty() && fault.status >= 400 && fault.status < 500)
        fault.type = wordsOfMessage(toLower(body.message));
    return {errorFrom(fault), json::presentable(body.message, longestProviderText), std::nullopt};
}

std::string_view errorName(const Error& error, int status) {
    if (error.kind == ErrorKind::Unauthorized)
        return "UnrecognizedClientException";
    switch (status) {
    case 402:
        return "ServiceQuotaExceededException";
    case 403:
        return "AccessDeniedException";
    case 404:
        return "ResourceNotFoundException";
    case 408:
    case 504:
        return "ModelTimeoutException";
    case 429:
        return "ThrottlingException";
    case 503:
        return "ServiceUnavailableException";
    default:
        return status < 500 ? "ValidationException" : "InternalServerException";
    }
}

std::string writeError(const Error& error) {
    std::string out;
    json::Writer(out).beginObject().text("message", json::makeUtf8(error.message)).endObject();
    return out;
}

std::string writeStreamError(const Error& error, int status) {
    std::string name(errorName(error, status));
    if (error.code == "upstream_truncated" || status == 502)
        name = "ModelStreamErrorException";
    else if (status == 401 || status == 403 || status == 404)
        name = "ValidationException"; // the streams of the service know only five
    name[0] = static_cast<char>(name[0] - 'A' + 'a');
    std::string out;
    event_stream::appendException(out, name, writeError(error));
    return out;
}

} // namespace gatehouse::dialects::bedrock
