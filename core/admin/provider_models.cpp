// SPDX-License-Identifier: Apache-2.0
#include "core/admin/provider_models.h"

#include "core/base/text.h"
#include "core/contract/json_text.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <initializer_list>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr std::size_t mostName = 256;
constexpr std::string_view geminiPrefix = "models/";

std::string_view textIn(const json::object& object, std::initializer_list<std::string_view> names) {
    for (const auto name : names) {
        const auto* member = object.if_contains(name);
        if (member != nullptr && member->is_string() && !member->get_string().empty())
            return member->get_string();
    }
    return {};
}

bool isUsable(std::string_view text) {
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    return !text.empty() && text.size() <= mostName && std::none_of(text.begin(), text.end(), isControl);
}

std::optional<ListedModel> modelOf(const json::value& value) {
    ListedModel model;
    if (value.is_string())
        model.id = value.get_string();
    else if (const auto* object = value.if_object()) {
        auto id = textIn(*object, {"id", "model", "name"});
        if (id.starts_with(geminiPrefix))
            id.remove_prefix(geminiPrefix.size());
        model.id = id;
        model.name = textIn(*object, {"display_name", "displayName", "name"});
    }
    if (!isUsable(model.id))
        return std::nullopt;
    if (model.name == model.id || !isUsable(model.name) || model.name.starts_with(geminiPrefix))
        model.name.clear();
    return model;
}

std::string nextQueryOf(const json::object& page) {
    const auto* more = page.if_contains("has_more");
    if (more != nullptr && more->is_bool() && more->get_bool()) {
        if (const auto last = textIn(page, {"last_id"}); isUsable(last))
            return "after_id=" + percentEncode(last);
    }
    const auto token = textIn(page, {"nextPageToken"});
    return isUsable(token) ? "pageToken=" + percentEncode(token) : std::string();
}

} // namespace

std::optional<ModelPage> readModels(std::string_view text) {
    const auto parsed = contract::parseJson(text, mostModelBytes);
    if (!parsed)
        return std::nullopt;
    const auto* list = parsed->if_array();
    const auto* object = parsed->if_object();
    for (const auto* name : {"data", "models"}) {
        const auto* member = object == nullptr || list != nullptr ? nullptr : object->if_contains(name);
        if (member != nullptr)
            list = member->if_array();
    }
    if (list == nullptr)
        return std::nullopt;
    ModelPage page;
    for (const auto& value : *list) {
        if (auto model = modelOf(value); model && page.models.size() < mostModels)
            page.models.push_back(std::move(*model));
    }
    if (page.models.empty() && !list->empty())
        return std::nullopt; // a list of something else
    if (object != nullptr)
        page.nextQuery = nextQueryOf(*object);
    return page;
}

} // namespace gatehouse::admin
