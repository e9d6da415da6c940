// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/chains/ready_chain.h"
#include "core/chains/step_report.h"

#include <atomic>
#include <boost/json/object.hpp>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::chains {

// A test run of a chain: shared by who asked for it and by who runs it. Any thread.
class ChainTest {
public:
    // "inputs" as the chain's variables took them.
    ChainTest(std::string id, ReadyChainPtr chain, boost::json::object inputs)
        : m_id(std::move(id)), m_chain(std::move(chain)), m_inputs(std::move(inputs)),
          m_steps(m_chain->chain->steps().size()) {}

    const std::string& id() const { return m_id; }
    const ReadyChainPtr& chain() const { return m_chain; }
    const boost::json::object& inputs() const { return m_inputs; }

    // Whoever runs it.
    void report(std::vector<StepReport> steps);
    void end(Result<boost::json::object> output);

    // Whoever asked.
    void stop() { m_stopAsked = true; }
    bool stopAsked() const { return m_stopAsked; }
    std::vector<StepReport> steps() const;
    // What the chain answered, or why it did not; nothing while it runs.
    std::optional<Result<boost::json::object>> output() const;

private:
    const std::string m_id;
    const ReadyChainPtr m_chain;
    const boost::json::object m_inputs;
    std::atomic<bool> m_stopAsked{false};
    mutable std::mutex m_mutex;
    std::vector<StepReport> m_steps;
    std::optional<Result<boost::json::object>> m_output;
};
using ChainTestPtr = std::shared_ptr<ChainTest>;

} // namespace gatehouse::chains
