// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"
#include "core/dialects/json_tree.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::cache {

// A conversation of nothing but text, with parameters that mean the same in every dialect.
struct PlainChat {
    struct Turn {
        bool assistant = false;
        std::vector<std::string> texts; // of its parts
    };
    std::vector<std::string> system; // before the first turn
    std::vector<Turn> turns;
    std::vector<std::string> stops;
    // Numbers in their one spelling, by name: "temperature", "top_p", "top_k", "limit", "seed".
    std::vector<std::pair<std::string, std::string>> numbers;
};

// Nothing where the request holds anything else, or its dialect has no such reading here.
std::optional<PlainChat> plainChat(dialects::Operation operation, dialects::json::View root);

} // namespace gatehouse::cache
