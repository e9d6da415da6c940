// SPDX-License-Identifier: Apache-2.0
#include "core/config/product_rules.h"

#include "core/chains/chain.h"
#include "core/config/bodies.h"
#include "core/config/document_parts.h"
#include "core/config/document_rules.h"
#include "core/config/prompt_rules.h"
#include "core/contract/product_descriptions.h"
#include "core/services/service.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <set>

namespace gatehouse::config {
namespace {

namespace json = boost::json;
using contract::Fault;
using contract::FaultCode;
using contract::Faults;
using contract::makeFault;
using contract::Path;

Fault conflict(const Path& path, std::string expected, std::string found, std::string hint = {}) {
    auto fault = makeFault(FaultCode::Conflict, path, std::move(expected), std::move(found));
    fault.hint = std::move(hint);
    return fault;
}

void mustExist(Kind kind, const std::string& id, const ProductSurroundings& around, const Path& path, Faults& faults) {
    if (around.exists(kind, id))
        return;
    const auto what = singularOf(kind);
    const bool vowel = what.starts_with('a');
    faults.push_back(makeFault(FaultCode::UnknownReference, path,
                               "the id of a" + std::string(vowel ? "n " : " ") + std::string(what),
                               contract::quoted(id)));
}

void checkOwner(const std::optional<std::string>& team, const ProductSurroundings& around, const Path& path,
                Faults& faults) {
    if (team)
        mustExist(Kind::Team, *team, around, Path(path, "team"), faults);
}

// Words of the admin API's addresses.
void checkReserved(const std::string& id, std::initializer_list<std::string_view> words, const Path& path,
                   Faults& faults) {
    for (const auto word : words) {
        if (id == word)
            faults.push_back(conflict(Path(path, "id"), "another id",
                                      contract::quoted(id) + ", which is an address of the admin API"));
    }
}

// Versions that stand stay as they are, and new ones come behind them.
template <typename Version>
void checkVersions(Kind kind, const std::string& id, const std::vector<Version>& versions,
                   const ProductSurroundings& around, const Path& path, Faults& faults) {
    const Path list(path, "versions");
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        const Path here(list, i);
        if (versions[i].version <= last)
            faults.push_back(conflict(Path(here, "version"), "a number above " + std::to_string(last),
                                      std::to_string(versions[i].version)));
        last = versions[i].version;
    }
    const auto* before = around.standing(kind, id);
    const auto* had = before != nullptr ? before->if_contains("versions") : nullptr;
    if (had == nullptr || !had->is_array())
        return;
    const auto& old = had->get_array();
    for (std::size_t i = 0; i < old.size(); ++i) {
        const Path here(list, i);
        const bool same = i < versions.size() && json::value(bodyOf(versions[i])) == old[i];
        if (!same) {
            faults.push_back(conflict(here, "version " + json::serialize(old[i].at("version")) + " as it stands",
                                      "another", "versions never change: add a new one behind them"));
            return;
        }
    }
}

template <typename Spec>
void checkLabels(const Spec& spec, const Path& path, Faults& faults) {
    const Path list(path, "labels");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < spec.labels.size(); ++i) {
        const auto& label = spec.labels[i];
        const Path here(list, i);
        if (!seen.insert(label.name).second)
            faults.push_back(makeFault(FaultCode::Duplicate, Path(here, "name"), "a label that no other has",
                                       contract::quoted(label.name)));
        const bool number = label.name.find_first_not_of("0123456789") == std::string::npos;
        if (number)
            faults.push_back(conflict(Path(here, "name"), "a name that is no number", contract::quoted(label.name)));
        const bool known = std::any_of(spec.versions.begin(), spec.versions.end(),
                                       [&label](const auto& version) { return version.version == label.version; });
        if (!known)
            faults.push_back(conflict(Path(here, "version"), "a version that there is", std::to_string(label.version)));
    }
}

bool isNumber(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

bool holds(const json::object& body, std::string_view list, std::string_view member, const json::value& wanted) {
    const auto* items = body.if_contains(list);
    if (items == nullptr || !items->is_array())
        return false;
    for (const auto& item : items->get_array()) {
        const auto* object = item.if_object();
        const auto* value = object != nullptr ? object->if_contains(member) : nullptr;
        if (value != nullptr && *value == wanted)
            return true;
    }
    return false;
}

// A prompt or chain, and a version or label of it.
void checkPinned(Kind kind, const std::string& pinned, const ProductSurroundings& around, const Path& path,
                 Faults& faults) {
    const auto [id, version] = pinnedParts(pinned);
    const auto* body = around.body(kind, id);
    if (body == nullptr) {
        faults.push_back(
            makeFault(FaultCode::UnknownReference, path, "a " + std::string(singularOf(kind)), contract::quoted(id)));
        return;
    }
    const bool number = isNumber(version) && version.size() < 8;
    const bool known = number ? holds(*body, "versions", "version", json::value(std::stoll(version)))
                              : holds(*body, "labels", "name", json::value(version));
    if (!known)
        faults.push_back(
            makeFault(FaultCode::UnknownReference, path, "a version or a label of " + id, contract::quoted(version)));
}

// A version can run: its steps, pointers and templates lead somewhere. Those that stand were looked at when they came.
void checkRuns(const contract::ChainSpec& chain, const ProductSurroundings& around, const Path& path, Faults& faults) {
    const auto* before = around.standing(Kind::Chain, chain.id);
    const auto* had = before != nullptr ? before->if_contains("versions") : nullptr;
    const Path versions(path, "versions");
    for (auto i = had != nullptr && had->is_array() ? had->get_array().size() : 0; i < chain.versions.size(); ++i) {
        const Path here(versions, i);
        if (auto compiled = chains::Chain::compile(chain.versions[i], here); !compiled) {
            for (auto& fault : compiled.error()) {
                fault.code = FaultCode::Conflict;
                faults.push_back(std::move(fault));
            }
        }
        const Path steps(here, "steps");
        for (std::size_t at = 0; at < chain.versions[i].steps.size(); ++at) {
            const auto& step = chain.versions[i].steps[at];
            const Path place(steps, at);
            if (step.kind == "prompt")
                checkPinned(Kind::Prompt, step.use, around, Path(place, "use"), faults);
        }
    }
}

bool isAskable(const std::string& model, const ProductSurroundings& around) {
    if (around.exists(Kind::Route, model))
        return true;
    const auto slash = model.find('/');
    return slash != std::string::npos && slash + 1 < model.size() &&
           around.exists(Kind::Provider, model.substr(0, slash));
}

void notOfKind(const std::string& kind, bool given, std::string_view field, const Path& path, Faults& faults) {
    if (given)
        faults.push_back(conflict(Path(path, field), "nothing, for the kind " + kind, "a value"));
}

void checkExperiment(const contract::ApiDefinitionSpec& definition, const ProductSurroundings& around, const Path& path,
                     Faults& faults) {
    if (!definition.experiment)
        return;
    const Path here(path, "experiment");
    const Path arms(here, "arms");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < definition.experiment->arms.size(); ++i) {
        const Path arm(arms, i);
        const auto& prompt = definition.experiment->arms[i].prompt;
        checkPinned(Kind::Prompt, prompt, around, Path(arm, "prompt"), faults);
        if (!seen.insert(prompt).second)
            faults.push_back(
                makeFault(FaultCode::Duplicate, Path(arm, "prompt"), "an arm of its own", contract::quoted(prompt)));
    }
}

void checkDefinition(const contract::ApiSpec& api, const contract::ApiDefinitionSpec& definition,
                     const ProductSurroundings& around, const Path& path, Faults& faults) {
    notOfKind(api.kind, definition.prompt && api.kind != "prompt", "prompt", path, faults);
    notOfKind(api.kind, definition.experiment && api.kind != "prompt", "experiment", path, faults);
    notOfKind(api.kind, definition.chain && api.kind != "chain", "chain", path, faults);
    notOfKind(api.kind, !definition.models.empty() && api.kind != "model", "models", path, faults);
    notOfKind(api.kind, definition.service && api.kind != "service", "service", path, faults);
    const bool answers = api.kind == "prompt" || (api.kind == "chain" && definition.answer == "json");
    notOfKind(api.kind, !answers && definition.answer != contract::ApiDefinitionSpec().answer, "answer", path, faults);
    if (definition.service && api.kind == "service") {
        for (auto& fault : services::checkService(*definition.service, Path(path, "service")))
            faults.push_back(std::move(fault));
    }
    if (definition.prompt)
        checkPinned(Kind::Prompt, *definition.prompt, around, Path(path, "prompt"), faults);
    if (definition.chain)
        checkPinned(Kind::Chain, *definition.chain, around, Path(path, "chain"), faults);
    checkExperiment(definition, around, path, faults);
    const Path models(path, "models");
    for (std::size_t i = 0; i < definition.models.size(); ++i) {
        if (!isAskable(definition.models[i], around))
            faults.push_back(makeFault(FaultCode::UnknownReference, Path(models, i),
                                       "the name of a route, or a provider's id, '/' and a model's name",
                                       contract::quoted(definition.models[i])));
    }
}

// What operations lead: as it stands, or as new ones begin.
bool asItWas(const contract::ApiVersionSpec& version, const json::object* api) {
    contract::ApiVersionSpec before;
    const auto* versions = api != nullptr ? api->if_contains("versions") : nullptr;
    if (versions != nullptr && versions->is_array()) {
        for (const auto& item : versions->get_array()) {
            contract::ApiVersionSpec old;
            if (contract::readInto(old, item, contract::Form::Api).empty() && old.version == version.version)
                before = std::move(old);
        }
    }
    const auto led = [](const contract::ApiVersionSpec& spec) {
        auto body = bodyOf(spec);
        body.erase("definition");
        body.erase("version");
        return body;
    };
    return led(version) == led(before);
}

void checkApiVersion(const contract::ApiSpec& api, const contract::ApiVersionSpec& version,
                     const ProductSurroundings& around, const Path& path, Faults& faults) {
    const Path definition(path, "definition");
    if (version.version == "latest")
        faults.push_back(conflict(Path(path, "version"), "another name", "\"latest\", which means the newest"));
    checkDefinition(api, version.definition, around, definition, faults);
    const bool serves = version.state == "published" || version.state == "deprecated";
    if (serves && version.live == 0) {
        for (auto& fault : checkComplete(api, version.definition, definition))
            faults.push_back(std::move(fault));
    }
    const bool liveKnown = version.live == 0 || std::any_of(version.releases.begin(), version.releases.end(),
                                                            [&version](const contract::ApiReleaseSpec& release) {
                                                                return release.number == version.live;
                                                            });
    if (!liveKnown)
        faults.push_back(conflict(Path(path, "live"), "the number of a release", std::to_string(version.live)));
    if (version.successor &&
        (*version.successor == version.version ||
         std::none_of(api.versions.begin(), api.versions.end(), [&version](const contract::ApiVersionSpec& other) {
             return other.version == *version.successor;
         })))
        faults.push_back(makeFault(FaultCode::UnknownReference, Path(path, "successor"), "another version of this API",
                                   contract::quoted(*version.successor)));
    if (around.way == ChangeWay::Body && !asItWas(version, around.standing(Kind::Api, api.id)))
        faults.push_back(conflict(
            Path(path, "state"), "state, releases, live and what belongs to them as they are (a new version: designed)",
            "others", "use POST /apis/{id}/versions/{version}/publish and its like"));
}

// A version that callers use does not vanish.
void checkVersionsStay(const contract::ApiSpec& api, const ProductSurroundings& around, const Path& path,
                       Faults& faults) {
    if (around.way == ChangeWay::File)
        return;
    const auto* before = around.standing(Kind::Api, api.id);
    contract::ApiSpec old;
    if (before == nullptr || !contract::readInto(old, json::value(*before), contract::Form::Api).empty())
        return;
    if (old.kind != api.kind)
        faults.push_back(conflict(Path(path, "kind"), "the kind as it is, " + old.kind, api.kind));
    for (const auto& version : old.versions) {
        const bool stays =
            std::any_of(api.versions.begin(), api.versions.end(),
                        [&version](const contract::ApiVersionSpec& now) { return now.version == version.version; });
        if (!stays && version.state != "designed" && version.state != "retired")
            faults.push_back(conflict(Path(path, "versions"),
                                      "version " + version.version + ", which is " + version.state, "nothing",
                                      "retire it first"));
    }
}

void name(std::vector<std::pair<Kind, std::string>>& out, Kind kind, std::string id) {
    if (!id.empty())
        out.emplace_back(kind, std::move(id));
}

void nameFromDefinition(std::vector<std::pair<Kind, std::string>>& out, const contract::ApiDefinitionSpec& definition) {
    if (definition.prompt)
        name(out, Kind::Prompt, pinnedParts(*definition.prompt).first);
    if (definition.chain)
        name(out, Kind::Chain, pinnedParts(*definition.chain).first);
    if (definition.experiment) {
        for (const auto& arm : definition.experiment->arms)
            name(out, Kind::Prompt, pinnedParts(arm.prompt).first);
    }
}

} // namespace

std::pair<std::string, std::string> pinnedParts(const std::string& pinned) {
    const auto at = pinned.find('@');
    return {pinned.substr(0, at), at == std::string::npos ? std::string() : pinned.substr(at + 1)};
}

Faults checkProduct(const contract::PlanSpec&, const ProductSurroundings&, const Path&) {
    return {};
}

Faults checkProduct(const contract::WebhookSpec& webhook, const ProductSurroundings& around, const Path& path) {
    Faults faults;
    checkOwner(webhook.team, around, path, faults);
    return faults;
}

Faults checkProduct(const contract::PromptSpec& prompt, const ProductSurroundings& around, const Path& path) {
    Faults faults;
    checkReserved(prompt.id, {"render", "import"}, path, faults);
    checkOwner(prompt.team, around, path, faults);
    checkVersions(Kind::Prompt, prompt.id, prompt.versions, around, path, faults);
    checkLabels(prompt, path, faults);
    for (auto& fault : checkPromptParts(prompt, around.standing(Kind::Prompt, prompt.id), path))
        faults.push_back(std::move(fault));
    return faults;
}

Faults checkProduct(const contract::ChainSpec& chain, const ProductSurroundings& around, const Path& path) {
    Faults faults;
    checkReserved(chain.id, {"run"}, path, faults);
    checkOwner(chain.team, around, path, faults);
    checkVersions(Kind::Chain, chain.id, chain.versions, around, path, faults);
    checkLabels(chain, path, faults);
    checkRuns(chain, around, path, faults);
    return faults;
}

Faults checkProduct(const contract::ApiSpec& api, const ProductSurroundings& around, const Path& path) {
    Faults faults;
    checkReserved(api.id, {"import_openapi"}, path, faults);
    checkOwner(api.team, around, path, faults);
    const Path plans(path, "plans");
    for (std::size_t i = 0; i < api.plans.size(); ++i)
        mustExist(Kind::Plan, api.plans[i], around, Path(plans, i), faults);
    const Path versions(path, "versions");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < api.versions.size(); ++i) {
        const Path here(versions, i);
        if (!seen.insert(api.versions[i].version).second)
            faults.push_back(makeFault(FaultCode::Duplicate, Path(here, "version"), "a version that no other has",
                                       contract::quoted(api.versions[i].version)));
        checkApiVersion(api, api.versions[i], around, here, faults);
    }
    checkVersionsStay(api, around, path, faults);
    return faults;
}

Faults checkComplete(const contract::ApiSpec& api, const contract::ApiDefinitionSpec& definition, const Path& path) {
    Faults faults;
    const auto missing = [&](bool there, std::string_view field, std::string expected) {
        if (!there)
            faults.push_back(conflict(Path(path, field), std::move(expected), "nothing"));
    };
    if (api.kind == "prompt")
        missing(definition.prompt.has_value(), "prompt", "a prompt and its version, such as sentiment@3");
    if (api.kind == "chain")
        missing(definition.chain.has_value(), "chain", "a chain and its version, such as triage@2");
    if (api.kind == "model")
        missing(!definition.models.empty(), "models", "at least one model");
    if (api.kind == "service")
        missing(definition.service.has_value(), "service", "where calls go");
    return faults;
}

Faults checkProduct(const contract::SubscriptionSpec& subscription, const ProductSurroundings& around,
                    const Path& path) {
    Faults faults;
    checkReserved(subscription.id, {"bulk"}, path, faults);
    mustExist(Kind::App, subscription.app, around, Path(path, "app"), faults);
    mustExist(Kind::Api, subscription.api, around, Path(path, "api"), faults);
    if (subscription.plan)
        mustExist(Kind::Plan, *subscription.plan, around, Path(path, "plan"), faults);
    if (around.way != ChangeWay::Body)
        return faults;
    contract::SubscriptionSpec before;
    const auto* standing = around.standing(Kind::Subscription, subscription.id);
    if (standing != nullptr)
        (void)contract::readInto(before, json::value(*standing), contract::Form::Api);
    const auto led = [](const contract::SubscriptionSpec& spec) {
        auto body = bodyOf(spec);
        for (const auto* field : {"id", "plan", "reason"})
            body.erase(field);
        return body;
    };
    if (standing == nullptr) {
        before.api = subscription.api;
        before.app = subscription.app;
    }
    if (led(subscription) != led(before))
        faults.push_back(conflict(Path(path, "state"),
                                  "api, app, state and what belongs to it as they are (a new one: pending)", "others",
                                  "use POST /subscriptions/{id}/approve and its like"));
    return faults;
}

Faults checkProduct(const contract::UserSpec& user, const ProductSurroundings& around, const Path& path) {
    Faults faults;
    const Path grants(path, "grants");
    for (std::size_t i = 0; i < user.grants.size(); ++i) {
        const Path here(grants, i);
        checkOwner(user.grants[i].team, around, here, faults);
    }
    if (user.oidcSubject.has_value() != user.oidcProvider.has_value())
        faults.push_back(conflict(Path(path, user.oidcSubject ? "oidc_provider" : "oidc_subject"),
                                  "a value, beside the other one", "nothing"));
    return faults;
}

Faults checkProduct(const contract::SignInSpec& signIn, const ProductSurroundings& around, const Path& path) {
    Faults faults;
    const Path list(path, "oidc");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < signIn.oidc.size(); ++i) {
        const Path here(list, i);
        const auto& provider = signIn.oidc[i];
        if (!seen.insert(provider.id).second)
            faults.push_back(makeFault(FaultCode::Duplicate, Path(here, "id"), "an id that no other has",
                                       contract::quoted(provider.id)));
        const Path newcomers(here, "newcomers");
        for (std::size_t k = 0; k < provider.newcomers.size(); ++k) {
            const Path grant(newcomers, k);
            checkOwner(provider.newcomers[k].team, around, grant, faults);
        }
        const Path groups(here, "groups");
        for (std::size_t k = 0; k < provider.groups.size(); ++k)
            checkOwner(provider.groups[k].team, around, Path(groups, k), faults);
    }
    return faults;
}

Faults checkProduct(const contract::NoticesSpec& notices, const ProductSurroundings& around, const Path& path) {
    Faults faults;
    const Path approvals(path, "approvals");
    const Path webhooks(approvals, "webhooks");
    for (std::size_t i = 0; i < notices.approvals.webhooks.size(); ++i)
        mustExist(Kind::Webhook, notices.approvals.webhooks[i], around, Path(webhooks, i), faults);
    checkNetworks(notices.webhookNetworks, Path(path, "webhook_networks"), faults);
    return faults;
}

std::vector<std::pair<Kind, std::string>> productsNamedBy(Kind kind, const json::object& body) {
    std::vector<std::pair<Kind, std::string>> named;
    if (!isProduct(kind) && kind != Kind::SignIn && kind != Kind::Notices)
        return named;
    if (kind != Kind::Plan)
        name(named, Kind::Team, textIn(body, "team"));
    if (kind == Kind::Subscription) {
        name(named, Kind::App, textIn(body, "app"));
        name(named, Kind::Api, textIn(body, "api"));
        name(named, Kind::Plan, textIn(body, "plan"));
    }
    const auto read = [&body](auto& spec) { (void)contract::readInto(spec, json::value(body), contract::Form::Api); };
    if (kind == Kind::Api) {
        contract::ApiSpec api;
        read(api);
        for (auto& plan : api.plans)
            name(named, Kind::Plan, std::move(plan));
        for (const auto& version : api.versions) {
            nameFromDefinition(named, version.definition);
            for (const auto& release : version.releases)
                nameFromDefinition(named, release.definition);
        }
    } else if (kind == Kind::Chain) {
        contract::ChainSpec chain;
        read(chain);
        for (const auto& version : chain.versions) {
            for (const auto& step : version.steps) {
                if (step.kind == "prompt")
                    name(named, Kind::Prompt, pinnedParts(step.use).first);
            }
        }
    } else if (kind == Kind::User) {
        contract::UserSpec user;
        read(user);
        for (auto& grant : user.grants)
            name(named, Kind::Team, grant.team.value_or(""));
    } else if (kind == Kind::SignIn) {
        contract::SignInSpec signIn;
        read(signIn);
        for (const auto& provider : signIn.oidc) {
            for (const auto& grant : provider.newcomers)
                name(named, Kind::Team, grant.team.value_or(""));
            for (const auto& grant : provider.groups)
                name(named, Kind::Team, grant.team.value_or(""));
        }
    } else if (kind == Kind::Notices) {
        contract::NoticesSpec notices;
        read(notices);
        for (auto& webhook : notices.approvals.webhooks)
            name(named, Kind::Webhook, std::move(webhook));
    }
    return named;
}

} // namespace gatehouse::config
