// SPDX-License-Identifier: Apache-2.0
#include "core/routing/relay.h"

namespace gatehouse::routing {
namespace {

using config::App;
using config::Provider;
using config::Snapshot;

Result<void> mayRelay(const Snapshot& snapshot, const App& app) {
    if (app.passthrough.empty())
        return failure(ErrorKind::Forbidden, "passthrough_not_allowed",
                       "Application \"" + app.id +
                           "\" may not use files, batches or passed through addresses: what lies at a provider is "
                           "shared by all who use its key. Have the provider added to the application's passthrough.");
    if (const auto whose = config::strictBudgetOver(snapshot, app, nullptr))
        return failure(ErrorKind::Forbidden, "unpriceable",
                       "What this call costs cannot be known, and a budget applies to " + *whose +
                           ", which could not be kept. Use an application without a budget for it.");
    if (!app.allowsEveryModel())
        return failure(ErrorKind::Forbidden, "model_not_allowed",
                       "Application \"" + app.id +
                           "\" has a list of models, and which models this call uses cannot be seen. Use an "
                           "application that may use every model (models: [\"*\"]) for it.");
    return {};
}

bool fits(const Provider& provider, const RelayWish& wish) {
    return !provider.isDemo() && (!wish.dialect || provider.dialect() == *wish.dialect);
}

Result<const Provider*> named(const Snapshot& snapshot, const App& app, const RelayWish& wish) {
    const std::string id(wish.provider);
    if (!app.mayPass(id))
        return failure(ErrorKind::Forbidden, "passthrough_not_allowed",
                       "Application \"" + app.id + "\" may not use provider \"" + id +
                           "\" so. Have it added to the application's passthrough.");
    const auto* provider = snapshot.provider(id);
    if (provider == nullptr)
        return failure(ErrorKind::NotFound, "provider_unknown",
                       "No provider has the id \"" + id + "\". Ask for one that this gateway knows.");
    if (!fits(*provider, wish))
        return failure(ErrorKind::Invalid, "provider_unfit",
                       "Provider \"" + id + "\" does not take this call: " +
                           (provider->isDemo() ? std::string("the demo provider answers models only")
                                               : "it speaks " + std::string(dialects::nameOf(provider->form))) +
                           ". Name another one.");
    return provider;
}

Result<const Provider*> onlyOne(const Snapshot& snapshot, const App& app, const RelayWish& wish) {
    const Provider* found = nullptr;
    std::string ids;
    std::size_t count = 0;
    for (const auto& provider : snapshot.providers) {
        if (!provider.enabled || !fits(provider, wish) || !app.mayPass(provider.id))
            continue;
        found = &provider;
        ids += (count++ == 0 ? "" : ", ") + provider.id;
    }
    if (count == 1)
        return found;
    return failure(ErrorKind::Invalid, "provider_unnamed",
                   count == 0 ? "No provider that speaks this dialect is in the passthrough of application \"" +
                                    app.id + "\". Have one added."
                              : "Several providers could take this call (" + ids +
                                    "). Name one in the header x-gatehouse-provider.");
}

} // namespace

Result<Resolution> resolveRelay(const Snapshot& snapshot, const App& app, const RelayWish& wish) {
    if (auto allowed = mayRelay(snapshot, app); !allowed)
        return tl::unexpected(std::move(allowed.error()));
    auto provider = wish.provider.empty() ? onlyOne(snapshot, app, wish) : named(snapshot, app, wish);
    if (!provider)
        return tl::unexpected(std::move(provider.error()));
    Resolution resolution;
    resolution.retry.attempts = 1;
    resolution.rule = "relay " + (*provider)->id;
    resolution.candidates.push_back({*provider, {}, nullptr});
    return resolution;
}

} // namespace gatehouse::routing
