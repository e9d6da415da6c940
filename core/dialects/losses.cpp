// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/losses.h"

#include <algorithm>

namespace gatehouse::dialects {

std::string_view nameOf(LossKind kind) {
    switch (kind) {
    case LossKind::Renamed:
        return "renamed";
    case LossKind::Approximated:
        return "approximated";
    case LossKind::Dropped:
        break;
    }
    return "dropped";
}

bool anyLoss(const Losses& losses) {
    return std::any_of(losses.begin(), losses.end(), isLoss);
}

} // namespace gatehouse::dialects
