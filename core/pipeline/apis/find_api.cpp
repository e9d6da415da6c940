// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/find_api.h"

#include "core/apis/lifecycle_fields.h"

namespace gatehouse::pipeline {
namespace {

using config::ApiAccess;
using config::ApiState;
using config::SubscriptionState;

tl::unexpected<Refusal> refuse(ErrorKind kind, std::string code, std::string message) {
    auto error = failure(kind, std::move(code), std::move(message));
    Refusal refusal;
    refusal.error = std::move(error.value());
    refusal.extras.neverRetry = true;
    return tl::unexpected(std::move(refusal));
}

tl::unexpected<Refusal> unknown() {
    return refuse(ErrorKind::NotFound, "unknown_api",
                  "There is no published API of that name and version that this key can see. The portal lists those "
                  "that there are.");
}

bool isOwner(const ApiCall& api) {
    return api.asOwner || (api.api->team != config::noIndex && api.api->team == api.call.identity->team);
}

// An API of the organisation is every team's own, where it is for its owner alone.
bool isHidden(const ApiCall& api) {
    return api.api->access == ApiAccess::Team && api.api->team != config::noIndex && !isOwner(api);
}

std::string nameOf(const ApiCall& api) {
    return "\"" + api.api->id + "\"";
}

StageResult checkSubscription(ApiCall& api) {
    if (api.api->access != ApiAccess::Subscription || isOwner(api))
        return {};
    const auto& products = config::productsOf(*api.call.snapshot);
    const auto index = static_cast<std::size_t>(api.api - products.apis.data());
    const auto* subscription = products.subscription(index, api.call.identity->app);
    const std::string who = "The application \"" + api.call.app().id + "\"";
    if (subscription == nullptr)
        return refuse(ErrorKind::Forbidden, "subscription_required",
                      who + " has no subscription to the API " + nameOf(api) +
                          ". Ask for one in the portal (/portal).");
    api.subscription = subscription;
    const auto of = "The subscription of application \"" + api.call.app().id + "\" to the API " + nameOf(api);
    switch (subscription->stateAt(api.call.record.startedAt)) {
    case SubscriptionState::Approved:
        api.call.record.subscription = subscription->id;
        return {};
    case SubscriptionState::Pending:
        return refuse(ErrorKind::Forbidden, "subscription_pending",
                      of + " has not been approved yet. Wait, or ask those who approve; the next call after approval "
                           "works.");
    case SubscriptionState::Rejected:
        return refuse(ErrorKind::Forbidden, "subscription_rejected",
                      of + " was rejected. The portal shows why; ask again with what was missing.");
    case SubscriptionState::Suspended:
        return refuse(ErrorKind::Forbidden, "subscription_suspended",
                      of + " is suspended. The portal shows why; ask those who approve to resume it.");
    case SubscriptionState::Cancelled:
        return refuse(ErrorKind::Forbidden, "subscription_cancelled", of + " was cancelled. Ask for a new one.");
    case SubscriptionState::Expired:
        break;
    }
    return refuse(ErrorKind::Forbidden, "subscription_expired", of + " has expired. Ask for a new one.");
}

std::string successorPath(const ApiCall& api) {
    return api.version->successor.empty() ? std::string() : apis::apiPath(api.api->id, api.version->successor);
}

void tellDeprecation(ApiCall& api) {
    const auto& version = *api.version;
    if (version.state != ApiState::Deprecated && version.state != ApiState::Retired)
        return;
    const auto successor = successorPath(api);
    apis::Deprecated what;
    what.since = version.deprecatedAt.value_or(version.publishedAt);
    what.sunset = version.sunset;
    what.successorPath = successor;
    api.exchange.addFields(apis::deprecationFields(what));
}

StageResult checkState(const ApiCall& api) {
    const auto state = api.version->state;
    if (state == ApiState::Retired) {
        const auto successor = successorPath(api);
        return refuse(ErrorKind::NotFound, "api_retired",
                      "Version " + api.version->name + " of the API " + nameOf(api) + " is retired. " +
                          (successor.empty() ? "The portal lists the versions that there are."
                                             : "Its successor is " + successor + "."));
    }
    if (!api.version->serves() && !isOwner(api))
        return unknown();
    return {};
}

} // namespace

StageResult findApi(ApiCall& api) {
    auto& call = api.call;
    const auto& products = config::productsOf(*call.snapshot);
    api.api = products.api(api.address.id);
    if (api.api == nullptr || isHidden(api))
        return unknown();
    const bool newest = api.address.version == apis::latestVersion;
    api.version = newest ? api.api->latest() : api.api->version(api.address.version);
    if (api.version == nullptr)
        return unknown();
    if (auto passed = checkState(api); !passed) {
        if (passed.error().error.code == "api_retired")
            tellDeprecation(api);
        return passed;
    }
    api.address.version = api.version->name;
    call.record.api = api.api->id;
    call.record.apiVersion = api.version->name;
    tellDeprecation(api);
    return checkSubscription(api);
}

const config::Subscription* subscriptionOf(const Call& call) {
    if (call.record.subscription.empty() || !call.identity)
        return nullptr;
    const auto& products = config::productsOf(*call.snapshot);
    const auto api = products.apiById.find(call.record.api);
    return api == products.apiById.end() ? nullptr : products.subscription(api->second, call.identity->app);
}

bool subscriptionHolds(const config::Snapshot& now, const Call& call, WallMicros at) {
    if (call.record.subscription.empty())
        return true;
    const auto& products = config::productsOf(now);
    const auto api = products.apiById.find(call.record.api);
    const auto key = now.keyByDigest.find(call.key().digest);
    if (api == products.apiById.end() || key == now.keyByDigest.end())
        return false;
    const auto* subscription = products.subscription(api->second, now.keys[key->second].app);
    return subscription != nullptr && subscription->stateAt(at) == SubscriptionState::Approved;
}

} // namespace gatehouse::pipeline
