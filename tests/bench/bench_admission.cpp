// SPDX-License-Identifier: Apache-2.0
// What admission costs: all limits and budgets of five levels (organisation, team, application, key, model) and those
// of the end user, taken and settled; then how exact a limit is at 1,000 calls a second over 8 keys.
#include "core/config/products.h"
#include "core/policy/local_ledger.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <deque>
#include <string>
#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::policy;

namespace {

constexpr int calls = 200'000;
constexpr double mostMicros = 3.0;

config::Limits wideLimits() {
    config::Limits limits;
    for (auto& measure : limits.rates)
        measure.fill(1'000'000'000'000);
    limits.concurrent = 1'000'000;
    return limits;
}

config::Snapshot fullSnapshot(const config::Limits& limits) {
    config::Snapshot snapshot;
    snapshot.organisation.limits = limits;
    snapshot.organisation.budget = config::Budget{*Money::parse("1000000"), config::BudgetPeriod::Month};
    snapshot.teams.resize(1);
    snapshot.teams[0].id = "team";
    snapshot.teams[0].limits = limits;
    snapshot.teams[0].budget = snapshot.organisation.budget;
    snapshot.apps.resize(1);
    snapshot.apps[0].id = "app";
    snapshot.apps[0].limits = snapshot.apps[0].userLimits = limits;
    snapshot.apps[0].budget = snapshot.organisation.budget;
    snapshot.routes.resize(1);
    snapshot.routes[0].model = "chat";
    snapshot.routes[0].limits = limits;
    for (int i = 0; i < 8; ++i) {
        auto& key = snapshot.keys.emplace_back();
        key.id = "key" + std::to_string(i);
        key.limits = limits;
    }
    for (const auto scope : {config::BudgetScope::Key, config::BudgetScope::Model}) {
        config::BudgetRule rule;
        rule.id = "of-" + std::string(config::nameOf(scope));
        rule.scope = scope;
        rule.name = scope == config::BudgetScope::Key ? "key0" : "chat";
        rule.amount = *Money::parse("1000000");
        snapshot.budgets.push_back(rule);
    }
    return snapshot;
}

// Five thousand subscriptions with a plan of limits and a budget.
void subscribe(config::Snapshot& snapshot, const config::Limits& limits) {
    auto products = std::make_shared<config::Products>();
    config::PlanTerms plan;
    plan.limits = limits;
    plan.budget = snapshot.organisation.budget;
    products->plans.push_back(plan);
    products->apis.resize(1);
    for (int i = 0; i < 5'000; ++i) {
        auto& one = products->subscriptions.emplace_back();
        one.id = "s" + std::to_string(i);
        one.plan = 0;
        one.state = config::SubscriptionState::Approved;
    }
    snapshot.products = products;
}

double threadMicros() {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e6 + double(now.tv_nsec) / 1e3;
}

// Microseconds of CPU a call, of one of so many threads at once.
double admission(LocalLedger& ledger, const config::Snapshot& snapshot, const std::string& user, int threads,
                 const config::Subscription* subscription = nullptr) {
    std::vector<double> took(static_cast<std::size_t>(threads));
    std::vector<std::thread> running;
    for (int thread = 0; thread < threads; ++thread)
        running.emplace_back([&, thread] {
            Estimate estimate{100, 200, *Money::parse("0.001"), false};
            const Actual actual{90, 150, *Money::parse("0.0008")};
            const auto begin = threadMicros();
            for (int i = 0; i < calls; ++i) {
                Demand demand{snapshot, 0, 0, &snapshot.routes[0], "chat", user};
                demand.subscription = subscription;
                auto admitted = ledger.reserveNow(demand, estimate);
                if (admitted)
                    admitted->ticket.settle(actual);
            }
            took[static_cast<std::size_t>(thread)] = (threadMicros() - begin) / calls;
        });
    for (auto& thread : running)
        thread.join();
    return *std::max_element(took.begin(), took.end());
}

class SteppedClock final : public Clock {
public:
    MonotonicTime monotonic() const override { return MonotonicTime(std::chrono::hours(100)) + now; }
    WallMicros wall() const override { return 1'795'000'000'000'000 + now.count(); }
    std::chrono::microseconds now{0};
};

struct ExactMinute {
    std::deque<std::int64_t> list;
    std::uint64_t taken = 0;

    bool tryTake(std::int64_t now) {
        while (!list.empty() && now - list.front() >= 60'000'000)
            list.pop_front();
        if (list.size() >= 6'000)
            return false;
        list.push_back(now);
        ++taken;
        return true;
    }
};

// Ten minutes of 1,000 calls a second over 8 keys, each allowed 6,000 a minute: against an exact window.
void exactness() {
    SteppedClock clock;
    LocalLedger ledger(clock);
    config::Limits limits;
    limits.at(config::Measure::Requests, config::Span::Minute) = 6'000;
    auto snapshot = fullSnapshot({});
    for (auto& key : snapshot.keys)
        key.limits = limits;
    std::array<ExactMinute, 8> exact; // admit by themselves
    std::array<ExactMinute, 8> held;  // what the ledger admitted
    std::uint64_t over = 0;
    for (int i = 0; i < 600'000; ++i) {
        clock.now += std::chrono::milliseconds(1);
        const auto key = static_cast<std::size_t>(i % 8);
        (void)exact[key].tryTake(clock.now.count());
        const Demand demand{snapshot, 0, key, &snapshot.routes[0], "chat"};
        if (ledger.reserveNow(demand, {0, 0, Money(), true}).has_value())
            over += held[key].tryTake(clock.now.count()) ? 0 : 1;
    }
    std::uint64_t possible = 0;
    std::uint64_t given = over;
    for (std::size_t key = 0; key < 8; ++key) {
        possible += exact[key].taken;
        given += held[key].taken;
    }
    std::printf("limiter, 1,000 calls/s over 8 keys: %llu admitted, %.3f %% fewer than exactly, %llu too many\n",
                static_cast<unsigned long long>(given), 100.0 * (1 - double(given) / double(possible)),
                static_cast<unsigned long long>(over));
}

} // namespace

int main() {
    const SystemClock clock;
    const auto none = fullSnapshot({});
    const auto all = fullSnapshot(wideLimits());
    LocalLedger ledger(clock);
    ledger.publish(none);
    ledger.publish(all);
    std::printf("admission, budgets alone:          %.2f us of CPU a call\n", admission(ledger, none, "", 1));
    const double five = admission(ledger, all, "", 1);
    std::printf("admission, 5 levels x 13 limits:   %.2f us (bound %.1f)\n", five, mostMicros);
    std::printf("admission, and those of the user:  %.2f us\n", admission(ledger, all, "ann", 1));
    std::printf("admission, two threads at once:    %.2f us\n", admission(ledger, all, "", 2));
    auto subscribed = all;
    config::Limits three;
    three.at(config::Measure::Requests, config::Span::Minute) = 1'000'000'000;
    three.at(config::Measure::Tokens, config::Span::Day) = 1'000'000'000'000;
    three.concurrent = 1'000'000;
    subscribe(subscribed, three);
    ledger.publish(subscribed);
    std::printf("admission beside 5,000 subscriptions: %.2f us (%.2f x)\n", admission(ledger, subscribed, "", 1),
                admission(ledger, subscribed, "", 1) / five);
    std::printf("admission under one of them:       %.2f us\n",
                admission(ledger, subscribed, "", 1, &subscribed.products->subscriptions[4'000]));
    exactness();
    return five <= mostMicros ? 0 : 1;
}
