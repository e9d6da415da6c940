// SPDX-License-Identifier: Apache-2.0
#include "core/config/snapshot.h"

#include <algorithm>
#include <atomic>

namespace gatehouse::config {
std::uint64_t SnapshotNumber::next() {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

bool App::mayPass(std::string_view provider) const {
    return std::any_of(passthrough.begin(), passthrough.end(),
                       [provider](const std::string& listed) { return listed == "*" || listed == provider; });
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
