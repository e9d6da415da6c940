// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/service_admit.h"

namespace gatehouse::pipeline {

Task<StageResult> admitService(ApiCall& api, policy::Ledger& ledger) {
    auto& call = api.call;
    const policy::Estimate expected{0, 0, Money(), false};
    policy::Demand demand{*call.snapshot,         call.identity->app, call.identity->key, nullptr,
                          call.record.modelAsked, call.facts.user,    call.record.tags};
    demand.subscription = api.subscription;
    auto admission = co_await ledger.reserve(demand, expected);
    if (!admission) {
        auto& refused = admission.error();
        Refusal refusal;
        refusal.extras.neverRetry = refused.error.code == "budget_exceeded";
        refusal.extras.retryAfter = refused.retryAfter;
        refusal.extras.counts = std::move(refused.counts);
        refusal.error = std::move(refused.error);
        co_return tl::unexpected(std::move(refusal));
    }
    call.ticket = std::move(admission->ticket);
    call.counts = std::move(admission->counts);
    for (const auto& count : call.counts)
        call.record.explain.counts.push_back({count.scope, count.name, count.limit, count.used});
    for (auto& reading : admission->readings)
        call.record.explain.limits.push_back(
            {reading.scope + " " + reading.name, std::move(reading.limit), std::move(reading.used)});
    co_return StageResult{};
}

} // namespace gatehouse::pipeline
