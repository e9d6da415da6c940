// SPDX-License-Identifier: Apache-2.0
// How failures of providers are met: circuits, fallbacks, second calls, time-outs of a route.
#include "core/contract/describe.h"

namespace gatehouse::contract {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

ObjectDescription breaker() {
    Describer<BreakerSpec> it("Breaker",
                              "When a target of the provider is left alone for a while: its circuit is open. Then one "
                              "call probes it, which closes the circuit or opens it for twice as long. A key that is "
                              "rejected, limited or out of quota rests in the same way, at once and by itself, where "
                              "the provider has another.");
    it.field("failures", &BreakerSpec::failures, integerType(1, 1'000),
             "Failures in a row that open it: no answer, a server error, or an answer that broke off.");
    it.field("rest", &BreakerSpec::rest, durationType(milliseconds(10), hours(1)), "How long it is open at first.");
    it.field("longest_rest", &BreakerSpec::longestRest, durationType(milliseconds(10), hours(24)),
             "How long at most, while probes fail. Not below `rest`.");
    return it.finish();
}

ObjectDescription fallback() {
    Describer<FallbackSpec> it("Fallback", "Another route that takes over when the targets of this one have failed.");
    auto list = listType(choiceType({"any", "connect", "timeout", "429", "5xx", "context", "refused", "auth"}), 1, 8);
    list.unique = true;
    it.field(
        "on", &FallbackSpec::on, std::move(list),
        "For which failures: `connect` (no connection, a broken answer, an open circuit), `timeout`, `429` (limits "
        "and quota), `5xx`, `context` (longer than the model takes), `refused` (by the provider's content filter), "
        "`auth` (the provider's key), or `any` of these. A request that is wrong wherever it goes is not passed "
        "on.");
    auto& route = it.field("route", &FallbackSpec::route, modelType("the model name of a route"),
                           "The route. It may have fallbacks of its own, but none may lead back here.");
    route.required = true;
    route.example = "chat-large";
    return it.finish();
}

ObjectDescription hedge() {
    Describer<HedgeSpec> it("Hedge",
                            "A second call at another key or target, when the first byte is late. The first answer "
                            "counts, the other call is ended. At most one call in ten is doubled.");
    it.field("percentile", &HedgeSpec::percentile, integerType(50, 99),
             "How late: of the target's recent times to the first byte. Until enough of them are known nothing is "
             "sent twice.");
    it.field("at_least", &HedgeSpec::atLeast, durationType(milliseconds(1), hours(1)),
             "Never sooner than this, however fast the target is.");
    return it.finish();
}

ObjectDescription routeTimeouts() {
    Describer<RouteTimeoutsSpec> it("RouteTimeouts",
                                    "How long this route waits, by phase; what is not given is as its providers say.");
    const auto phase = durationType(milliseconds(1), hours(24 * 99));
    it.field("connect", &RouteTimeoutsSpec::connect, phase, "Until the connection stands, TLS included.");
    it.field("first_byte", &RouteTimeoutsSpec::firstByte, phase,
             "From the request sent to the first byte of the answer.");
    it.field("idle", &RouteTimeoutsSpec::idle, phase, "Between two pieces of a streamed answer.");
    it.field("total", &RouteTimeoutsSpec::total, phase,
             "For the whole call, all attempts, fallbacks and the stream included.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<BreakerSpec>() {
    static const auto description = breaker();
    return description;
}
template <>
const ObjectDescription& descriptionOf<FallbackSpec>() {
    static const auto description = fallback();
    return description;
}
template <>
const ObjectDescription& descriptionOf<HedgeSpec>() {
    static const auto description = hedge();
    return description;
}
template <>
const ObjectDescription& descriptionOf<RouteTimeoutsSpec>() {
    static const auto description = routeTimeouts();
    return description;
}

} // namespace gatehouse::contract
