// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/chains/chain_run.h"
#include "core/pipeline/apis/api_call.h"
#include "core/pipeline/apis/chain_shelf.h"
#include "core/pipeline/apis/kept_exchange.h"
#include "core/pipeline/call_leader.h"
#include "core/pipeline/race.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::pipeline {

class ApiHandler;

// The steps of one run of a chain that are under way, each in a coroutine of its own on the chain's I/O thread. Lives
// in the coroutine of the chain's call, which must wait for all of them before it ends: they use what is its own.
class ChainSteps {
public:
    struct Parts {
        CallLeader& leader;
        ApiHandler& apis;
        ApiCall& api;
        const ShelvedChain& shelved;
        std::chrono::steady_clock::time_point deadline;
        std::uint64_t depth;        // of this chain
        std::uint64_t depthAllowed; // of chains within
    };
    explicit ChainSteps(Parts parts) : m_parts(parts), m_race(parts.api.exchange.executor()) {}
    ~ChainSteps();

    void start(chains::ChainRun::Begun begun);
    bool any() const { return !m_underWay.empty(); }
    // A little while, or until one has ended; those whose time is over are stopped. What came of the ended ones goes
    // into the run.
    Task<void> wait(chains::ChainRun& run);
    // Nobody wants the answers any more.
    void stopAll();
    // "first done 120 ms, second left_out": for the record.
    std::string story(const chains::ChainRun& run) const;

private:
    struct UnderWay;
    using UnderWayPtr = std::shared_ptr<UnderWay>;

    Task<void> runStep(UnderWayPtr way);
    Task<Result<boost::json::value>> askPrompt(UnderWayPtr way);
    Task<Result<boost::json::value>> askModel(UnderWayPtr way);
    Task<Result<boost::json::value>> askTensor(UnderWayPtr way);
    Task<Result<boost::json::value>> askApi(UnderWayPtr way);
    // How a step's call is made.
    struct Asking {
        std::string prompt = {}; // "sentiment@3"
        bool keepsBodies = true;
        bool further = false; // once more, for an answer that did not fit
    };
    Task<Result<std::string>> call(UnderWayPtr way, std::string path, std::string body, Asking asking);
    std::shared_ptr<KeptExchange> exchangeFor(UnderWay& way, std::string path, std::string body);
    void take(UnderWay& way, chains::ChainRun& run);

    const Parts m_parts;
    const Race m_race;
    std::vector<UnderWayPtr> m_underWay;
    std::vector<std::string> m_times; // by step: "120 ms"
};

} // namespace gatehouse::pipeline
