// SPDX-License-Identifier: Apache-2.0
#include "core/config/prompt_rules.h"

#include "core/config/bodies.h"
#include "core/contract/product_descriptions.h"
#include "core/prompts/check.h"
#include "core/prompts/prompt.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <iterator>
#include <set>
#include <utility>

namespace gatehouse::config {
namespace {

namespace json = boost::json;
using contract::Faults;
using contract::Path;

void take(Faults& faults, Faults more) {
    faults.insert(faults.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// A version that stands was compiled when it came.
bool stands(const contract::PromptVersionSpec& version, const json::array* standing, std::size_t place) {
    return standing != nullptr && place < standing->size() && json::value(bodyOf(version)) == (*standing)[place];
}

void checkTests(const contract::PromptSpec& prompt, const Path& path, Faults& faults) {
    const Path tests(path, "tests");
    std::set<std::string> seen;
    for (std::size_t i = 0; i < prompt.tests.size(); ++i) {
        const auto& test = prompt.tests[i];
        const Path here(tests, i);
        if (!seen.insert(test.id).second)
            faults.push_back(contract::makeFault(contract::FaultCode::Duplicate, Path(here, "id"),
                                                 "an id that no other test has", contract::quoted(test.id)));
        const Path checks(here, "checks");
        for (std::size_t j = 0; j < test.checks.size(); ++j) {
            if (auto made = prompts::Check::compile(test.checks[j], Path(checks, j)); !made)
                take(faults, std::move(made.error()));
        }
    }
}

std::set<std::string> labelsOf(const json::value& body) {
    std::set<std::string> names;
    const auto* object = body.if_object();
    const auto* labels = object != nullptr ? object->if_contains("labels") : nullptr;
    if (labels == nullptr || !labels->is_array())
        return names;
    for (const auto& label : labels->get_array())
        names.insert(textIn(label.as_object(), "name"));
    return names;
}

} // namespace

Faults checkLabelsStay(Kind kind, const json::value& next, const StoredObject* standing, const Objects& objects,
                       const Path& path) {
    Faults faults;
    if (standing == nullptr)
        return faults;
    const auto stay = labelsOf(next);
    for (const auto& name : labelsOf(json::value(standing->body))) {
        if (stay.contains(name))
            continue;
        const auto pinned = '"' + standing->id + '@' + name + '"';
        for (const auto& object : objects) {
            const bool names = object.kind == Kind::Api || (object.kind == Kind::Chain && kind == Kind::Prompt);
            if (!names || json::serialize(object.body).find(pinned) == std::string::npos)
                continue;
            auto fault = contract::makeFault(contract::FaultCode::Conflict, Path(path, "labels"), {}, {});
            fault.detail = "the label " + contract::quoted(name) + " is named by the " +
                           std::string(singularOf(object.kind)) + ' ' + contract::quoted(object.id) +
                           ": move it, or change what names it first";
            faults.push_back(std::move(fault));
            break;
        }
    }
    return faults;
}

Faults checkPromptParts(const contract::PromptSpec& prompt, const json::object* standing, const Path& path) {
    Faults faults;
    const auto* before = standing != nullptr ? standing->if_contains("versions") : nullptr;
    const auto* old = before != nullptr ? before->if_array() : nullptr;
    const Path versions(path, "versions");
    for (std::size_t i = 0; i < prompt.versions.size(); ++i) {
        if (stands(prompt.versions[i], old, i))
            continue;
        if (auto made = prompts::Prompt::compile(prompt.versions[i], Path(versions, i)); !made)
            take(faults, std::move(made.error()));
    }
    checkTests(prompt, path, faults);
    return faults;
}

} // namespace gatehouse::config
