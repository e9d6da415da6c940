// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"
#include "core/contract/fault.h"
#include "core/contract/resources.h"

#include <vector>

namespace gatehouse::config {

// The operator's prices of a provider's models: what is not given stays unknown, the model's limits stay those of the
// list. Outside the days of a dated price the undated one counts, or the listed one.
void setPrices(Provider& provider, const std::vector<contract::PriceSpec>& specs, const catalog::Prices* listed);

// A model whose price stands twice for the same day, days in the wrong order, tiers twice.
contract::Faults checkPrices(const contract::ProviderSpec& provider, const contract::Path& path);

} // namespace gatehouse::config
