// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/chains/chain_test.h"
#include "core/pipeline/apis/chain_api.h"
#include "core/pipeline/snapshot_cell.h"

namespace gatehouse::pipeline {

// Makes the calls of chains' test runs, as their owners would and without a published API. One per I/O thread; lives on
// it, and its calls must not go on when it has gone.
class ChainTester {
public:
    struct Parts {
        Executor executor;
        SnapshotCell& snapshot;
        CallLeader& leader;
        ChainApi& chains;
        std::size_t mostAnswer = std::size_t{8} << 20U;
    };
    explicit ChainTester(Parts parts) : m_parts(parts) {}

    void run(chains::ChainTestPtr test);

private:
    Task<void> serve(chains::ChainTestPtr test);

    Parts m_parts;
};

} // namespace gatehouse::pipeline
