// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse::catalog {

// Why this version does not speak a dialect of the catalogue, and what can be done instead: a sentence or two; empty
// for one that nothing more can be said of.
std::string_view whyUnspoken(std::string_view dialect);

} // namespace gatehouse::catalog
