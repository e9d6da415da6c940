// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"

#include <boost/json/value.hpp>
#include <string_view>

namespace gatehouse::admin {

// A price as the API shows it, or null where it is unknown. "set": the operator's own.
boost::json::value priceJson(const catalog::ModelPrice* price, bool set);

// Of a model at a provider.
boost::json::value priceJson(const config::Snapshot& snapshot, const config::Provider& provider,
                             std::string_view model);

} // namespace gatehouse::admin
