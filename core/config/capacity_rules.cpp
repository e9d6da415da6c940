// SPDX-License-Identifier: Apache-2.0
#include "core/config/capacity_rules.h"

#include <utility>

namespace gatehouse::config {
namespace {

using contract::FaultCode;
using contract::Path;

contract::Fault conflict(const Path& path, std::string sentence) {
    auto fault = contract::makeFault(FaultCode::Conflict, path, "", "");
    fault.detail = std::move(sentence);
    return fault;
}

} // namespace

Capacity capacityOf(const contract::ProviderSpec& spec) {
    return {static_cast<std::uint32_t>(spec.concurrent), spec.queue.wait.value,
            static_cast<std::size_t>(spec.queue.length)};
}

HealthRule healthOf(const contract::HealthSpec& spec) {
    HealthRule rule;
    rule.check = spec.check == "models"  ? HealthCheck::Models
                 : spec.check == "ready" ? HealthCheck::Ready
                 : spec.check == "call"  ? HealthCheck::Call
                                         : HealthCheck::None;
    rule.every = spec.every.value;
    rule.model = spec.model.value_or("");
    return rule;
}

contract::Faults checkHealth(const contract::HealthSpec& spec, dialects::ProviderForm form, const Path& path) {
    const Path health(path, "health");
    const Path check(health, "check");
    contract::Faults faults;
    if (spec.check == "models" && dialects::rowOf(form, dialects::Operation::Models) == nullptr)
        faults.push_back(conflict(check, "health.check models: this dialect has no list of models; take ready or call, "
                                         "or none"));
    if (spec.check == "ready" && dialects::healthPathOf(form).empty())
        faults.push_back(conflict(check, "health.check ready: this dialect has no word for readiness; take models or "
                                         "call, or none"));
    if (spec.check == "call" && !spec.model)
        faults.push_back(conflict(Path(health, "model"), "health.model is missing: the model that the call asks"));
    if (spec.check != "call" && spec.model)
        faults.push_back(conflict(Path(health, "model"), "health.model goes with the check call only; leave it out"));
    return faults;
}

} // namespace gatehouse::config
