// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/other_models.h"

#include <algorithm>
#include <iterator>

namespace gatehouse::dialects {

bool namesOtherModels(std::string_view name) {
    static constexpr std::string_view names[] = {"models",         "fallbacks",       "fallback",   "fallback_models",
                                                 "fallback_model", "model_fallbacks", "model_list", "candidate_models"};
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

} // namespace gatehouse::dialects
