// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/objects.h"
#include "core/config/products.h"
#include "core/contract/fault.h"

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

namespace gatehouse::config {

// Where objects of the snapshot stand that products name.
struct ProductPlaces {
    const std::unordered_map<std::string, std::size_t>& teams;
    const std::unordered_map<std::string, std::size_t>& apps;
    std::function<void(std::string)> warn;
    std::function<std::shared_ptr<const services::Service>(const contract::ServiceSpec&, const std::string& api,
                                                           const std::string& version)>
        service; // empty: services are left out
};

// Objects to products; null where there are none. Faults where a stored body is none of ours. Control thread.
contract::Checked<std::shared_ptr<const Products>> buildProducts(const Objects& objects, const ProductPlaces& places);

} // namespace gatehouse::config
