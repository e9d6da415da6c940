// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/chain_api.h"

#include "core/pipeline/apis/api_handler.h"
#include "core/pipeline/apis/chain_steps.h"
#include "core/pipeline/apis/json_body.h"

#include <boost/json/serialize.hpp>

namespace gatehouse::pipeline {
namespace {

using std::chrono::steady_clock;

// The request that a chain made itself, where this call is one; null: a client's, or a job's.
KeptExchange* keptOf(ApiCall& api) {
    return dynamic_cast<KeptExchange*>(&api.exchange.client());
}

Error tooDeep(std::uint64_t depth) {
    return failure(ErrorKind::Limited, "chain_too_deep",
                   "Chains call chains more deeply than they may (limits.depth); this one would stand at " +
                       std::to_string(depth) + ".")
        .value();
}

Error tooLate() {
    return failure(ErrorKind::Timeout, "chain_timeout", "The chain took longer than it may (limits.time).").value();
}

Error stopped() {
    return failure(ErrorKind::Cancelled, "chain_stopped", "The run was stopped.").value();
}

Error unusable() {
    return failure(ErrorKind::Unavailable, "chain_unusable",
                   "The chain behind this API cannot be used at present. Tell its owner.")
        .value();
}

} // namespace

Task<void> ChainApi::serve(ApiCall& api) {
    api.exchange.tellProblems(true);
    if (!api.address.rest.empty()) {
        co_await refusePath(api);
        co_return;
    }
    if (api.exchange.head().method != http::Method::Post) {
        co_await refuseMethod(api, "POST, OPTIONS");
        co_return;
    }
    const auto shelved = m_shelf.find(*api.call.snapshot, *api.version);
    if (!shelved || m_apis == nullptr) {
        Error error = unusable();
        co_await refuseApiCall(api, std::move(error));
        co_return;
    }
    auto body = co_await readJsonBody(api, m_bounds);
    if (!body) {
        co_await refuseApiCall(api, std::move(body.error()));
        co_return;
    }
    auto inputs = shelved->chain->inputs().take(*body);
    if (!inputs) {
        Error error = contract::toError(inputs.error());
        co_await refuseApiCall(api, std::move(error));
        co_return;
    }
    auto output = co_await run(api, shelved, std::move(*inputs), nullptr);
    if (!output) {
        co_await refuseApiCall(api, std::move(output.error()));
        co_return;
    }
    http::ResponseHead head;
    head.fields.push_back({"content-type", "application/json"});
    api.call.record.status = head.status;
    auto text = boost::json::serialize(*output);
    api.call.record.bytesOut = static_cast<std::int64_t>(text.size());
    (void)co_await api.exchange.answer(std::move(head), std::move(text));
}

Task<Result<boost::json::object>> ChainApi::test(ApiCall& api, chains::ChainTestPtr test) {
    if (m_apis == nullptr)
        co_return tl::unexpected(unusable());
    auto inputs = test->inputs();
    auto output = co_await run(api, test->chain(), std::move(inputs), test.get());
    co_return output;
}

Task<Result<boost::json::object>> ChainApi::run(ApiCall& api, chains::ReadyChainPtr ready, boost::json::object inputs,
                                                chains::ChainTest* test) {
    auto* kept = keptOf(api);
    const auto& limits = ready->chain->limits();
    const auto depth = (kept == nullptr ? 0 : kept->depth()) + 1;
    const auto allowedAround = kept == nullptr ? depth : kept->depthAllowed();
    if (depth > allowedAround)
        co_return tl::unexpected(tooDeep(depth));
    auto time = limits.time;
    if (api.version != nullptr && api.definition().timeout)
        time = std::min(time, api.definition().timeout->value);
    const auto own = depth + limits.depth - 1;
    ChainSteps steps({m_leader, *m_apis, api, *ready, steady_clock::now() + time, depth,
                      depth == 1 ? own : std::min(own, allowedAround), test});
    chains::ChainRun run(ready->chain, std::move(inputs));
    const auto deadline = steady_clock::now() + time;
    while (!run.over()) {
        for (auto& begun : run.begin())
            steps.start(std::move(begun));
        steps.tell(run);
        if (!steps.any())
            break;
        co_await steps.wait(run);
        if (!run.error() && steady_clock::now() >= deadline)
            run.fail(tooLate());
        if (test != nullptr && test->stopAsked())
            run.fail(stopped());
        // A client that left ends all of them; so does a step that failed.
        if (run.error() || api.exchange.left() || api.exchange.timedOut())
            steps.stopAll();
        if (api.exchange.left())
            run.fail(failure(ErrorKind::Cancelled, "client_closed_request", "The client left.").value());
    }
    steps.tell(run);
    api.call.record.explain.note = steps.story(run);
    if (kept != nullptr) {
        const auto taken = steps.taken();
        kept->addTokens(taken.inputTokens, taken.outputTokens, taken.pretend);
        kept->addSpent(run.spent());
        kept->addSteps(run.begun());
    }
    auto output = run.output();
    co_return output;
}

} // namespace gatehouse::pipeline
