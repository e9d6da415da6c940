// SPDX-License-Identifier: Apache-2.0
#include "core/prompts/version_diff.h"

#include "core/contract/json_text.h"
#include "core/contract/product_descriptions.h"
#include "core/contract/prompt_specs.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <dtl/dtl.hpp>
#include <utility>

namespace gatehouse::prompts {
namespace {

namespace json = boost::json;

// Beyond that the texts stand whole, the one behind the other: comparing costs lines times differences.
constexpr std::size_t mostComparedLines = 3'000;

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::size_t from = 0;
    while (from < text.size()) {
        const auto end = std::min(text.find('\n', from), text.size());
        lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const auto& text : texts)
        out.append(out.empty() ? "" : "\n").append(text);
    return out;
}

FieldTexts fieldsOf(const contract::PromptVersionSpec& spec) {
    using contract::Form;
    using contract::Writing;
    FieldTexts fields;
    fields.add("model", spec.model);
    for (std::size_t i = 0; i < spec.messages.size(); ++i) {
        const auto prefix = "messages[" + std::to_string(i) + "].";
        fields.add(prefix + "role", spec.messages[i].role);
        fields.add(prefix + "content", spec.messages[i].content);
        fields.add(prefix + "images", joined(spec.messages[i].images));
    }
    for (const auto& variable : spec.variables) {
        auto written = contract::writeSpec(variable, Form::File, Writing::Short);
        written.erase("name");
        fields.add("variables." + variable.name, contract::prettyJson(written));
    }
    for (const auto& partial : spec.partials)
        fields.add("partials." + partial.name, partial.content);
    fields.addMembers("parameters.", contract::writeSpec(spec.parameters, Form::File, Writing::Short));
    if (spec.response)
        fields.addMembers("response.", contract::writeSpec(*spec.response, Form::File, Writing::Full));
    return fields;
}

} // namespace

void FieldTexts::add(std::string name, std::string text) {
    if (!text.empty())
        m_all.emplace_back(std::move(name), std::move(text));
}

void FieldTexts::addMembers(const std::string& prefix, const json::object& object) {
    for (const auto& [name, value] : object) {
        const auto* text = value.if_string();
        add(prefix + std::string(name), text != nullptr ? std::string(*text) : contract::prettyJson(value));
    }
}

const std::string* FieldTexts::find(const std::string& name) const {
    const auto found = std::find_if(m_all.begin(), m_all.end(), [&name](const auto& it) { return it.first == name; });
    return found == m_all.end() ? nullptr : &found->second;
}

std::vector<LineChange> lineDifferences(const std::string& before, const std::string& after) {
    const auto a = linesOf(before);
    const auto b = linesOf(after);
    std::vector<LineChange> out;
    if (a.size() > mostComparedLines || b.size() > mostComparedLines) {
        for (const auto& line : a)
            out.push_back({'-', line});
        for (const auto& line : b)
            out.push_back({'+', line});
        return out;
    }
    dtl::Diff<std::string, std::vector<std::string>> diff(a, b);
    diff.compose();
    const auto script = diff.getSes().getSequence();
    for (const auto& [line, how] : script)
        out.push_back({how.type == dtl::SES_DELETE ? '-' : how.type == dtl::SES_ADD ? '+' : ' ', line});
    return out;
}

std::vector<FieldChange> differences(const FieldTexts& before, const FieldTexts& after) {
    std::vector<FieldChange> out;
    for (const auto& [name, text] : before.all()) {
        const auto* other = after.find(name);
        if (other == nullptr)
            out.push_back({name, text, std::nullopt, lineDifferences(text, {})});
        else if (*other != text)
            out.push_back({name, text, *other, lineDifferences(text, *other)});
    }
    for (const auto& [name, text] : after.all()) {
        if (before.find(name) == nullptr)
            out.push_back({name, std::nullopt, text, lineDifferences({}, text)});
    }
    return out;
}

std::vector<FieldChange> differences(const contract::PromptVersionSpec& before,
                                     const contract::PromptVersionSpec& after) {
    return differences(fieldsOf(before), fieldsOf(after));
}

} // namespace gatehouse::prompts
