// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/presets.h"
#include "core/contract/fault.h"
#include "core/contract/resources.h"

namespace gatehouse::config {

// What a description cannot say of a document: unique ids, presets, features that this version lacks.
contract::Faults checkRules(const contract::Document& document, const Presets& presets);

// A circuit that may rest for longer than at most.
contract::Faults checkBreaker(const contract::ProviderSpec& provider, const contract::Path& path);

// A model whose price stands twice in a provider.
contract::Faults checkPrices(const contract::ProviderSpec& provider, const contract::Path& path);

} // namespace gatehouse::config
