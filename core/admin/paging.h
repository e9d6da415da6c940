// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/parameter.h"
#include "core/admin/request.h"

#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Lists that are held in memory: filtered by equality of fields, sorted, cut into pages.
namespace gatehouse::admin {

inline constexpr std::int64_t mostPerPage = 500;
inline constexpr std::int64_t usualPerPage = 100;

struct ListItem {
    std::string id;
    const boost::json::object* body = nullptr;
};

struct ListPage {
    std::vector<const boost::json::object*> items;
    std::optional<std::string> next;
};

// "filters" are the names of query parameters that stand for fields; "sort" is a field's name, "-" before it for
// descending. The cursor is the position of the last item of the page before (its sort value and id), so a page never
// skips or repeats an item because others came or went.
ListPage makePage(std::vector<ListItem> items, const Request& request, const std::vector<Parameter>& filters);

// {"items": […], "next": cursor or null}
boost::json::object pageJson(const ListPage& page);

} // namespace gatehouse::admin
