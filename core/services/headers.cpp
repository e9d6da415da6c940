// SPDX-License-Identifier: Apache-2.0
#include "core/services/headers.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <span>

namespace gatehouse::services {
namespace {

// A name that ends in '*' stands for all that begin so.
bool matches(std::string_view name, std::string_view listed) {
    if (!listed.ends_with('*'))
        return equalsIgnoringCase(name, listed);
    listed.remove_suffix(1);
    return equalsIgnoringCase(name.substr(0, listed.size()), listed);
}

template <typename List>
bool isListed(std::string_view name, const List& list) {
    return std::any_of(std::begin(list), std::end(list),
                       [name](std::string_view listed) { return matches(name, listed); });
}

constexpr std::array<std::string_view, 12> ofTheConnection = {
    "connection",          "keep-alive", "te",     "trailer",        "transfer-encoding", "upgrade",
    "proxy-authorization", "proxy-*",    "expect", "content-length", "http2-settings",    "host"};

// Wherever this gateway takes a key, and cookies, which belong to whoever serves the whole site.
constexpr std::array<std::string_view, 7> ofCredentials = {"authorization", "x-api-key", "api-key", "x-goog-api-key",
                                                           "x-goog-iap-*",  "cookie",    "cookie2"};

constexpr std::array<std::string_view, 18> notForServices = {"forwarded",
                                                             "x-forwarded-*",
                                                             "x-real-ip",
                                                             "x-client-ip",
                                                             "true-client-ip",
                                                             "cf-*",
                                                             "via",
                                                             "x-gatehouse-*",
                                                             "accept-encoding",
                                                             "origin",
                                                             "sec-*",
                                                             "access-control-*",
                                                             "x-original-url",
                                                             "x-rewrite-url",
                                                             "x-http-method*",
                                                             "x-method-*",
                                                             "x-host",
                                                             "x-original-host"};

// Where an answer is still compressed, core/http does not know the coding, and its client must.
constexpr std::array<std::string_view, 20> alwaysDown = {"content-type",
                                                         "content-language",
                                                         "content-disposition",
                                                         "content-range",
                                                         "accept-ranges",
                                                         "cache-control",
                                                         "expires",
                                                         "age",
                                                         "etag",
                                                         "last-modified",
                                                         "vary",
                                                         "retry-after",
                                                         "ratelimit*",
                                                         "x-ratelimit-*",
                                                         "allow",
                                                         "accept-post",
                                                         "accept-patch",
                                                         "link",
                                                         "x-total-count",
                                                         "content-encoding"};

constexpr std::array<std::string_view, 9> neverDown = {"set-cookie",   "set-cookie2",      "server",
                                                       "x-request-id", "x-gatehouse-*",    "alt-svc",
                                                       "x-powered-by", "access-control-*", "www-authenticate"};

bool isNamedByConnection(const HeaderViews& fields, std::string_view name) {
    for (const auto& field : fields) {
        if (!equalsIgnoringCase(field.name, "connection"))
            continue;
        auto list = field.value;
        while (!list.empty()) {
            const auto comma = std::min(list.find(','), list.size());
            if (equalsIgnoringCase(trim(list.substr(0, comma)), name))
                return true;
            list.remove_prefix(std::min(comma + 1, list.size()));
        }
    }
    return false;
}

} // namespace

bool isOfTheClient(std::string_view name) {
    return !isListed(name, ofTheConnection) && !isListed(name, ofCredentials) && !isListed(name, notForServices);
}

bool maySet(std::string_view name) {
    static constexpr std::array<std::string_view, 5> own = {"x-gatehouse-*", "x-request-id", "access-control-*", "date",
                                                            "content-encoding"};
    return !isListed(name, ofTheConnection) && !isListed(name, own);
}

Headers headersUpstream(const HeaderViews& client) {
    Headers headers;
    headers.reserve(client.size());
    for (const auto& field : client) {
        if (isOfTheClient(field.name) && !isNamedByConnection(client, field.name))
            headers.emplace_back(field.name, field.value);
    }
    return headers;
}

Headers headersDownstream(const HeaderViews& service, const std::vector<std::string>& more) {
    Headers headers;
    for (const auto& field : service) {
        const bool passes = isListed(field.name, alwaysDown) || isListed(field.name, more);
        const bool barred = isListed(field.name, neverDown) || isListed(field.name, ofTheConnection) ||
                            equalsIgnoringCase(field.name, "location"); // publicLocation()
        if (passes && !barred && !isNamedByConnection(service, field.name))
            headers.emplace_back(field.name, field.value);
    }
    return headers;
}

std::string publicLocation(std::string_view location, std::string_view origin, std::string_view base,
                           std::string_view publicBase) {
    if (!isFieldValue(location) || location.empty())
        return {};
    if (equalsIgnoringCase(location.substr(0, origin.size()), origin)) {
        const auto rest = location.substr(origin.size());
        if (!rest.empty() && rest.front() != '/' && rest.front() != '?' && rest.front() != '#')
            return std::string(location); // "https://host.example.org" of "https://host"
        location = rest.empty() ? "/" : rest;
    } else if (location.starts_with("//") || location.find("://") != std::string_view::npos) {
        return std::string(location);
    }
    if (location.front() != '/')
        return std::string(location); // relative to where the client is: the same below both addresses
    if (!location.starts_with(base))
        return {};
    location.remove_prefix(base.size());
    if (!location.empty() && location.front() != '/' && location.front() != '?' && location.front() != '#')
        return {};
    return std::string(publicBase) + std::string(location);
}

const std::string* find(const Headers& headers, std::string_view name) {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [name](const auto& field) { return equalsIgnoringCase(field.first, name); });
    return found != headers.end() ? &found->second : nullptr;
}

void set(Headers& headers, std::string_view name, std::string_view value) {
    remove(headers, name);
    headers.emplace_back(name, value);
}

void remove(Headers& headers, std::string_view name) {
    std::erase_if(headers, [name](const auto& field) { return matches(field.first, name); });
}

bool isFieldValue(std::string_view value) {
    return std::none_of(value.begin(), value.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

} // namespace gatehouse::services
