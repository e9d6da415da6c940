// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/model_rules.h"

namespace gatehouse::dialects::gemini {
namespace {

bool holds(std::string_view model, std::string_view word) {
    return model.find(word) != std::string_view::npos;
}

} // namespace

bool isGemini(std::string_view model) {
    return holds(model, "gemini");
}

bool isOlderModel(std::string_view model) {
    return holds(model, "gemini-1") || holds(model, "gemini-2") || holds(model, "gemma") || holds(model, "gemini-pro");
}

bool cannotThink(std::string_view model) {
    return holds(model, "gemini-1") || holds(model, "gemini-2.0") || holds(model, "gemma");
}

bool alwaysThinks(std::string_view model) {
    return holds(model, "gemini-2.5-pro");
}

bool knowsTwoLevels(std::string_view model) {
    return holds(model, "gemini-3-pro");
}

} // namespace gatehouse::dialects::gemini
