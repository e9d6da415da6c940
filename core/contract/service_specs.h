// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Ordinary REST services behind published APIs. Descriptions: describe_services.cpp.
namespace gatehouse::contract {

struct ServiceServerSpec {
    std::string url;
    std::uint64_t weight = 1;
};

// Servers that do the same work.
struct ServiceGroupSpec {
    std::string id;
    std::vector<ServiceServerSpec> servers;
};

struct ServiceSpec {
    std::vector<ServiceGroupSpec> groups;
};

} // namespace gatehouse::contract
