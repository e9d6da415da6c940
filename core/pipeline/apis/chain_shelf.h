// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/chains/chain.h"
#include "core/config/products.h"
#include "core/policy/per_snapshot.h"
#include "core/prompts/prompt.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace gatehouse::pipeline {

// A version of a chain, ready to run, with the prompts that its steps name.
struct ShelvedChain {
    struct NamedPrompt {
        std::string name; // "sentiment@3", also where a label named it
        prompts::Prompt::Pointer prompt;
    };
    std::string name; // "triage@2"
    std::shared_ptr<const chains::Chain> chain;
    std::map<std::string, NamedPrompt, std::less<>> prompts; // by what the step says
};
using ShelvedChainPtr = std::shared_ptr<const ShelvedChain>;

// The chains that published APIs name, compiled: once for each that is new, on the control thread before the snapshot
// is given to the I/O threads. find(): any thread, no locks after a thread's first call with a snapshot.
class ChainShelf {
public:
    ChainShelf() : m_tables([this](const config::Snapshot& snapshot) { return build(snapshot); }) {}

    void publish(const config::Snapshot& snapshot) { m_tables.prepare(snapshot); }
    // Null: the version's chain, or a prompt of it, cannot be used.
    ShelvedChainPtr find(const config::Snapshot& snapshot, const config::ApiVersion& version);

private:
    using Table = std::unordered_map<const config::ApiVersion*, ShelvedChainPtr>;
    std::shared_ptr<const Table> build(const config::Snapshot& snapshot);

    std::mutex m_mutex;
    std::map<std::string, ShelvedChainPtr> m_compiled; // by all that it was made of
    policy::PerSnapshot<Table> m_tables;
};

} // namespace gatehouse::pipeline
