// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/chains/chain_test.h"
#include "core/pipeline/apis/api_kinds.h"
#include "core/pipeline/apis/chain_shelf.h"
#include "core/pipeline/call_leader.h"

#include <boost/json/object.hpp>

namespace gatehouse::pipeline {

class ApiHandler;

// APIs of kind chain: values in, steps side by side as they can, each a call with a record of its own, the mapped
// answer out as JSON. One per I/O thread.
class ChainApi final : public ApiKindHandler {
public:
    ChainApi(CallLeader& leader, ChainShelf& shelf, RequestBounds bounds)
        : m_leader(leader), m_shelf(shelf), m_bounds(bounds) {}

    // Whom steps of kind api go through; before the first call.
    void setApis(ApiHandler& apis) { m_apis = &apis; }
    Task<void> serve(ApiCall& api) override;
    // A chain that need not be published: "api" is a call without one.
    Task<Result<boost::json::object>> test(ApiCall& api, chains::ChainTestPtr test);

private:
    Task<Result<boost::json::object>> run(ApiCall& api, chains::ReadyChainPtr chain, boost::json::object inputs,
                                          chains::ChainTest* test);

    CallLeader& m_leader;
    ChainShelf& m_shelf;
    const RequestBounds m_bounds;
    ApiHandler* m_apis = nullptr;
};

} // namespace gatehouse::pipeline
