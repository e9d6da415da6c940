// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/admin/outcome.h"
#include "core/admin/request.h"
#include "core/admin/test_run.h"
#include "core/chains/ready_chain.h"
#include "core/contract/chain_specs.h"

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <vector>

// A version of a chain, or a draft of one, that somebody wants to look at or to try.
namespace gatehouse::admin {

struct ChainDraft {
    std::string chain;
    std::string team;
    std::uint64_t version = 0;   // 0: a draft
    chains::ReadyChainPtr ready; // null: see the faults
    boost::json::object values;  // as its inputs took them
    contract::Faults faults;     // of the draft, with fields below it ("steps[0].use"), and of values
};

// Reads the body {"version" or "draft", "values"}. What is wrong with the draft itself stands in its faults.
// Errors: what is wrong with the request; a caller who may not do it with all that the chain names.
Outcome<ChainDraft> readChainDraft(AdminDependencies& with, const Request& request, contract::Permission permission);

// What each step may cost at most, in the order in which they run. No cost: a step calls an API, or a model without a
// price.
std::vector<TestBill> estimateChain(const ChainDraft& draft, const config::Snapshot& snapshot);

} // namespace gatehouse::admin
