// SPDX-License-Identifier: Apache-2.0
#include "core/config/bodies.h"

#include "core/contract/product_descriptions.h"

#include <array>
#include <boost/json/array.hpp>

namespace gatehouse::config {

std::string textIn(const boost::json::object& body, std::string_view name) {
    const auto* member = body.if_contains(name);
    const auto* text = member != nullptr ? member->if_string() : nullptr;
    return text != nullptr ? std::string(*text) : std::string();
}

boost::json::object defaultBodyOf(Kind kind) {
    if (kind == Kind::Records)
        return bodyOf(contract::RecordsSpec());
    if (kind == Kind::Organisation)
        return bodyOf(contract::OrganisationSpec());
    if (kind == Kind::Cache)
        return bodyOf(contract::CacheSpec());
    if (kind == Kind::SignIn)
        return bodyOf(contract::SignInSpec());
    if (kind == Kind::Notices)
        return bodyOf(contract::NoticesSpec());
    return {};
}

contract::KeySpec keyOf(const boost::json::object& body) {
    contract::KeySpec spec;
    // A stored body was written by bodyOf(); what does not fit stays at its default.
    (void)contract::readInto(spec, boost::json::value(body), contract::Form::Api);
    return spec;
}

std::vector<std::string> secretReferencesOf(const boost::json::object& provider) {
    std::vector<std::string> references;
    if (const auto* keys = provider.if_contains("keys"); keys != nullptr && keys->is_array()) {
        for (const auto& key : keys->get_array()) {
            if (key.is_string())
                references.emplace_back(key.get_string());
        }
    }
    references.push_back(textIn(provider, "proxy_password"));
    if (const auto* tls = provider.if_contains("tls"); tls != nullptr && tls->is_object())
        references.push_back(textIn(tls->get_object(), "client_key"));
    std::erase(references, std::string());
    return references;
}

std::vector<std::pair<Kind, std::string>> namedBy(const boost::json::object& budget) {
    std::vector<std::pair<Kind, std::string>> named;
    if (auto route = textIn(budget, "switch_to"); !route.empty())
        named.emplace_back(Kind::Route, std::move(route));
    const auto* member = budget.if_contains("for");
    const auto* subject = member != nullptr ? member->if_object() : nullptr;
    if (subject == nullptr)
        return named;
    constexpr std::array<std::pair<std::string_view, Kind>, 4> kinds{
        {{"team", Kind::Team}, {"app", Kind::App}, {"key", Kind::Key}, {"provider", Kind::Provider}}};
    for (const auto& [name, kind] : kinds) {
        if (auto id = textIn(*subject, name); !id.empty())
            named.emplace_back(kind, std::move(id));
    }
    return named;
}

std::vector<std::string> providersOf(const boost::json::object& route) {
    std::vector<std::string> providers;
    const auto* targets = route.if_contains("targets");
    if (targets == nullptr || !targets->is_array())
        return providers;
    for (const auto& target : targets->get_array()) {
        if (const auto* object = target.if_object())
            providers.push_back(textIn(*object, "provider"));
    }
    if (const auto* shadow = route.if_contains("shadow"); shadow != nullptr && shadow->is_object())
        providers.push_back(textIn(shadow->get_object(), "provider"));
    return providers;
}

} // namespace gatehouse::config
