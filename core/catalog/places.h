// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::catalog {

// The {NAME} places of an address, each once, in the order in which they stand.
std::vector<std::string> placesIn(std::string_view address);

struct FilledAddress {
    std::string text;
    std::vector<std::string> missing; // places that nothing was given for
};
// The address with what stands for its places. Vertex's hosts of locations that are no region are written as Google
// has them (https://cloud.google.com/vertex-ai/docs/general/locations: "global" has no prefix, "us" and "eu" are
// multi-regions).
FilledAddress fillPlaces(std::string_view address, const std::map<std::string, std::string>& places);

} // namespace gatehouse::catalog
