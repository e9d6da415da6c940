// SPDX-License-Identifier: Apache-2.0
#include "core/chains/version_diff.h"

#include "core/contract/json_text.h"
#include "core/contract/product_descriptions.h"

namespace gatehouse::chains {
namespace {

namespace json = boost::json;
using contract::Form;
using contract::Writing;

// By its name, so that an inserted one does not make all behind it differ.
template <typename Spec>
void addNamed(prompts::FieldTexts& fields, const std::string& list, const std::vector<Spec>& specs) {
    for (const auto& spec : specs) {
        auto written = contract::writeSpec(spec, Form::File, Writing::Short);
        written.erase("name");
        fields.add(list + "." + spec.name, contract::prettyJson(written));
    }
}

// What is told of a step by itself, in its order.
json::object toldOf(const json::object& step) {
    json::object told;
    for (const auto& [name, value] : step) {
        const auto* list = value.if_array();
        const bool nothing = value.is_null() || (list != nullptr && list->empty());
        if (!nothing && name != "id" && name != "input")
            told.emplace(name, value);
    }
    return told;
}

prompts::FieldTexts fieldsOf(const contract::ChainVersionSpec& spec) {
    prompts::FieldTexts fields;
    addNamed(fields, "inputs", spec.inputs);
    std::string order;
    for (const auto& step : spec.steps)
        order.append(order.empty() ? "" : "\n").append(step.id);
    fields.add("steps", order);
    for (const auto& step : spec.steps) {
        const auto prefix = "steps." + step.id + ".";
        fields.addMembers(prefix, toldOf(contract::writeSpec(step, Form::File, Writing::Full)));
        addNamed(fields, prefix + "input", step.input);
    }
    addNamed(fields, "output", spec.output);
    fields.addMembers("limits.", contract::writeSpec(spec.limits, Form::File, Writing::Full));
    return fields;
}

} // namespace

std::vector<prompts::FieldChange> differences(const contract::ChainVersionSpec& before,
                                              const contract::ChainVersionSpec& after) {
    return prompts::differences(fieldsOf(before), fieldsOf(after));
}

} // namespace gatehouse::chains
