// SPDX-License-Identifier: Apache-2.0
#include "core/admin/paging.h"

#include "core/base/text.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr char separator = '\x1f';

std::string textOf(const json::object& body, std::string_view field) {
    const auto* value = body.if_contains(field);
    if (value == nullptr || value->is_null())
        return {};
    if (value->is_string())
        return std::string(value->get_string());
    return json::serialize(*value);
}

// Where an item stands in the order.
struct Position {
    std::string value;
    std::string id;
    auto operator<=>(const Position&) const = default;
};

std::string toCursor(const Position& position) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const char c : position.value + separator + position.id) {
        const auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4U];
        out += digits[byte & 15U];
    }
    return out;
}

// Every run of hexadecimal pairs is a position, so a cursor whose item has gone still leads to where it stood.
Position fromCursor(std::string_view cursor) {
    const auto valueOf = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
    std::string text;
    for (std::size_t i = 0; i + 1 < cursor.size(); i += 2)
        text += static_cast<char>(valueOf(cursor[i]) * 16U + valueOf(cursor[i + 1]));
    const auto cut = std::min(text.find(separator), text.size());
    return {text.substr(0, cut), cut == text.size() ? std::string() : text.substr(cut + 1)};
}

bool passes(const json::object& body, const Request& request, const std::vector<Parameter>& filters) {
    return std::all_of(filters.begin(), filters.end(), [&](const Parameter& filter) {
        return !request.has(filter.name) || textOf(body, filter.name) == request.parameter(filter.name);
    });
}

struct Placed {
    Position position;
    const json::object* body = nullptr;
};

} // namespace

ListPage makePage(std::vector<ListItem> items, const Request& request, const std::vector<Parameter>& filters) {
    auto sort = request.parameter("sort");
    const bool descending = sort.starts_with('-');
    if (descending)
        sort.remove_prefix(1);
    const auto before = [descending](const Position& a, const Position& b) { return descending ? b < a : a < b; };

    std::optional<Position> start;
    if (request.has("cursor"))
        start = fromCursor(request.parameter("cursor"));
    std::vector<Placed> placed;
    for (auto& item : items) {
        if (!passes(*item.body, request, filters))
            continue;
        Position position{sort.empty() ? std::string() : textOf(*item.body, sort), std::move(item.id)};
        if (!start || before(*start, position))
            placed.push_back({std::move(position), item.body});
    }
    std::sort(placed.begin(), placed.end(),
              [&](const Placed& a, const Placed& b) { return before(a.position, b.position); });

    const auto limit = static_cast<std::size_t>(parseUnsigned(request.parameter("limit")).value_or(usualPerPage));
    ListPage page;
    if (placed.size() > limit) {
        page.next = toCursor(placed[limit - 1].position);
        placed.resize(limit);
    }
    for (const auto& item : placed)
        page.items.push_back(item.body);
    return page;
}

json::object pageJson(const ListPage& page) {
    json::array items;
    for (const auto* item : page.items)
        items.push_back(*item);
    return {{"items", std::move(items)}, {"next", page.next ? json::value(*page.next) : json::value()}};
}

} // namespace gatehouse::admin
