// SPDX-License-Identifier: Apache-2.0
#include "core/config/build_products.h"

#include "core/config/document_parts.h"
#include "core/config/limits.h"
#include "core/config/periods.h"
#include "core/config/product_rules.h"
#include "core/contract/product_descriptions.h"

#include <algorithm>
#include <array>
#include <set>

namespace gatehouse::config {
namespace {

using contract::Faults;

template <typename Word, std::size_t Count>
Word wordNamed(const std::array<std::pair<std::string_view, Word>, Count>& words, std::string_view name) {
    const auto found =
        std::find_if(words.begin(), words.end(), [name](const auto& word) { return word.first == name; });
    return found == words.end() ? words.front().second : found->second;
}

constexpr std::array<std::pair<std::string_view, ApiKind>, 4> kinds{
    {{"prompt", ApiKind::Prompt}, {"chain", ApiKind::Chain}, {"model", ApiKind::Model}, {"service", ApiKind::Service}}};
constexpr std::array<std::pair<std::string_view, ApiAccess>, 3> accesses{
    {{"subscription", ApiAccess::Subscription}, {"team", ApiAccess::Team}, {"open", ApiAccess::Open}}};
constexpr std::array<std::pair<std::string_view, ApiState>, 5> states{{{"designed", ApiState::Designed},
                                                                       {"in_review", ApiState::InReview},
                                                                       {"published", ApiState::Published},
                                                                       {"deprecated", ApiState::Deprecated},
                                                                       {"retired", ApiState::Retired}}};
constexpr std::array<std::pair<std::string_view, SubscriptionState>, 6> subscriptionStates{
    {{"pending", SubscriptionState::Pending},
     {"approved", SubscriptionState::Approved},
     {"rejected", SubscriptionState::Rejected},
     {"suspended", SubscriptionState::Suspended},
     {"cancelled", SubscriptionState::Cancelled},
     {"expired", SubscriptionState::Expired}}};

class BuildingProducts {
public:
    BuildingProducts(const Objects& objects, const ProductPlaces& places) : m_objects(objects), m_places(places) {}

    contract::Checked<std::shared_ptr<const Products>> run() {
        bool any = false;
        for (const auto kind : {Kind::Plan, Kind::Webhook, Kind::Notices, Kind::Api, Kind::Subscription}) {
            for (const auto& object : m_objects) {
                if (object.kind != kind)
                    continue;
                any = true;
                if (!add(object))
                    return tl::unexpected<Faults>(std::move(m_faults));
            }
        }
        if (!any)
            return std::shared_ptr<const Products>();
        if (!addNamed())
            return tl::unexpected<Faults>(std::move(m_faults));
        return std::shared_ptr<const Products>(std::move(m_products));
    }

private:
    template <typename Spec>
    bool read(Spec& spec, const StoredObject& object) {
        m_faults = contract::readInto(spec, boost::json::value(object.body), contract::Form::Api);
        return m_faults.empty();
    }

    bool add(const StoredObject& object) {
        switch (object.kind) {
        case Kind::Plan:
            return plan(object);
        case Kind::Webhook:
            return read(m_products->webhooks.emplace_back(), object);
        case Kind::Notices:
            return read(m_products->notices, object);
        case Kind::Api:
            return api(object);
        default:
            return subscription(object);
        }
    }

    bool plan(const StoredObject& object) {
        contract::PlanSpec spec;
        if (!read(spec, object))
            return false;
        m_plans.emplace(spec.id, m_products->plans.size());
        m_products->plans.push_back({spec.id, limitsOf(spec.limits), budgetOf(spec.budget), spec.price, spec.enabled});
        return true;
    }

    bool api(const StoredObject& object) {
        contract::ApiSpec spec;
        if (!read(spec, object))
            return false;
        Api api;
        api.id = spec.id;
        api.title = spec.title;
        api.description = spec.description;
        api.kind = wordNamed(kinds, spec.kind);
        api.access = wordNamed(accesses, spec.access);
        if (spec.team) {
            const auto team = m_places.teams.find(*spec.team);
            api.team = team == m_places.teams.end() ? noIndex : team->second;
        }
        for (auto& version : spec.versions)
            api.versions.push_back(versionOf(api, version));
        m_products->apiById.emplace(api.id, m_products->apis.size());
        m_products->apis.push_back(std::move(api));
        return true;
    }

    ApiVersion versionOf(const Api& api, contract::ApiVersionSpec& spec) {
        ApiVersion version;
        version.name = spec.version;
        version.state = wordNamed(states, spec.state);
        version.deprecatedAt = spec.deprecatedAt;
        version.sunset = spec.sunset;
        version.successor = spec.successor.value_or("");
        const auto* definition = &spec.definition;
        for (const auto& release : spec.releases) {
            if (release.number != spec.live)
                continue;
            definition = &release.definition;
            version.release = release.number;
            version.publishedAt = release.at.value_or(0);
        }
        version.definition = std::make_shared<const contract::ApiDefinitionSpec>(*definition);
        if (version.state != ApiState::Retired) // its owner may call what is not published yet
            noteNames(*version.definition);
        // One that does not serve yet is called by its owner alone, who tries it.
        const auto& service = version.definition->service;
        if (version.state != ApiState::Retired && service && m_places.service)
            version.service = m_places.service(*service, api.id, version.name);
        return version;
    }

    void noteNames(const contract::ApiDefinitionSpec& definition) {
        const auto note = [](std::set<std::string>& names, const std::optional<std::string>& pinned) {
            if (pinned)
                names.insert(pinnedParts(*pinned).first);
        };
        note(m_promptsNamed, definition.prompt);
        note(m_chainsNamed, definition.chain);
        if (definition.experiment) {
            for (const auto& arm : definition.experiment->arms)
                m_promptsNamed.insert(pinnedParts(arm.prompt).first);
        }
    }

    bool subscription(const StoredObject& object) {
        contract::SubscriptionSpec spec;
        if (!read(spec, object))
            return false;
        const auto api = m_products->apiById.find(spec.api);
        const auto app = m_places.apps.find(spec.app);
        if (api == m_products->apiById.end() || app == m_places.apps.end()) {
            m_places.warn("subscription " + spec.id + " is left out: its API or application does not exist");
            return true;
        }
        Subscription made;
        made.id = spec.id;
        made.api = api->second;
        made.app = app->second;
        made.state = wordNamed(subscriptionStates, spec.state);
        made.expires = spec.expires;
        if (spec.plan) {
            const auto plan = m_plans.find(*spec.plan);
            made.plan = plan == m_plans.end() ? noIndex : plan->second;
        }
        const auto place = m_products->subscriptions.size();
        const auto key = (std::uint64_t{made.api} << 32U) | made.app;
        const auto [counts, fresh] = m_products->subscriptionOf.emplace(key, place);
        if (!fresh && counts->second < m_products->subscriptions.size() &&
            m_products->subscriptions[counts->second].state != SubscriptionState::Approved)
            counts->second = place;
        m_products->subscriptions.push_back(std::move(made));
        return true;
    }

    // What published things name is read in full; ten thousand others are not.
    bool addNamed() {
        for (const auto& object : m_objects) {
            if (object.kind == Kind::Chain && m_chainsNamed.contains(object.id)) {
                auto chain = std::make_shared<contract::ChainSpec>();
                if (!read(*chain, object))
                    return false;
                for (const auto& version : chain->versions) {
                    for (const auto& step : version.steps) {
                        if (step.kind == "prompt")
                            m_promptsNamed.insert(pinnedParts(step.use).first);
                    }
                }
                m_products->chains.emplace(object.id, std::move(chain));
            }
        }
        for (const auto& object : m_objects) {
            if (object.kind != Kind::Prompt || !m_promptsNamed.contains(object.id))
                continue;
            auto prompt = std::make_shared<contract::PromptSpec>();
            if (!read(*prompt, object))
                return false;
            m_products->prompts.emplace(object.id, std::move(prompt));
        }
        return true;
    }

    const Objects& m_objects;
    const ProductPlaces& m_places;
    std::shared_ptr<Products> m_products = std::make_shared<Products>();
    std::unordered_map<std::string, std::size_t> m_plans;
    std::set<std::string> m_promptsNamed;
    std::set<std::string> m_chainsNamed;
    Faults m_faults;
};

} // namespace

contract::Checked<std::shared_ptr<const Products>> buildProducts(const Objects& objects, const ProductPlaces& places) {
    return BuildingProducts(objects, places).run();
}

} // namespace gatehouse::config
