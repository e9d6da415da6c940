// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/chains/ready_chain.h"
#include "core/config/products.h"
#include "core/policy/per_snapshot.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace gatehouse::pipeline {

// The chains that published APIs name, compiled: once for each that is new, on the control thread before the snapshot
// is given to the I/O threads. find(): any thread, no locks after a thread's first call with a snapshot.
class ChainShelf {
public:
    ChainShelf() : m_tables([this](const config::Snapshot& snapshot) { return build(snapshot); }) {}

    void publish(const config::Snapshot& snapshot) { m_tables.prepare(snapshot); }
    // Null: the version's chain, or a prompt of it, cannot be used.
    chains::ReadyChainPtr find(const config::Snapshot& snapshot, const config::ApiVersion& version);

private:
    using Table = std::unordered_map<const config::ApiVersion*, chains::ReadyChainPtr>;
    std::shared_ptr<const Table> build(const config::Snapshot& snapshot);

    std::mutex m_mutex;
    std::map<std::string, chains::ReadyChainPtr> m_compiled; // by all that it was made of
    policy::PerSnapshot<Table> m_tables;
};

} // namespace gatehouse::pipeline
