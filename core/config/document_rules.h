// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/presets.h"
#include "core/contract/document_spec.h"
#include "core/contract/fault.h"

#include <string>
#include <vector>

namespace gatehouse::config {

// What a description cannot say of a document: unique ids, presets, features that this version lacks.
contract::Faults checkRules(const contract::Document& document, const Presets& presets);

// Networks that are none: bits behind the prefix that are not zero, a prefix that is too long.
void checkNetworks(const std::vector<std::string>& list, const contract::Path& path, contract::Faults& faults);

// Those of a team, an application or a key.
template <typename Spec>
void checkAccess(const Spec& spec, const contract::Path& path, contract::Faults& faults) {
    checkNetworks(spec.allowFrom, contract::Path(path, "allow_from"), faults);
    checkNetworks(spec.denyFrom, contract::Path(path, "deny_from"), faults);
}

// A circuit that may rest for longer than at most.
contract::Faults checkBreaker(const contract::ProviderSpec& provider, const contract::Path& path);

} // namespace gatehouse::config
