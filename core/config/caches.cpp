// SPDX-License-Identifier: Apache-2.0
#include "core/config/caches.h"

#include "core/base/digest.h"
#include "core/contract/size.h"

#include <charconv>

namespace gatehouse::config {
namespace {

CacheMode modeNamed(const std::string& name) {
    if (name == "exact")
        return CacheMode::Exact;
    return name == "semantic" ? CacheMode::Semantic : CacheMode::Off;
}

CacheSharing sharingNamed(const std::string& name) {
    if (name == "team")
        return CacheSharing::Team;
    return name == "organisation" ? CacheSharing::Organisation : CacheSharing::App;
}

// Of the form that the description checked.
double numberIn(const std::string& text) {
    double number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace

CachePolicy cachePolicy(const contract::RouteCacheSpec& spec) {
    CachePolicy policy;
    policy.mode = modeNamed(spec.mode);
    if (spec.ttl)
        policy.ttl = spec.ttl->value;
    policy.similarity = numberIn(spec.similarity);
    policy.embedding = spec.embedding;
    policy.maxTemperature = numberIn(spec.maxTemperature);
    policy.toolResults = spec.toolResults;
    policy.sharing = sharingNamed(spec.shared);
    return policy;
}

CacheBounds cacheBounds(const contract::CacheSpec& spec) {
    CacheBounds bounds;
    bounds.memory = contract::parseSize(spec.memory).value_or(0);
    bounds.store = spec.store == "off" ? 0 : contract::parseSize(spec.store).value_or(0);
    bounds.ttl = spec.ttl.value;
    return bounds;
}

std::string targetsDigest(const Route& route, const Snapshot& snapshot) {
    std::string text;
    for (const auto& target : route.targets) {
        const auto& provider = snapshot.providers[target.provider];
        text += provider.id + '\n' + provider.host + '\n' + provider.basePath + '\n' + target.model + '\n';
    }
    return toHex(sha256(text));
}

} // namespace gatehouse::config
