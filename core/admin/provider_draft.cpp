// SPDX-License-Identifier: Apache-2.0
// A provider that is only tried: read and checked as one that is saved would be, and then forgotten.
#include "core/admin/control_secrets.h"
#include "core/admin/control_service.h"
#include "core/config/resource.h"

#include <map>
#include <utility>

namespace gatehouse::admin {
namespace {

// Plain keys of the draft stay in memory and are never stashed.
class DraftSecrets final : public config::SecretStash, public config::SecretResolver {
public:
    explicit DraftSecrets(config::SecretResolver& kept) : m_kept(kept) {}

    Result<std::string> put(std::string_view name, Secret secret) override {
        auto reference = "vault:draft." + std::string(name);
        m_values[reference] = std::make_shared<const Secret>(std::move(secret));
        return reference;
    }
    Result<SharedSecret> resolve(std::string_view reference) override {
        const auto own = m_values.find(reference);
        return own != m_values.end() ? Result<SharedSecret>(own->second) : m_kept.resolve(reference);
    }
    Result<SharedSecret> resolveText(std::string_view reference) override {
        const auto own = m_values.find(reference);
        return own != m_values.end() ? Result<SharedSecret>(own->second) : m_kept.resolveText(reference);
    }
    // The key that was typed in, as one of the provider's: how it is sent may hang on there being one.
    boost::json::value withKey(const boost::json::value& body, const SharedSecret& key) {
        auto made = body;
        if (auto* object = made.if_object(); object != nullptr && key) {
            const std::string reference = "vault:draft.key";
            m_values[reference] = key;
            (*object)["keys"] = boost::json::array{boost::json::value(reference)};
        }
        return made;
    }

private:
    config::SecretResolver& m_kept;
    std::map<std::string, SharedSecret, std::less<>> m_values;
};

const config::StoredObject* onlyProvider(const config::Objects& objects, std::string_view id) {
    return config::findObject(objects, config::Kind::Provider, id);
}

std::string idOf(const boost::json::value& body) {
    const auto* object = body.if_object();
    const auto* id = object == nullptr ? nullptr : object->if_contains("id");
    return id != nullptr && id->is_string() ? std::string(id->get_string()) : std::string();
}

} // namespace

Outcome<config::Provider> ControlService::draftProvider(const boost::json::value& body, SharedSecret key,
                                                        std::string_view actor) {
    const auto standing = configuration();
    DraftSecrets secrets(*m_secrets);
    const config::Surroundings surroundings{standing->objects, m_with.presets, m_with.demo};
    auto plan = config::planPut(config::Kind::Provider, {}, secrets.withKey(body, key), surroundings, secrets,
                                m_with.clock.wall());
    if (!plan)
        return refused(std::move(plan.error()));
    const auto planned = config::applied(standing->objects, *plan, standing->revision, m_with.clock.wall());
    const auto id = idOf(body);
    const auto* object = onlyProvider(planned, id);
    if (object == nullptr)
        return refused(ErrorKind::Internal, "internal", "The draft could not be read back.");
    config::Objects alone{*object};
    alone.front().body["enabled"] = true;
    auto built =
        config::buildSnapshot({alone, secrets, m_with.presets, nullptr, false, standing->revision, m_with.network,
                               m_with.tlsContexts, std::nullopt, m_with.environment ? &m_with.environment : nullptr});
    if (!built)
        return tl::unexpected<Refused>(Refused{std::move(built.error()), {}});
    const auto* provider = built->snapshot->provider(id);
    if (provider == nullptr || !provider->enabled)
        return refused(ErrorKind::Conflict, "provider_not_usable",
                       built->warnings.empty() ? "The provider cannot be used as it is written."
                                               : built->warnings.front());
    // A stored key may be sent to a new address this way: that is written down like a change.
    if (auto noted = note("provider.test", "providers", id, actor); !noted)
        return tl::unexpected<Refused>(Refused{std::move(noted.error()), {}});
    auto draft = *provider;
    if (key)
        draft.keys = {config::ProviderKey{{}, std::move(key), {}}};
    return draft;
}

} // namespace gatehouse::admin
