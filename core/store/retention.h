// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>

namespace gatehouse::store {

// How long call rows and fine roll-ups are kept; 0 = for ever. Day roll-ups, which hold the spend, always stay.
struct RetentionSettings {
    std::chrono::hours calls{24 * 30};
    std::chrono::hours minuteRollups{24 * 7};
    std::chrono::hours hourRollups{24 * 100};
    std::size_t rowsPerStep = 500; // deleted in one transaction between two batches
};

} // namespace gatehouse::store
