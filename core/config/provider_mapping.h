// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/fault.h"
#include "core/contract/resources.h"
#include "core/dialects/provider_form.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::dialects {
class Mapping;
} // namespace gatehouse::dialects

namespace gatehouse::config {

// The mapping of a provider's bodies: as it is written, else the one that its form begins with; null where the form has
// bodies of its own and none is written. Faults: a mapping that cannot be read, that is missing, or that the form has
// no use for; they name the field.
contract::Checked<std::shared_ptr<const dialects::Mapping>>
mappingOf(const contract::ProviderSpec& spec, dialects::ProviderForm form, const contract::Path& path);

// Headers that go with every request, their names in small letters. Faults: those that the gateway sets itself, that
// hold a credential, or that stand twice.
contract::Checked<std::vector<std::pair<std::string, std::string>>> headersOf(const contract::ProviderSpec& spec,
                                                                              const contract::Path& path);

} // namespace gatehouse::config
