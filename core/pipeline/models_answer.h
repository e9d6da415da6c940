// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/snapshot.h"
#include "core/dialects/dialect.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::pipeline {

// GET …/models: the names that an application may ask for (its routes and the demo models), in the client's form.
std::string listModels(const config::Snapshot& snapshot, const config::App& app, dialects::Dialect dialect);

// GET …/models/{model}; nothing where the application may not ask for it.
std::optional<std::string> describeModel(const config::Snapshot& snapshot, const config::App& app,
                                         std::string_view model, dialects::Dialect dialect);

} // namespace gatehouse::pipeline
