// SPDX-License-Identifier: Apache-2.0
#include "core/policy/limits/limit_book.h"

#include "core/config/products.h"
#include "core/policy/limits/limit_taking.h"

#include <algorithm>
#include <utility>

namespace gatehouse::policy {
namespace {

using namespace std::chrono_literals;

SlidingWindow::Time since(MonotonicTime origin, const Clock& clock) {
    return std::max(SlidingWindow::Time(clock.monotonic() - origin), SlidingWindow::Time(0));
}

// Longer than any bucket of the span counts.
std::int64_t restOf(const std::vector<RatePlan>& rates) {
    std::int64_t rest = 0;
    for (const auto& rate : rates)
        rest = std::max<std::int64_t>(rest, rate.span == config::Span::Minute ? 61
                                            : rate.span == config::Span::Hour ? 3'616
                                                                              : 86'762);
    return rest;
}

// Of each route that the call came through: a rule or a budget that leads on elsewhere leaves no limit behind.
bool takeRoutes(LimitTaking& taking, const LimitTable& table, const Demand& demand) {
    const auto* first = demand.snapshot.routes.data();
    const auto one = [&](const config::Route* route) {
        return taking.take(table.routes[static_cast<std::size_t>(route - first)]);
    };
    if (demand.through.empty())
        return demand.route == nullptr || one(demand.route);
    return std::all_of(demand.through.begin(), demand.through.end(), one);
}

bool takeSubscription(LimitTaking& taking, const LimitTable& table, const Demand& demand) {
    const auto* first = config::productsOf(demand.snapshot).subscriptions.data();
    return taking.take(table.subscriptions[static_cast<std::size_t>(demand.subscription - first)]);
}

// How many limits one call may meet, unless routes lead on to others.
std::size_t mostOf(const LimitTable& table) {
    std::size_t most = table.organisation.rates.size() + limitScopeCount;
    for (const auto* plans : {&table.teams, &table.apps, &table.keys, &table.subscriptions, &table.routes}) {
        std::size_t one = 0;
        for (const auto& plan : *plans)
            one = std::max(one, plan.rates.size());
        most += one;
    }
    std::size_t users = 0;
    for (const auto& one : table.users)
        users = std::max(users, one.rates.size());
    return most + users;
}

} // namespace

LimitBooking::LimitBooking(LimitBooking&& other) noexcept
    : m_clock(std::exchange(other.m_clock, nullptr)), m_origin(other.m_origin), m_booked(std::move(other.m_booked)),
      m_running(other.m_running), m_runningCount(std::exchange(other.m_runningCount, 0)),
      m_counts(std::move(other.m_counts)) {
    other.m_booked.clear();
}

LimitBooking::~LimitBooking() {
    for (const auto& booked : m_booked) {
        if (booked.measure != config::Measure::Requests)
            booked.window->giveBack(booked.at, booked.amount);
    }
    leave();
}

void LimitBooking::leave() {
    for (std::size_t i = 0; i < m_runningCount; ++i)
        m_running[i]->fetch_sub(1, std::memory_order_relaxed);
    m_runningCount = 0;
}

void LimitBooking::undo() {
    for (const auto& booked : m_booked)
        booked.window->giveBack(booked.at, booked.amount);
    m_booked.clear();
    leave();
}

void LimitBooking::settle(const Actual& actual) {
    const auto now = m_booked.empty() ? SlidingWindow::Time() : since(m_origin, *m_clock);
    for (const auto& booked : m_booked) {
        const auto amount = amountOf(booked.measure, actual.input, actual.output);
        if (amount < booked.amount)
            booked.window->giveBack(booked.at, booked.amount - amount);
        else if (amount > booked.amount)
            booked.window->add(amount - booked.amount, now);
    }
    m_booked.clear();
}

LimitBook::LimitBook(const Clock& clock)
    : m_clock(clock), m_origin(clock.monotonic() - 48h),
      m_tables([this](const config::Snapshot& snapshot) { return build(snapshot); }) {}

ScopePlan LimitBook::planLocked(LimitScope scope, const std::string& id, const config::Limits& limits) {
    ScopePlan plan;
    plan.scope = scope;
    plan.concurrent = limits.concurrent;
    plan.rates = ratesOf(limits);
    if (!plan.counts() && scope != LimitScope::App)
        return plan;
    auto [known, fresh] = m_usages.try_emplace(Place(scope, id));
    if (fresh)
        known->second = std::make_unique<ScopeUsage>();
    plan.id = known->first.second;
    plan.usage = known->second.get();
    for (auto& rate : plan.rates) {
        if (plan.usage->find(rate.measure, rate.span) == nullptr)
            m_fresh.push_back({scope, id, rate.measure, rate.span});
        rate.window = &plan.usage->window(rate.measure, rate.span);
    }
    return plan;
}

std::shared_ptr<const LimitTable> LimitBook::build(const config::Snapshot& snapshot) {
    const std::lock_guard lock(m_mutex);
    auto table = std::make_shared<LimitTable>();
    table->organisation = planLocked(LimitScope::Organisation, "", snapshot.organisation.limits);
    for (const auto& team : snapshot.teams)
        table->teams.push_back(planLocked(LimitScope::Team, team.id, team.limits));
    for (const auto& key : snapshot.keys)
        table->keys.push_back(planLocked(LimitScope::Key, key.id, key.limits));
    for (const auto& subscription : config::productsOf(snapshot).subscriptions) {
        const auto* limits = config::limitsOf(snapshot, subscription);
        table->subscriptions.push_back(
            planLocked(LimitScope::Subscription, subscription.id, limits != nullptr ? *limits : config::Limits()));
    }
    for (const auto& route : snapshot.routes)
        table->routes.push_back(planLocked(LimitScope::Model, route.model, route.limits));
    for (const auto& app : snapshot.apps) {
        table->apps.push_back(planLocked(LimitScope::App, app.id, app.limits));
        auto& users = table->users.emplace_back();
        users.rates = ratesOf(app.userLimits);
        users.concurrent = app.userLimits.concurrent;
        users.rest = restOf(users.rates);
        if (!app.userLimits.any())
            continue;
        auto& standing = m_users[app.id];
        if (!standing)
            standing = std::make_unique<UserTable>(m_room);
        users.table = standing.get();
    }
    table->most = mostOf(*table);
    return table;
}

tl::expected<LimitBooking, Refusal> LimitBook::take(const Demand& demand, const Estimate& estimate) {
    const auto& table = m_tables.find(demand.snapshot);
    LimitTaking taking(m_clock, m_origin, since(m_origin, m_clock), estimate, demand.further ? 0 : 1, table.most);
    const auto& app = table.apps[demand.app];
    const auto team = demand.snapshot.apps[demand.app].team;
    const auto* key = demand.key && *demand.key < table.keys.size() ? &table.keys[*demand.key] : nullptr;
    const bool taken = (key == nullptr || taking.take(*key)) &&
                       (demand.user.empty() || taking.take(table.users[demand.app], demand.user, app.id)) &&
                       (demand.subscription == nullptr || takeSubscription(taking, table, demand)) &&
                       taking.take(app) && (team >= table.teams.size() || taking.take(table.teams[team])) &&
                       takeRoutes(taking, table, demand) && taking.take(table.organisation);
    if (!taken)
        return tl::unexpected(taking.refusal());
    return taking.done();
}

std::uint64_t LimitBook::inFlight(std::string_view app) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_usages.find(Place(LimitScope::App, std::string(app)));
    return found == m_usages.end() ? 0 : found->second->inFlight.load(std::memory_order_relaxed);
}

std::vector<FreshWindow> LimitBook::takeFresh() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_fresh, {});
}

void LimitBook::restore(const FreshWindow& window, std::uint64_t amount, std::chrono::nanoseconds age) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_usages.find(Place(window.scope, window.id));
    if (found == m_usages.end() || amount == 0)
        return;
    const auto now = since(m_origin, m_clock);
    const auto when = std::clamp(now - SlidingWindow::Time(age), SlidingWindow::Time(0), now);
    found->second->window(window.measure, window.span).add(amount, when, now);
}

std::vector<LimitUse> LimitBook::use(const config::Snapshot& snapshot) {
    const auto& table = m_tables.find(snapshot);
    const auto now = since(m_origin, m_clock);
    std::vector<LimitUse> list;
    const auto add = [&list, now](const ScopePlan& plan) {
        for (const auto& rate : plan.rates)
            list.push_back({plan.scope, std::string(plan.id), config::nameOf(rate.measure, rate.span), rate.limit,
                            rate.window->used(now)});
        if (plan.concurrent != 0)
            list.push_back({plan.scope, std::string(plan.id), "concurrent", plan.concurrent,
                            plan.usage->inFlight.load(std::memory_order_relaxed)});
    };
    add(table.organisation);
    for (const auto* plans : {&table.teams, &table.apps, &table.keys, &table.subscriptions, &table.routes})
        std::for_each(plans->begin(), plans->end(), add);
    return list;
}

std::size_t LimitBook::users(std::string_view app) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_users.find(app);
    return found == m_users.end() ? 0 : found->second->users();
}

} // namespace gatehouse::policy
