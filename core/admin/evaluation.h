// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/past_call.h"
#include "core/config/snapshot.h"

#include <boost/json/object.hpp>
#include <vector>

// Recorded calls led anew under another configuration: by the code that leads real calls, on the calls' own times.
// Nothing is sent. Pure; any thread.
namespace gatehouse::admin {

struct EvaluationOf {
    bool route = false;  // a route is judged: where its calls would go
    bool limits = false; // limits are judged: which calls they would refuse
};

// "calls" in the order in which they began. The snapshot has the changed route or limits, and no other limits;
// "standing" is the one that calls go by now, which knows the providers' keys.
boost::json::object evaluate(const config::Snapshot& snapshot, const config::Snapshot& standing,
                             const std::vector<PastCall>& calls, EvaluationOf what);

} // namespace gatehouse::admin
