// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/conformance/feature.h"
#include "core/conformance/gateway_call.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace gatehouse::conformance {

// What is tried: the name that clients ask for, and one at the same provider that no model has.
struct Subject {
    std::string model;
    std::string unknownModel; // "openai/gatehouse-no-such-model"
};

// How a call ended in the gateway's records ("ok", "cancelled"); empty while it is not written.
class CallBook {
public:
    virtual ~CallBook() = default;
    virtual Task<std::string> outcomeOf(std::string requestId) = 0;
};

struct TrialInput {
    std::shared_ptr<const GatewayPlace> place;
    std::shared_ptr<const Subject> subject;
    std::shared_ptr<CallBook> book;
};

// Tries one feature in one client dialect with calls through the gateway's listener. Never fails: what went wrong
// stands in the cell. On the I/O thread of "upstream", which must live until it ends.
Task<Cell> tryFeature(http::Upstream& upstream, TrialInput input, dialects::Dialect dialect, Feature feature);

} // namespace gatehouse::conformance
