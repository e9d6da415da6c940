// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/money.h"

#include <map>
#include <string>

namespace gatehouse::store {

// Real money by team and by application id: budgets are rebuilt from it at start.
struct Spend {
    std::map<std::string, Money, std::less<>> byTeam;
    std::map<std::string, Money, std::less<>> byApp;
};

} // namespace gatehouse::store
