// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

// The files of resources/catalogue, as the build put them into the binary. They live as long as the process.
namespace gatehouse::catalog {

std::string_view embeddedProviders();
std::string_view embeddedPrices();

} // namespace gatehouse::catalog
