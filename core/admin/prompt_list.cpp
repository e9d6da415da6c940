// SPDX-License-Identifier: Apache-2.0
#include "core/admin/prompt_list.h"

#include "core/admin/control_service.h"
#include "core/admin/entity.h"
#include "core/admin/paging.h"
#include "core/base/text.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

const json::array& listIn(const json::object& object, std::string_view name) {
    static const json::array none;
    const auto* list = object.if_contains(name);
    return list != nullptr && list->is_array() ? list->get_array() : none;
}

std::string_view textIn(const json::object& object, std::string_view name) {
    const auto* text = object.if_contains(name);
    return text != nullptr && text->is_string() ? std::string_view(text->get_string()) : std::string_view();
}

bool isIn(std::string_view text, const std::string& wanted) {
    return toLower(text).find(wanted) != std::string::npos;
}

// In what people see of it.
bool mentions(const json::object& prompt, const std::string& wanted) {
    for (const auto* name : {"id", "title", "description"}) {
        if (isIn(textIn(prompt, name), wanted))
            return true;
    }
    for (const auto& tag : listIn(prompt, "tags")) {
        if (tag.is_string() && isIn(tag.get_string(), wanted))
            return true;
    }
    return false;
}

} // namespace

json::object promptSummary(const json::object& prompt) {
    json::object out;
    for (const auto* name : {"id", "title", "description", "team", "tags", "labels"}) {
        if (const auto* value = prompt.if_contains(name))
            out.emplace(name, *value);
    }
    const auto& versions = listIn(prompt, "versions");
    out.emplace("versions", versions.size());
    out.emplace("tests", listIn(prompt, "tests").size());
    const auto* newest = versions.empty() ? nullptr : versions.back().if_object();
    if (newest == nullptr)
        return out;
    for (const auto& [from, to] :
         {std::pair("version", "latest"), {"model", "model"}, {"author", "author"}, {"created", "changed"}}) {
        if (const auto* value = newest->if_contains(from))
            out.emplace(to, *value);
    }
    return out;
}

Answer listPrompts(const std::vector<Parameter>& filters, AdminDependencies& with, const Request& request) {
    const auto standing = with.control.configuration();
    const auto wanted = toLower(request.parameter("q"));
    std::vector<ListItem> items;
    for (const auto& object : standing->objects) {
        if (object.kind != config::Kind::Prompt || (!wanted.empty() && !mentions(object.body, wanted)) ||
            !request.caller.may(contract::Permission::ViewPrompts, textIn(object.body, "team")))
            continue;
        items.push_back({object.id, &object.body});
    }
    // Ten thousand prompts are filtered and sorted as they stand; only those of the page are written anew.
    auto page = makePage(std::move(items), request, filters);
    std::vector<json::object> summaries;
    summaries.reserve(page.items.size());
    for (auto& item : page.items)
        item = &summaries.emplace_back(promptSummary(*item));
    return taggedAnswer(request, json::serialize(pageJson(page)));
}

} // namespace gatehouse::admin
