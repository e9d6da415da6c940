// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/forbidden_fields.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace gatehouse::dialects {
namespace {

// Lower case, without hyphens, underscores and dots; sorted.
constexpr std::string_view wholeNames[] = {
    "accesstoken",
    "apihost",
    "apitoken",
    "apiurl",
    "authorization",
    "authtoken",
    "azureadtoken",
    "azureadtokenprovider",
    "azurepassword",
    "azureusername",
    "basepath",
    "bearertoken",
    "clientcert",
    "clientsecret",
    "credentials",
    "customheaders",
    "customhost",
    "customllmprovider",
    "defaultheaders",
    "endpoint",
    "endpointurl",
    "extraheaders",
    "forwardheaders",
    "headers",
    "host",
    "hostname",
    "httpproxy",
    "httpsproxy",
    "proxies",
    "proxy",
    "proxyurl",
    "serverurl",
    "targeturl",
    "upstream",
    "upstreamurl",
    "url",
    "vertexaicredentials",
    "vertexcredentials",
    "virtualkey",
};
static_assert(std::is_sorted(std::begin(wholeNames), std::end(wholeNames)));

constexpr std::string_view beginnings[] = {"aws", "litellm", "portkey", "helicone"};
constexpr std::string_view endings[] = {"apibase",   "apiendpoint", "apikey",        "apikeys",           "baseurl",
                                        "secretkey", "accesskey",   "azureendpoint", "serviceaccountjson"};

constexpr std::size_t longestName = 64;

} // namespace

bool isForbiddenField(std::string_view name) {
    std::array<char, longestName> buffer{};
    std::size_t length = 0;
    for (const char c : name) {
        if (c == '-' || c == '_' || c == '.' || c == ' ')
            continue;
        if (length == buffer.size())
            return false;
        buffer[length++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
    const std::string_view plain(buffer.data(), length);
    if (std::binary_search(std::begin(wholeNames), std::end(wholeNames), plain))
        return true;
    return std::any_of(std::begin(beginnings), std::end(beginnings),
                       [plain](std::string_view b) { return plain.starts_with(b); }) ||
           std::any_of(std::begin(endings), std::end(endings),
                       [plain](std::string_view e) { return plain.ends_with(e); });
}

} // namespace gatehouse::dialects
