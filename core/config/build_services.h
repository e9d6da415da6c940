// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/build.h"
#include "core/contract/service_specs.h"
#include "core/services/service.h"

#include <functional>
#include <string>
#include <string_view>

namespace gatehouse::config {

struct ServiceSurroundings {
    const BuildInput& input;
    std::function<Result<SharedSecret>(std::string_view reference)> secret;
    std::function<void(std::string)> warn;
};

// A service of a published API, compiled. Null, with a warning, where it cannot be used as it is written. Control
// thread.
services::ServicePtr buildService(const contract::ServiceSpec& spec, const std::string& api, const std::string& version,
                                  const ServiceSurroundings& around);

} // namespace gatehouse::config
