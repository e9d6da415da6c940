// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse::dialects::mapping {

// resources/catalogue/mappings.json, as the build put it into the binary. Lives as long as the process.
std::string_view embeddedMappings();

} // namespace gatehouse::dialects::mapping
