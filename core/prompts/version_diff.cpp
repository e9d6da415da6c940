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

using Fields = std::vector<std::pair<std::string, std::string>>;

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

void add(Fields& fields, std::string name, std::string text) {
    if (!text.empty())
        fields.emplace_back(std::move(name), std::move(text));
}

std::string joined(const std::vector<std::string>& texts) {
    std::string out;
    for (const auto& text : texts)
        out.append(out.empty() ? "" : "\n").append(text);
    return out;
}

void addMembers(Fields& fields, const std::string& prefix, const json::object& object) {
    for (const auto& [name, value] : object) {
        const auto* text = value.if_string();
        add(fields, prefix + std::string(name), text != nullptr ? std::string(*text) : contract::prettyJson(value));
    }
}

Fields fieldsOf(const contract::PromptVersionSpec& spec) {
    using contract::Form;
    using contract::Writing;
    Fields fields;
    add(fields, "model", spec.model);
    for (std::size_t i = 0; i < spec.messages.size(); ++i) {
        const auto prefix = "messages[" + std::to_string(i) + "].";
        add(fields, prefix + "role", spec.messages[i].role);
        add(fields, prefix + "content", spec.messages[i].content);
        add(fields, prefix + "images", joined(spec.messages[i].images));
    }
    for (const auto& variable : spec.variables) {
        auto written = contract::writeSpec(variable, Form::File, Writing::Short);
        written.erase("name");
        add(fields, "variables." + variable.name, contract::prettyJson(written));
    }
    for (const auto& partial : spec.partials)
        add(fields, "partials." + partial.name, partial.content);
    addMembers(fields, "parameters.", contract::writeSpec(spec.parameters, Form::File, Writing::Short));
    if (spec.response)
        addMembers(fields, "response.", contract::writeSpec(*spec.response, Form::File, Writing::Full));
    return fields;
}

const std::string* find(const Fields& fields, const std::string& name) {
    const auto found = std::find_if(fields.begin(), fields.end(), [&name](const auto& it) { return it.first == name; });
    return found == fields.end() ? nullptr : &found->second;
}

} // namespace

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

std::vector<FieldChange> differences(const contract::PromptVersionSpec& before,
                                     const contract::PromptVersionSpec& after) {
    const auto old = fieldsOf(before);
    const auto now = fieldsOf(after);
    std::vector<FieldChange> out;
    for (const auto& [name, text] : old) {
        const auto* other = find(now, name);
        if (other == nullptr)
            out.push_back({name, text, std::nullopt, lineDifferences(text, {})});
        else if (*other != text)
            out.push_back({name, text, *other, lineDifferences(text, *other)});
    }
    for (const auto& [name, text] : now) {
        if (find(old, name) == nullptr)
            out.push_back({name, std::nullopt, text, lineDifferences({}, text)});
    }
    return out;
}

} // namespace gatehouse::prompts
