// SPDX-License-Identifier: Apache-2.0
// What is answered from a cache, and how much of it is kept.
#include "core/contract/describe.h"
#include "core/contract/size.h"

namespace gatehouse::contract {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr const char* sizePattern = "^([1-9][0-9]{0,4}MiB|[1-9][0-9]{0,2}GiB)$";

bool isCacheSize(std::string_view text) {
    return (text.ends_with("MiB") && text.size() <= 8) || (text.ends_with("GiB") && text.size() <= 6)
               ? parseSize(text).has_value()
               : false;
}

bool isStoredSize(std::string_view text) {
    return text == "off" || isCacheSize(text);
}

bool isRouteName(std::string_view text) {
    return text.empty() || isModelName(text);
}

Type lifetimeType() {
    return durationType(seconds(1), hours(24 * 365));
}

ObjectDescription cache() {
    Describer<CacheSpec> it("Cache", "How much is kept of answers that routes with a cache may give again. Taken while "
                                     "the gateway runs.");
    it.field("memory", &CacheSpec::memory, checkedText("a size from 1MiB to 999GiB", sizePattern, isCacheSize, 16),
             "What the cache may take of memory; the entries that were used longest ago go first.");
    it.field("store", &CacheSpec::store,
             checkedText("off, or a size from 1MiB to 999GiB", "^(off|[1-9][0-9]{0,4}MiB|[1-9][0-9]{0,2}GiB)$",
                         isStoredSize, 16),
             "What it may take of the store, from which it is filled again after a restart; the oldest entries go "
             "first. `off` keeps nothing on disk.");
    it.field("ttl", &CacheSpec::ttl, lifetimeType(),
             "How long an answer may be given again, where its route does not "
             "say.");
    return it.finish();
}

ObjectDescription routeCache() {
    Describer<RouteCacheSpec> it("RouteCache",
                                 "Whether answers of this route are given again. What they held is then kept in memory "
                                 "and, as `cache.store` says, in the store.");
    it.field("mode", &RouteCacheSpec::mode, choiceType({"off", "exact", "semantic"}),
             "`exact`: to an equal request, whatever the order of its fields. `semantic`: also to a request that "
             "differs only in the words of its last message, where they mean much the same.");
    it.field("ttl", &RouteCacheSpec::ttl, lifetimeType(), "How long. Default: what `cache` says.");
    it.field("similarity", &RouteCacheSpec::similarity,
             patternText("a number from 0.5 to 1, such as 0.95", R"(^(0\.[5-9][0-9]{0,5}|1(\.0{1,6})?)$)", 8),
             "For `semantic`: the least likeness of two texts, as the cosine of their embeddings.");
    it.field("embedding", &RouteCacheSpec::embedding,
             checkedText("a route's name, or an empty text",
                         "^([^\\u0000-\\u0020\\u007f]([^\\u0000-\\u001f\\u007f]*[^\\u0000-\\u0020\\u007f])?)?$",
                         isRouteName, 256),
             "For `semantic`: the route whose model makes the embeddings; each is a call of the gateway's own. Empty: "
             "the built-in comparison of words, which needs no provider, knows no other words for the same thing, "
             "and is the weaker choice.");
    it.field("max_temperature", &RouteCacheSpec::maxTemperature,
             patternText("a number from 0 to 2", R"(^([01](\.[0-9]{1,4})?|2(\.0{1,4})?)$)", 6),
             "Requests that name a higher temperature are not answered from the cache, for they ask for variety. One "
             "that names none is.");
    it.field("tool_results", &RouteCacheSpec::toolResults, booleanType(),
             "Whether requests with results of tools, and answers that call tools, take part.");
    it.field("shared", &RouteCacheSpec::shared, choiceType({"app", "team", "organisation"}),
             "Who may get an answer that another call brought: callers of the same application, of the same team, or "
             "all.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<CacheSpec>() {
    static const auto description = cache();
    return description;
}
template <>
const ObjectDescription& descriptionOf<RouteCacheSpec>() {
    static const auto description = routeCache();
    return description;
}

} // namespace gatehouse::contract
