// SPDX-License-Identifier: Apache-2.0
// The order of providers: a number in each, changed together.
#include "core/admin/control_service.h"
#include "core/config/bodies.h"
#include "core/config/resource.h"
#include "core/contract/reader.h"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace gatehouse::admin {
namespace {

std::int64_t placeOf(const config::StoredObject& provider) {
    const auto* order = provider.body.if_contains("order");
    return order != nullptr && order->is_int64() ? order->get_int64() : std::numeric_limits<std::int64_t>::max();
}

std::vector<const config::StoredObject*> ordered(const config::Objects& objects) {
    std::vector<const config::StoredObject*> providers;
    for (const auto& object : objects) {
        if (object.kind == config::Kind::Provider)
            providers.push_back(&object);
    }
    std::sort(providers.begin(), providers.end(), [](const auto* a, const auto* b) {
        return std::make_tuple(placeOf(*a), std::string_view(a->id)) <
               std::make_tuple(placeOf(*b), std::string_view(b->id));
    });
    return providers;
}

} // namespace

std::vector<std::string> ControlService::providerOrder() const {
    const auto standing = configuration();
    std::vector<std::string> ids;
    for (const auto* provider : ordered(standing->objects))
        ids.push_back(provider->id);
    return ids;
}

Outcome<void> ControlService::orderProviders(const std::vector<std::string>& ids, std::string_view actor) {
    const auto standing = configuration();
    const auto before = ordered(standing->objects);
    for (const auto& id : ids) {
        if (config::findObject(standing->objects, config::Kind::Provider, id) == nullptr) {
            const contract::Path document;
            const contract::Path field(document, std::string_view("ids"));
            return refused(contract::Faults{contract::makeFault(contract::FaultCode::UnknownReference, field,
                                                                "ids of providers", contract::quoted(id))});
        }
    }
    const auto named = [&](const std::string& id) {
        return static_cast<std::size_t>(std::find(ids.begin(), ids.end(), id) - ids.begin());
    };
    auto now = before;
    std::stable_sort(now.begin(), now.end(), [&](const auto* a, const auto* b) { return named(a->id) < named(b->id); });
    if (now == before)
        return {};
    config::Plan plan;
    std::int64_t place = 0;
    for (const auto* provider : now) {
        ++place;
        if (placeOf(*provider) == place)
            continue;
        config::Change change;
        change.action = config::Change::Action::Update;
        change.kind = config::Kind::Provider;
        change.id = provider->id;
        change.origin = provider->origin;
        change.before = provider->body;
        auto spec = contract::readSpec<contract::ProviderSpec>(provider->body, contract::Form::Api);
        if (!spec)
            return refused(std::move(spec.error()));
        spec->order = static_cast<std::uint64_t>(place);
        change.after = config::bodyOf(*spec);
        plan.changes.push_back(std::move(change));
    }
    if (auto done = carryOut(plan, actor); !done)
        return tl::unexpected<Refused>(std::move(done.error()));
    return {};
}

} // namespace gatehouse::admin
