// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/chain_specs.h"
#include "core/prompts/version_diff.h"

namespace gatehouse::chains {

// What differs between two versions of a chain, for people: steps, inputs and outputs by their names. Comment, author
// and time do not count. Pure.
std::vector<prompts::FieldChange> differences(const contract::ChainVersionSpec& before,
                                              const contract::ChainVersionSpec& after);

} // namespace gatehouse::chains
