// SPDX-License-Identifier: Apache-2.0
#include "core/config/snapshot.h"

#include <algorithm>
#include <atomic>

namespace gatehouse::config {
namespace {

bool matches(std::string_view pattern, std::string_view model) {
    if (!pattern.ends_with('*'))
        return pattern == model;
    return model.starts_with(pattern.substr(0, pattern.size() - 1));
}

} // namespace

std::uint64_t SnapshotNumber::next() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

bool App::mayUse(std::string_view model) const {
    return std::any_of(models.begin(), models.end(),
                       [model](const std::string& pattern) { return matches(pattern, model); });
}

bool App::mayPass(std::string_view provider) const {
    return std::any_of(passthrough.begin(), passthrough.end(),
                       [provider](const std::string& listed) { return listed == "*" || listed == provider; });
}

bool App::allowsEveryModel() const {
    return std::find(models.begin(), models.end(), "*") != models.end();
}

const Provider* Snapshot::provider(std::string_view id) const {
    const auto known = providerById.find(id);
    return known == providerById.end() ? nullptr : &providers[known->second];
}

std::optional<catalog::ModelPrice> priceOf(const catalog::Prices* prices, const Provider& provider,
                                           std::string_view model) {
    if (const auto set = provider.prices.find(model); set != provider.prices.end())
        return set->second;
    return prices == nullptr ? std::nullopt : prices->find(provider.isDemo() ? provider.id : provider.preset, model);
}

} // namespace gatehouse::config
