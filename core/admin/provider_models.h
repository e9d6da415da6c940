// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::admin {

struct ListedModel {
    std::string id;   // what a call names
    std::string name; // for people; may be empty
};

struct ModelList {
    std::vector<ListedModel> models;
    bool complete = true; // false: there were more than are taken
};

// One page of a provider's list of models.
struct ModelPage {
    std::vector<ListedModel> models;
    std::string nextQuery; // "after_id=…", "pageToken=…": of the next page; empty at the end
};

inline constexpr std::size_t mostModels = 5'000;
inline constexpr std::size_t mostModelBytes = std::size_t{8} << 20U; // of one page

// Reads a page in any of the forms that providers have: OpenAI's and Anthropic's {"data": [{"id"}]}, Gemini's
// {"models": [{"name": "models/…"}]}, Ollama's {"models": [{"name"}]}, and a bare list. What is no usable name is left
// out. Nothing where the text is no such list. Foreign text: bounded and checked.
std::optional<ModelPage> readModels(std::string_view text);

} // namespace gatehouse::admin
