// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/auth_words.h"

#include <algorithm>
#include <array>

namespace gatehouse::catalog {
namespace {

// Words that are the name of the header that takes the key as it is.
constexpr std::array<std::string_view, 8> headerWords{
    "x-api-key", "api-key",           "x-goog-api-key", "xi-api-key",
    "x-key",     "x-portkey-api-key", "x-bf-vk",        "api-subscription-key"};

struct Word {
    std::string_view word;
    AuthStyle style;
    std::string_view header = {};
    std::string_view prefix = {};
};
constexpr std::array words{
    Word{"none", AuthStyle::None},
    Word{"bearer", AuthStyle::Bearer},
    Word{"custom_header", AuthStyle::Bearer},
    Word{"any", AuthStyle::Bearer},
    // The kind of token is told by a header of its own where it is not the usual one.
    Word{"bearer+snowflake_token_type", AuthStyle::Bearer},
    Word{"query", AuthStyle::Query},
    Word{"authorization_key", AuthStyle::Header, "authorization", "Key "},
    Word{"authorization_token", AuthStyle::Header, "authorization", "Token "},
    Word{"authorization_deepl", AuthStyle::Header, "authorization", "DeepL-Auth-Key "},
    Word{"cf-aig-authorization", AuthStyle::Header, "cf-aig-authorization", "Bearer "},
    Word{"aws_sigv4", AuthStyle::AwsSigV4},
    Word{"gcp_oauth", AuthStyle::Google},
    Word{"entra_bearer", AuthStyle::Entra},
    Word{"oauth2_client_credentials", AuthStyle::OAuth2},
    Word{"ibm_iam", AuthStyle::IbmIam},
};

struct Name {
    std::string_view name;
    AuthStyle style;
};
constexpr std::array names{
    Name{"none", AuthStyle::None},
    Name{"bearer", AuthStyle::Bearer},
    Name{"query", AuthStyle::Query},
    Name{"aws_sigv4", AuthStyle::AwsSigV4},
    Name{"google", AuthStyle::Google},
    Name{"entra", AuthStyle::Entra},
    Name{"oauth2_client_credentials", AuthStyle::OAuth2},
    Name{"ibm_iam", AuthStyle::IbmIam},
};

} // namespace

std::optional<AuthWay> authWayOf(std::string_view word) {
    if (std::find(headerWords.begin(), headerWords.end(), word) != headerWords.end())
        return AuthWay{AuthStyle::Header, std::string(word), {}};
    const auto found = std::find_if(words.begin(), words.end(), [word](const Word& each) { return each.word == word; });
    if (found == words.end())
        return std::nullopt;
    return AuthWay{found->style, std::string(found->header), std::string(found->prefix)};
}

std::optional<AuthStyle> authStyleNamed(std::string_view name) {
    const auto found = std::find_if(names.begin(), names.end(), [name](const Name& each) { return each.name == name; });
    return found == names.end() ? std::nullopt : std::optional(found->style);
}

std::string_view nameOf(AuthStyle style) {
    const auto found =
        std::find_if(names.begin(), names.end(), [style](const Name& each) { return each.style == style; });
    return found == names.end() ? "header" : found->name;
}

bool isFetchedOrSigned(AuthStyle style) {
    return style == AuthStyle::AwsSigV4 || style == AuthStyle::Google || style == AuthStyle::Entra ||
           style == AuthStyle::OAuth2 || style == AuthStyle::IbmIam;
}

bool mayDoWithoutKey(AuthStyle style) {
    return style == AuthStyle::None || style == AuthStyle::AwsSigV4 || style == AuthStyle::Google ||
           style == AuthStyle::Entra;
}

std::vector<AuthWay> authWaysOf(std::string_view text) {
    std::vector<AuthWay> ways;
    while (!text.empty()) {
        const auto end = std::min(text.find('|'), text.size());
        if (auto way = authWayOf(text.substr(0, end)))
            ways.push_back(std::move(*way));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return ways;
}

} // namespace gatehouse::catalog
