// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/operation.h"
#include "core/contract/chain_specs.h"
#include "core/contract/prompt_specs.h"

namespace gatehouse::admin {

// What all products in versions have alike: new versions, labels, comparison, going back. For PromptSpec and ChainSpec.
template <typename Spec>
void addVersionOperations(Operations& out);

extern template void addVersionOperations<contract::PromptSpec>(Operations& out);
extern template void addVersionOperations<contract::ChainSpec>(Operations& out);

} // namespace gatehouse::admin
