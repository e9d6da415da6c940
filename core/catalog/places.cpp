// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/places.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse::catalog {
namespace {

// Calls "literal" and "place" with the parts of the address in their order.
template <typename Literal, typename Place>
void walk(std::string_view address, Literal literal, Place place) {
    while (!address.empty()) {
        const auto open = address.find('{');
        const auto close = open == std::string_view::npos ? open : address.find('}', open);
        if (close == std::string_view::npos) {
            literal(address);
            return;
        }
        literal(address.substr(0, open));
        place(address.substr(open + 1, close - open - 1));
        address.remove_prefix(close + 1);
    }
}

void replaceHost(std::string& address) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> hosts{{
        {"https://global-aiplatform.googleapis.com", "https://aiplatform.googleapis.com"},
        {"https://us-aiplatform.googleapis.com", "https://aiplatform.us.rep.googleapis.com"},
        {"https://eu-aiplatform.googleapis.com", "https://aiplatform.eu.rep.googleapis.com"},
    }};
    for (const auto& [from, to] : hosts) {
        if (address.starts_with(from))
            address.replace(0, from.size(), to);
    }
}

} // namespace

std::vector<std::string> placesIn(std::string_view address) {
    std::vector<std::string> names;
    walk(
        address, [](std::string_view) {},
        [&names](std::string_view name) {
            if (std::find(names.begin(), names.end(), name) == names.end())
                names.emplace_back(name);
        });
    return names;
}

FilledAddress fillPlaces(std::string_view address, const std::map<std::string, std::string>& places) {
    FilledAddress filled;
    walk(
        address, [&filled](std::string_view text) { filled.text += text; },
        [&](std::string_view name) {
            const std::string key(name);
            if (const auto found = places.find(key); found != places.end())
                filled.text += found->second;
            else if (std::find(filled.missing.begin(), filled.missing.end(), key) == filled.missing.end())
                filled.missing.push_back(key);
        });
    replaceHost(filled.text);
    return filled;
}

} // namespace gatehouse::catalog
