// SPDX-License-Identifier: Apache-2.0
#include "core/store/spend.h"

namespace gatehouse::store {

const Spend::ByName* Spend::named(config::BudgetScope scope) const {
    switch (scope) {
    case config::BudgetScope::Organisation:
        return nullptr;
    case config::BudgetScope::Team:
        return &byTeam;
    case config::BudgetScope::App:
        return &byApp;
    case config::BudgetScope::Key:
        return &byKey;
    case config::BudgetScope::Model:
        return &byModel;
    case config::BudgetScope::Provider:
        return &byProvider;
    case config::BudgetScope::Tag:
        return &byTag;
    case config::BudgetScope::Subscription:
        break;
    }
    return &bySubscription;
}

Spend::ByName* Spend::named(config::BudgetScope scope) {
    return const_cast<ByName*>(static_cast<const Spend*>(this)->named(scope));
}

Money Spend::of(config::BudgetScope scope, std::string_view name) const {
    const auto* sums = named(scope);
    if (sums == nullptr)
        return all;
    const auto found = sums->find(name);
    return found != sums->end() ? found->second : Money();
}

} // namespace gatehouse::store
