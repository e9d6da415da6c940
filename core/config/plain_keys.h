// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/config/plan.h"
#include "core/contract/resources.h"

#include <cstddef>
#include <string>
#include <vector>

namespace gatehouse::config {

// Moves the plain keys of a provider into the stash and puts references in their place. Answers how many there were;
// "warnings" gets a sentence for each.
Result<std::size_t> stashPlainKeys(contract::ProviderSpec& provider, SecretStash& stash,
                                   std::vector<std::string>& warnings);

} // namespace gatehouse::config
