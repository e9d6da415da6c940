// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/capacity.h"
#include "core/contract/fault.h"
#include "core/contract/resources.h"
#include "core/dialects/provider_form.h"

namespace gatehouse::config {

Capacity capacityOf(const contract::ProviderSpec& spec);
HealthRule healthOf(const contract::HealthSpec& spec);

// A check that a provider of this form cannot be asked for, and a model that is missing or has no use.
contract::Faults checkHealth(const contract::HealthSpec& spec, dialects::ProviderForm form, const contract::Path& path);

} // namespace gatehouse::config
