// SPDX-License-Identifier: Apache-2.0
#include "core/policy/budgets/budget_booking.h"

#include "core/policy/refusals.h"

#include <algorithm>
#include <utility>

namespace gatehouse::policy {

using config::BudgetAction;
using config::BudgetRule;

ScopeShare::ScopeShare(const ScopeRules& scope, const PeriodIndices& now) : m_scope(&scope) {
    for (std::size_t i = 0; i < periodCount; ++i)
        m_sums[i] = &scope.spend->periods[i].sumOf(now[i]);
}

ScopeShare::Bound ScopeShare::boundOf(std::size_t period, WallMicros now,
                                      const std::vector<std::string>* switched) const {
    Bound bound;
    for (const auto* rule : m_scope->rules) {
        if (static_cast<std::size_t>(rule->period) != period)
            continue;
        bound.any = true;
        const bool passed = rule->action == BudgetAction::Warn ||
                            (rule->action == BudgetAction::Switch && switched != nullptr &&
                             std::find(switched->begin(), switched->end(), rule->id) != switched->end());
        const auto most = rule->amountAt(now);
        if (passed || (bound.rule != nullptr && bound.most <= most))
            continue;
        bound.rule = rule;
        bound.most = most;
    }
    return bound;
}

ScopeShare::Obstacle ScopeShare::reserve(Money cost, WallMicros now, const std::vector<std::string>* switched) {
    if (m_scope->rules.empty())
        return nullptr;
    for (std::size_t i = 0; i < periodCount; ++i) {
        const auto bound = boundOf(i, now, switched);
        if (!bound.any)
            continue;
        if (bound.rule == nullptr) {
            m_sums[i]->reserve(cost);
        } else if (!m_sums[i]->tryReserve(cost, bound.most)) {
            giveBack(cost);
            return bound.rule;
        }
        m_reserved[i] = true;
    }
    return nullptr;
}

ScopeShare::Obstacle ScopeShare::reserveMore(Money more, WallMicros now) {
    std::array<bool, periodCount> done{};
    for (std::size_t i = 0; i < periodCount; ++i) {
        if (!m_reserved[i])
            continue;
        const auto bound = boundOf(i, now, nullptr);
        if (bound.rule != nullptr && bound.rule->cutStreams && !m_sums[i]->tryReserve(more, bound.most)) {
            for (std::size_t k = 0; k < i; ++k) {
                if (done[k])
                    m_sums[k]->settle(more, Money());
            }
            return bound.rule;
        }
        if (bound.rule == nullptr || !bound.rule->cutStreams)
            m_sums[i]->reserve(more);
        done[i] = true;
    }
    return nullptr;
}

void ScopeShare::takeBackMore(Money more) {
    for (std::size_t i = 0; i < periodCount; ++i) {
        if (m_reserved[i])
            m_sums[i]->settle(more, Money());
    }
}

void ScopeShare::giveBack(Money reserved) {
    for (std::size_t i = 0; i < periodCount; ++i) {
        if (std::exchange(m_reserved[i], false))
            m_sums[i]->settle(reserved, Money());
    }
}

void ScopeShare::settle(Money reserved, Money spent) {
    for (std::size_t i = 0; i < periodCount; ++i) {
        if (std::exchange(m_reserved[i], false))
            m_sums[i]->settle(reserved, spent);
        else
            m_sums[i]->add(spent);
    }
}

BudgetBooking::BudgetBooking(BudgetBooking&& other) noexcept
    : m_table(std::move(other.m_table)), m_shares(std::move(other.m_shares)),
      m_target(std::exchange(other.m_target, std::nullopt)), m_periods(other.m_periods), m_admitted(other.m_admitted),
      m_cost(other.m_cost) {
    other.m_table.reset();
    other.m_shares.clear();
}

BudgetBooking::~BudgetBooking() {
    for (auto& share : m_shares)
        share.giveBack(m_cost);
    if (m_target)
        m_target->share.giveBack(m_target->cost);
}

void BudgetBooking::settle(const Actual& actual) {
    if (!m_table)
        return;
    const Money cost = actual.cost.value_or(m_cost);
    for (auto& share : m_shares)
        share.settle(m_cost, cost);
    if (m_target && actual.provider != m_target->provider) {
        m_target->share.giveBack(m_target->cost);
        m_target.reset();
    }
    if (m_target)
        m_target->share.settle(m_target->cost, cost);
    else if (actual.provider && *actual.provider < m_table->providers.size())
        ScopeShare(m_table->providers[*actual.provider], m_periods).settle(Money(), cost);
    m_target.reset();
    m_shares.clear();
}

std::optional<Error> BudgetBooking::reserveTarget(std::size_t provider, std::optional<Money> cost, WallMicros now) {
    if (!m_table || provider >= m_table->providers.size())
        return std::nullopt;
    if (m_target) {
        if (m_target->provider == provider && cost && *cost <= m_target->cost)
            return std::nullopt;
        m_target->share.giveBack(m_target->cost);
        m_target.reset();
    }
    const auto& scope = m_table->providers[provider];
    const bool strict = std::any_of(scope.rules.begin(), scope.rules.end(),
                                    [](const BudgetRule* rule) { return rule->action != BudgetAction::Warn; });
    if (!cost && strict)
        return priceUnknown(scope.spend->label).error;
    Target target{provider, ScopeShare(scope, m_periods), cost.value_or(Money())};
    if (const auto* spent = target.share.reserve(target.cost, now, nullptr))
        return budgetReached(scope.spend->label, *spent, target.cost, now).error;
    m_target.emplace(std::move(target));
    return std::nullopt;
}

bool BudgetBooking::reserveMore(Money more, WallMicros now) {
    if (!m_table || more <= Money())
        return true;
    std::size_t done = 0;
    bool cut = false;
    for (auto& share : m_shares) {
        cut = share.reserveMore(more, now) != nullptr;
        if (cut)
            break;
        ++done;
    }
    if (!cut && m_target) {
        cut = m_target->share.reserveMore(more, now) != nullptr;
        if (!cut)
            m_target->cost += more;
    }
    if (!cut) {
        m_cost += more;
        return true;
    }
    for (std::size_t i = 0; i < done; ++i)
        m_shares[i].takeBackMore(more);
    return false;
}

std::size_t BudgetBooking::readingCount() const {
    std::size_t count = 0;
    for (const auto& share : m_shares)
        count += share.scope().rules.size();
    return count;
}

void BudgetBooking::read(std::vector<LimitReading>& list) const {
    for (const auto& share : m_shares) {
        for (const auto* rule : share.scope().rules) {
            std::string name = "budget_";
            name += nameOf(rule->period);
            list.push_back({share.scope().spend->label, std::move(name), rule->amountAt(m_admitted).toString(),
                            share.used(rule->period).toString()});
        }
    }
}

} // namespace gatehouse::policy
