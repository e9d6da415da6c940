// SPDX-License-Identifier: Apache-2.0
#include "core/admin/chain_draft.h"

#include "core/admin/body.h"
#include "core/admin/object_field.h"
#include "core/admin/ownership.h"
#include "core/admin/versioned.h"
#include "core/config/bodies.h"
#include "core/config/product_rules.h"

#include <algorithm>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;
using contract::FaultCode;
using contract::Faults;
using contract::Path;
using contract::Permission;

constexpr std::size_t longestName = 64;

const json::object* bodyIn(const config::Objects& objects, Kind kind, std::string_view id) {
    const auto* object = config::findObject(objects, kind, id);
    return object != nullptr ? &object->body : nullptr;
}

config::ProductSurroundings around(const config::Objects& objects) {
    const auto body = [&objects](Kind kind, const std::string& id) { return bodyIn(objects, kind, id); };
    config::ProductSurroundings out;
    out.exists = [body](Kind kind, const std::string& id) { return body(kind, id) != nullptr; };
    out.body = body;
    out.standing = body;
    return out;
}

// "versions[2].steps[0].use" as who wrote the draft knows it: "steps[0].use".
std::string within(const std::string& field, const std::string& version) {
    if (!field.starts_with(version))
        return field;
    const auto rest = field.substr(version.size());
    return rest.starts_with('.') ? rest.substr(1) : rest;
}

// The version behind those that stand, by all rules by which it would be saved.
contract::ChainVersionSpec draftOf(contract::ChainSpec& chain, json::object body, const config::Objects& objects,
                                   Faults& faults) {
    const auto number = chain.versions.empty() ? 1 : chain.versions.back().version + 1;
    body.insert_or_assign("version", static_cast<std::int64_t>(number)); // as JSON that was read has it
    contract::ChainVersionSpec version;
    faults = contract::readInto(version, json::value(std::move(body)), contract::Form::Api);
    if (!faults.empty())
        return version;
    chain.versions.push_back(version);
    const auto place = "versions[" + std::to_string(chain.versions.size() - 1) + "]";
    for (auto& fault : config::checkProduct(chain, around(objects), Path())) {
        fault.field = within(fault.field, place);
        faults.push_back(std::move(fault));
    }
    return version;
}

// Who tries a chain calls its APIs as their owners would, so they must be open to him, or to all.
std::optional<Error> refusalOfApis(const Caller& caller, const contract::ChainVersionSpec& version,
                                   const config::Objects& objects) {
    for (const auto& step : version.steps) {
        if (step.kind != chains::nameOf(chains::StepKind::Api))
            continue;
        const auto id = step.use.substr(0, step.use.find('/'));
        const auto api = standingSpec<contract::ApiSpec>(objects, Kind::Api, id);
        const auto* object = config::findObject(objects, Kind::Api, id);
        if (!api || api->access == "open" || sees(caller, objects, *object))
            continue;
        return failure(ErrorKind::Forbidden, "forbidden",
                       "Step " + step.id + " calls the API " + id +
                           ", which is another team's. Try the chain with an application that is subscribed to it.")
            .value();
    }
    return std::nullopt;
}

void makeReady(ChainDraft& draft, const contract::ChainVersionSpec& version, const config::Objects& objects) {
    std::map<std::string, contract::PromptSpec, std::less<>> prompts; // outlive what points into them
    const auto found = chains::promptsOf(version, [&](std::string_view use) -> const contract::PromptVersionSpec* {
        const auto [id, name] = config::pinnedParts(std::string(use));
        if (!prompts.contains(id)) {
            auto prompt = standingSpec<contract::PromptSpec>(objects, Kind::Prompt, id);
            if (!prompt)
                return nullptr;
            prompts.emplace(id, std::move(*prompt));
        }
        return versionNamed(prompts.find(id)->second, name);
    });
    const auto name = draft.chain + "@" + (draft.version == 0 ? "draft" : std::to_string(draft.version));
    auto ready = found ? chains::makeReady(name, version, *found) : tl::unexpected(Faults());
    if (ready)
        draft.ready = std::move(*ready);
    else if (draft.faults.empty())
        draft.faults = ready.error().empty()
                           ? Faults{contract::makeFault(FaultCode::UnknownReference, Path(Path(), "steps"),
                                                        "prompts that there are", "another")}
                           : std::move(ready.error());
}

void takeValues(ChainDraft& draft, const json::object* values) {
    const auto& inputs = draft.ready->chain->inputs();
    auto taken = inputs.take(values != nullptr ? *values : inputs.examples());
    if (taken) {
        draft.values = std::move(*taken);
        return;
    }
    for (auto& fault : taken.error()) {
        fault.field = "values." + fault.field;
        draft.faults.push_back(std::move(fault));
    }
}

} // namespace

Outcome<ChainDraft> readChainDraft(AdminDependencies& with, const Request& request, Permission permission) {
    const auto id = request.place("id");
    auto chain = versionedFor<contract::ChainSpec>(with, request, id, permission);
    if (!chain)
        return tl::unexpected<Refused>(std::move(chain.error()));
    const auto body = parseBody(request.body);
    if (!body)
        return tl::unexpected<Refused>(body.error());
    Fields fields(*body, {"version", "draft", "values"});
    const auto named = fields.text("version", longestName);
    const auto* written = objectField(fields, "draft");
    const auto* values = objectField(fields, "values");
    if (!fields.ok())
        return refused(std::move(fields.faults()));
    if (!named.empty() && written != nullptr)
        return refused(ErrorKind::Conflict, "version_or_draft", "Give either a version, such as 3, or a draft.");
    const auto standing = with.control.configuration();
    const auto& objects = standing->objects;
    ChainDraft draft;
    draft.chain = chain->id;
    draft.team = chain->team.value_or("");
    contract::ChainVersionSpec version;
    if (written != nullptr) {
        version = draftOf(*chain, *written, objects, draft.faults);
    } else if (const auto* found = versionNamed(*chain, named)) {
        version = *found;
        draft.version = version.version;
    } else {
        return refused(ErrorKind::NotFound, "not_found", "This chain has no such version or label.");
    }
    if (!draft.faults.empty())
        return draft;
    const auto after = config::bodyOf(*chain);
    auto refusal = refusalOf(request.caller, Permission::EditPrompts, objects,
                             {Kind::Chain, id, bodyIn(objects, Kind::Chain, id), &after});
    if (!refusal)
        refusal = refusalOfApis(request.caller, version, objects);
    if (refusal && permission == Permission::EditPrompts)
        return refused(std::move(*refusal));
    makeReady(draft, version, objects);
    if (draft.ready)
        takeValues(draft, values);
    return draft;
}

} // namespace gatehouse::admin
