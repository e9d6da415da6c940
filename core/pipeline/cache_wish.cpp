// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/cache_wish.h"

#include <algorithm>
#include <limits>

namespace gatehouse::pipeline {
namespace {

constexpr std::string_view maxAge = "max-age=";

// Directives that are not known are passed over (RFC 9111 §5.2.3).
void readDirective(CacheWish& wish, std::string_view directive) {
    if (equalsIgnoringCase(directive, "no-store")) {
        wish.look = wish.store = false;
    } else if (equalsIgnoringCase(directive, "no-cache")) {
        wish.look = false;
    } else if (equalsIgnoringCase(directive, "only-if-cached")) {
        wish.only = true;
    } else if (equalsIgnoringCase(directive.substr(0, maxAge.size()), maxAge)) {
        if (const auto seconds = parseUnsigned(directive.substr(maxAge.size())))
            wish.oldest = std::chrono::seconds(std::min<std::uint64_t>(*seconds, std::numeric_limits<int>::max()));
    }
}

void readDirectives(CacheWish& wish, std::string_view list) {
    while (!list.empty()) {
        const auto end = list.find(',');
        readDirective(wish, trim(list.substr(0, end)));
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    }
}

bool readWord(CacheWish& wish, std::string_view word) {
    if (equalsIgnoringCase(word, "off"))
        wish.look = wish.store = false;
    else if (equalsIgnoringCase(word, "refresh"))
        wish.look = false;
    else if (equalsIgnoringCase(word, "only"))
        wish.only = true;
    else
        return false;
    return true;
}

} // namespace

Result<CacheWish> cacheWishOf(const http::RequestHead& head) {
    CacheWish wish;
    for (const auto& field : head.fields) {
        if (equalsIgnoringCase(field.name, "cache-control"))
            readDirectives(wish, field.value);
        else if (equalsIgnoringCase(field.name, "x-gatehouse-cache") && !readWord(wish, trim(field.value)))
            return failure(ErrorKind::Invalid, "invalid_cache_wish",
                           "The header x-gatehouse-cache takes off, refresh or only. Leave it out for the usual.");
    }
    return wish;
}

} // namespace gatehouse::pipeline
