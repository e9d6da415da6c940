// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/money.h"
#include "core/config/snapshot.h"

#include <array>
#include <map>
#include <string>
#include <string_view>

namespace gatehouse::store {

// Real money by whom it was spent: budgets are rebuilt from it at start. Models by the name that was asked for.
struct Spend {
    using ByName = std::map<std::string, Money, std::less<>>;
    Money all;
    ByName byTeam;
    ByName byApp;
    ByName byKey;
    ByName byModel;
    ByName byProvider;
    ByName byTag;
    ByName bySubscription;

    Money of(config::BudgetScope scope, std::string_view name) const;
    // Null: of the organisation there is one sum only.
    const ByName* named(config::BudgetScope scope) const;
    ByName* named(config::BudgetScope scope);
};

} // namespace gatehouse::store
