// SPDX-License-Identifier: Apache-2.0
#include "core/providers/auth/token_request.h"

#include "core/base/address_kinds.h"
#include "core/base/text.h"
#include "core/dialects/json_tree.h"
#include "core/providers/provider_request.h"

#include <algorithm>
#include <array>

namespace gatehouse::providers {
namespace {

using dialects::json::Document;
using dialects::json::View;
using std::chrono::seconds;

constexpr std::size_t mostAnswer = std::size_t{256} << 10U;
constexpr std::size_t mostWord = 64;
constexpr std::chrono::seconds usualLifetime{300}; // where the server does not say it

bool isPlain(std::string_view text) {
    return !text.empty() && text.size() <= mostWord && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
               c == '-';
    });
}

// Entra's number of what is wrong stands at the beginning of its description.
std::string entraNumber(std::string_view description) {
    const auto number = description.substr(0, description.find(':'));
    return number.starts_with("AADSTS") && isPlain(number) ? std::string(number) : std::string();
}

// Between the first <name> and its end.
std::string elementOf(std::string_view xml, std::string_view name) {
    const auto open = "<" + std::string(name) + ">";
    const auto start = xml.find(open);
    if (start == std::string_view::npos)
        return {};
    const auto inner = xml.substr(start + open.size());
    return std::string(inner.substr(0, inner.find('<')));
}

std::string wordOf(const TokenAnswer& answer) {
    const auto document = Document::parse(answer.body);
    if (!document) {
        const auto code = elementOf(answer.body, "Code");
        return isPlain(code) ? code : std::string();
    }
    const auto root = document->root();
    const auto error = root["error"];
    std::vector<std::string> words;
    const auto add = [&words](std::string word) {
        if (isPlain(word) && std::find(words.begin(), words.end(), word) == words.end())
            words.push_back(std::move(word));
    };
    add(error.isObject() ? error["status"].text() : error.text());
    add(entraNumber(root["error_description"].text()));
    for (const auto* name : {"errorCode", "code", "Code", "error_code"})
        add(root[name].text());
    std::string text;
    for (const auto& word : words)
        text.append(text.empty() ? "" : ", ").append(word);
    return text;
}

// A number, or a text that is one.
std::optional<std::int64_t> numberIn(View value) {
    if (const auto whole = value.integer())
        return whole;
    const auto text =
        value.isString() ? value.text() : std::string(value.numberText().substr(0, value.numberText().find('.')));
    const auto number = parseUnsigned(text);
    return number && *number < (std::uint64_t{1} << 62U) ? std::optional(static_cast<std::int64_t>(*number))
                                                         : std::nullopt;
}

seconds lifetimeIn(View root, const Clock& clock) {
    constexpr std::int64_t million = 1'000'000;
    constexpr std::int64_t inMilliseconds = 100'000'000'000; // no time in seconds is that far away
    if (const auto in = numberIn(root["expires_in"]))
        return seconds(*in);
    for (const auto* name : {"expires_on", "expiration", "expires_at"}) {
        if (auto at = numberIn(root[name]))
            return seconds((*at > inMilliseconds ? *at / 1000 : *at) - clock.wall() / million);
    }
    return usualLifetime;
}

struct Wiping {
    TokenRequest& request;
    explicit Wiping(TokenRequest& of) : request(of) {}
    Wiping(const Wiping&) = delete;
    Wiping& operator=(const Wiping&) = delete;
    ~Wiping() {
        wipe(request.form);
        wipe(request.json);
        for (auto& field : request.fields)
            wipe(field.value);
    }
};

} // namespace

std::optional<UrlParts> splitUrl(std::string_view url) {
    UrlParts parts;
    if (url.starts_with("https://")) {
        url.remove_prefix(8);
    } else if (url.starts_with("http://")) {
        url.remove_prefix(7);
        parts.tls = false;
        parts.port = 80;
    } else {
        return std::nullopt;
    }
    const auto end = std::min(url.find_first_of("/?#"), url.size());
    auto authority = url.substr(0, end);
    auto target = url.substr(end);
    target = target.substr(0, target.find('#'));
    if (authority.find('@') != std::string_view::npos)
        return std::nullopt;
    const auto close = authority.starts_with('[') ? authority.find(']') : 0;
    if (close == std::string_view::npos)
        return std::nullopt;
    if (const auto colon = authority.find(':', close); colon != std::string_view::npos) {
        const auto port = parseUnsigned(authority.substr(colon + 1));
        if (!port || *port == 0 || *port > 65'535)
            return std::nullopt;
        parts.port = static_cast<std::uint16_t>(*port);
        authority = authority.substr(0, colon);
    }
    if (authority.starts_with('[') && authority.ends_with(']'))
        authority = authority.substr(1, authority.size() - 2);
    parts.host = std::string(authority);
    parts.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
    const bool printable = std::all_of(url.begin(), url.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    return parts.host.empty() || !printable ? std::nullopt : std::optional(std::move(parts));
}

bool isNearby(std::string_view host) {
    if (host == "localhost" || host == "metadata.google.internal")
        return true;
    const auto address = IpAddress::parse(host);
    return address && (address->isLoopback() || isLinkLocal(*address) || isMetadata(*address));
}

Task<Result<TokenAnswer>> ask(FetchTools& tools, TokenRequest request) {
    const Wiping wiping(request);
    auto parts = splitUrl(request.url);
    if (!parts)
        co_return failure(ErrorKind::Invalid, "provider_auth_address",
                          "The address of " + request.server + " is no http or https URL.");
    const bool near = isNearby(parts->host);
    const http::Endpoint endpoint{parts->tls, parts->host, parts->port, near && !parts->tls ? nullptr : request.way,
                                  request.machine};
    http::UpstreamRequest sent;
    sent.endpoint = &endpoint;
    sent.method = request.method;
    sent.target = std::move(parts->target);
    sent.fields = std::move(request.fields);
    sent.fields.push_back({"User-Agent", std::string(userAgent())});
    sent.fields.push_back({"Accept-Encoding", "identity"});
    if (!request.form.empty()) {
        sent.fields.push_back({"Content-Type", "application/x-www-form-urlencoded"});
        sent.body.emplace_back(request.form);
    } else if (!request.json.empty()) {
        sent.fields.push_back({"Content-Type", "application/json"});
        sent.body.emplace_back(request.json);
    }
    sent.connectTimeout = request.connect;
    sent.firstByteTimeout = request.answer;
    sent.idleTimeout = request.answer;
    auto opened = co_await tools.network.open(std::move(sent));
    if (!opened)
        co_return failure(ErrorKind::Unavailable, "provider_auth_unreachable",
                          "No answer from " + request.server + " (" + opened.error().code +
                              "): " + opened.error().message);
    auto& call = **opened;
    TokenAnswer answer;
    answer.status = call.head().status;
    answer.authenticate = std::string(call.head().field("www-authenticate"));
    answer.flavor = std::string(call.head().field("metadata-flavor"));
    for (;;) {
        const auto piece = co_await call.next();
        if (!piece)
            co_return failure(ErrorKind::Unavailable, "provider_auth_unreachable",
                              "The answer of " + request.server + " was cut (" + piece.error().code + ").");
        if (piece->empty())
            break;
        if (answer.body.size() + piece->size() > mostAnswer)
            co_return tl::unexpected(unreadableAnswer(request.server));
        answer.body.append(*piece);
    }
    co_return answer;
}

Error refusal(std::string_view server, const TokenAnswer& answer) {
    const auto word = wordOf(answer);
    Error error;
    error.kind = ErrorKind::Unavailable;
    error.code = "provider_auth_refused";
    error.message = "The credential was refused by " + std::string(server) + ": " + std::to_string(answer.status) +
                    (word.empty() ? "" : " " + word) + ". Check the provider's keys and credentials.";
    return error;
}

Error unreadableAnswer(std::string_view server) {
    return failure(ErrorKind::Unavailable, "provider_auth_answer",
                   "The answer of " + std::string(server) + " is none that a token server gives.")
        .value();
}

Error missing(std::string sentence) {
    return failure(ErrorKind::Unavailable, "provider_auth_missing", std::move(sentence)).value();
}

std::string_view trimLines(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = std::min(text.find_first_not_of(blanks), text.size());
    text.remove_prefix(first);
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

SharedSecret makeSecret(std::string text) {
    return std::make_shared<const Secret>(Secret::take(text));
}

Result<Grant> readToken(std::string_view server, const TokenAnswer& answer, const Clock& clock) {
    if (answer.status < 200 || answer.status > 299)
        return tl::unexpected(refusal(server, answer));
    const auto document = Document::parse(answer.body);
    if (!document)
        return tl::unexpected(unreadableAnswer(server));
    const auto root = document->root();
    auto token = root["access_token"].text();
    const bool sendable = std::all_of(token.begin(), token.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    if (token.empty() || !sendable) {
        wipe(token);
        // Some servers say no with 200.
        return tl::unexpected(root["error"].given() ? refusal(server, answer) : unreadableAnswer(server));
    }
    Grant grant;
    grant.lifetime = lifetimeIn(root, clock);
    if (const auto refresh = numberIn(root["refresh_in"]))
        grant.freshFor = seconds(*refresh);
    grant.token = makeSecret(std::move(token));
    return grant;
}

Task<Result<Grant>> fetchToken(FetchTools& tools, TokenRequest request) {
    const auto server = request.server;
    auto answer = co_await ask(tools, std::move(request));
    if (!answer)
        co_return tl::unexpected(std::move(answer.error()));
    co_return readToken(server, *answer, tools.clock);
}

std::optional<seconds> untilTime(std::string_view text, const Clock& clock) {
    constexpr std::int64_t million = 1'000'000;
    const auto time = parseTime(text);
    return time ? std::optional(seconds((*time - clock.wall()) / million)) : std::nullopt;
}

} // namespace gatehouse::providers
