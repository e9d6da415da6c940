// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/http/message.h"

#include <chrono>
#include <optional>

namespace gatehouse::pipeline {

// What a request asks of the cache: x-gatehouse-cache (off, refresh, only), and RFC 9111's Cache-Control (no-store,
// no-cache, max-age, only-if-cached).
struct CacheWish {
    bool look = true;  // an answer may come from there
    bool store = true; // this one may be kept
    bool only = false; // nobody is to be asked instead
    std::optional<std::chrono::seconds> oldest;
};

// Errors: Invalid invalid_cache_wish, for another word in x-gatehouse-cache.
Result<CacheWish> cacheWishOf(const http::RequestHead& head);

} // namespace gatehouse::pipeline
