// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects {

// What happened to a field that the target dialect cannot say as it was.
enum class LossKind { Renamed, Approximated, Dropped };

struct Loss {
    std::string field; // path in the client's dialect: "seed", "reasoning.summary"
    LossKind kind = LossKind::Dropped;
    std::string detail;
};

using Losses = std::vector<Loss>;

} // namespace gatehouse::dialects
