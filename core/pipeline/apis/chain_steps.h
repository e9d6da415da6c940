// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/chains/chain_test.h"
#include "core/pipeline/apis/api_call.h"
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
        const chains::ReadyChain& chain;
        std::chrono::steady_clock::time_point deadline;
        std::uint64_t depth;        // of this chain
        std::uint64_t depthAllowed; // of chains within
        chains::ChainTest* test;    // who watches; null: nobody
    };
    explicit ChainSteps(Parts parts);
    ~ChainSteps();

    void start(chains::ChainRun::Begun begun);
    bool any() const { return !m_underWay.empty(); }
    // A little while, or until one has ended; those whose time is over are stopped. What came of the ended ones goes
    // into the run.
    Task<void> wait(chains::ChainRun& run);
    // Nobody wants the answers any more.
    void stopAll();
    // Tells the test how far the run has come.
    void tell(const chains::ChainRun& run);
    // The tokens of all that has ended.
    chains::StepReport taken() const;
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
    static Error errorOf(const UnderWay& way);

    const Parts m_parts;
    const Race m_race;
    std::vector<UnderWayPtr> m_underWay;
    std::vector<chains::StepReport> m_reports; // by step; states are the run's
};

} // namespace gatehouse::pipeline
