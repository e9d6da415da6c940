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
    std::string detail; // why, or what it became; of a renamed one the provider's name
};

using Losses = std::vector<Loss>;

// "renamed", "approximated", "dropped"; of static life.
std::string_view nameOf(LossKind kind);
// A renamed field says what it said: nothing is lost.
inline bool isLoss(const Loss& loss) {
    return loss.kind != LossKind::Renamed;
}
bool anyLoss(const Losses& losses);

} // namespace gatehouse::dialects
