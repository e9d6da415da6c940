// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gatehouse::app {

inline constexpr const char* versionText = GATEHOUSE_VERSION;

} // namespace gatehouse::app
