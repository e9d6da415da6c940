// SPDX-License-Identifier: Apache-2.0
// How much a provider is sent at once, who waits, and how its health is asked for.
#include "core/contract/describe.h"

namespace gatehouse::contract {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

ObjectDescription queue() {
    Describer<QueueSpec> it("Queue", "Calls that wait for room at a provider instead of being refused.");
    it.field("wait", &QueueSpec::wait, durationType(milliseconds(0), hours(1)),
             "How long a call waits at most, within its own deadline. `0s`: none waits; a call that finds no room goes "
             "to the next target, or is refused with 429 and `Retry-After`.");
    it.field("length", &QueueSpec::length, integerType(0, 10'000), "How many calls wait at once; the next is refused.");
    return it.finish();
}

ObjectDescription health() {
    Describer<HealthSpec> it("HealthCheck",
                             "How the gateway asks by itself whether a provider is well. A check that fails lets the "
                             "provider rest until one succeeds.");
    it.field("check", &HealthSpec::check, choiceType({"none", "models", "ready", "call"}),
             "`models`: the list of models, which costs nothing; `ready`: the server's own word, where its dialect has "
             "one (`kserve_v2`, `nim`); `call`: a call of one token to `model`, which the provider bills and the "
             "gateway records as its own.");
    it.field("every", &HealthSpec::every, durationType(seconds(1), hours(24)), "Time between two checks.");
    it.field("model", &HealthSpec::model, modelType("a model name"),
             "The provider's name of the model that `call` asks. Given with `call` only.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<QueueSpec>() {
    static const auto description = queue();
    return description;
}
template <>
const ObjectDescription& descriptionOf<HealthSpec>() {
    static const auto description = health();
    return description;
}

} // namespace gatehouse::contract
