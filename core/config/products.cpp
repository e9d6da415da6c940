// SPDX-License-Identifier: Apache-2.0
#include "core/config/products.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace gatehouse::config {
namespace {

template <typename Spec>
auto pinnedVersion(const std::map<std::string, std::shared_ptr<const Spec>, std::less<>>& all, std::string_view pinned)
    -> decltype(all.begin()->second->versions.data()) {
    const auto at = pinned.find('@');
    const auto found = all.find(pinned.substr(0, at));
    if (found == all.end() || at == std::string_view::npos)
        return nullptr;
    const auto& spec = *found->second;
    const auto name = pinned.substr(at + 1);
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
    if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size()) {
        const auto label = std::find_if(spec.labels.begin(), spec.labels.end(),
                                        [name](const contract::LabelSpec& one) { return one.name == name; });
        if (label == spec.labels.end())
            return nullptr;
        number = label->version;
    }
    const auto version = std::find_if(spec.versions.begin(), spec.versions.end(),
                                      [number](const auto& one) { return one.version == number; });
    return version == spec.versions.end() ? nullptr : &*version;
}

} // namespace

std::string_view nameOf(SubscriptionState state) {
    constexpr std::array<std::string_view, 6> names{"pending",   "approved",  "rejected",
                                                    "suspended", "cancelled", "expired"};
    return names[static_cast<std::size_t>(state)];
}

const ApiVersion* Api::version(std::string_view name) const {
    const auto found =
        std::find_if(versions.begin(), versions.end(), [name](const ApiVersion& one) { return one.name == name; });
    return found == versions.end() ? nullptr : &*found;
}

const ApiVersion* Api::latest() const {
    const ApiVersion* newest = nullptr;
    for (const auto& one : versions) {
        const bool newer = newest == nullptr || one.publishedAt > newest->publishedAt ||
                           (one.publishedAt == newest->publishedAt && newest->state == ApiState::Deprecated);
        if (one.state == ApiState::Published && newer)
            newest = &one;
    }
    return newest;
}

const Api* Products::api(std::string_view id) const {
    const auto found = apiById.find(id);
    return found == apiById.end() ? nullptr : &apis[found->second];
}

const Subscription* Products::subscription(std::size_t api, std::size_t app) const {
    const auto found = subscriptionOf.find((std::uint64_t{api} << 32U) | app);
    return found == subscriptionOf.end() ? nullptr : &subscriptions[found->second];
}

const contract::PromptVersionSpec* Products::promptVersion(std::string_view pinned) const {
    return pinnedVersion(prompts, pinned);
}

const contract::ChainVersionSpec* Products::chainVersion(std::string_view pinned) const {
    return pinnedVersion(chains, pinned);
}

namespace {

// A suspended one may go on: what it has spent stays counted.
const PlanTerms* termsOf(const Snapshot& snapshot, const Subscription& subscription) {
    const auto& plans = productsOf(snapshot).plans;
    const bool counts =
        subscription.state == SubscriptionState::Approved || subscription.state == SubscriptionState::Suspended;
    return counts && subscription.plan < plans.size() ? &plans[subscription.plan] : nullptr;
}

} // namespace

const Budget* budgetOf(const Snapshot& snapshot, const Subscription& subscription) {
    const auto* terms = termsOf(snapshot, subscription);
    return terms != nullptr && terms->budget ? &*terms->budget : nullptr;
}

const Limits* limitsOf(const Snapshot& snapshot, const Subscription& subscription) {
    const auto* terms = termsOf(snapshot, subscription);
    return terms != nullptr && terms->limits.any() ? &terms->limits : nullptr;
}

const Products& productsOf(const Snapshot& snapshot) {
    static const Products none;
    return snapshot.products != nullptr ? *snapshot.products : none;
}

} // namespace gatehouse::config
