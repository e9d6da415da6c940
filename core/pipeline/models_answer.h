// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/access/access_rules.h"
#include "core/config/snapshot.h"
#include "core/dialects/dialect.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::pipeline {

// GET …/models: the names that a caller may ask for (the application's routes and the demo models), in the client's
// form. "only": of these; null: all.
std::string listModels(const config::Snapshot& snapshot, const config::App& app, const access::AccessRules& rules,
                       dialects::Dialect dialect, const std::vector<std::string>* only = nullptr);

// GET …/models/{model}; nothing where the application may not ask for it.
std::optional<std::string> describeModel(const config::Snapshot& snapshot, const config::App& app,
                                         const access::AccessRules& rules, std::string_view model,
                                         dialects::Dialect dialect);

} // namespace gatehouse::pipeline
