// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/admin/conformance_board.h"
#include "core/async/task.h"
#include "core/conformance/trial.h"

#include <memory>

namespace gatehouse::admin {

// Leads a run that the board began: each dialect by itself, its features one after the other, all on this I/O thread.
// Keeps the result in the profile and tells the watchers of it in the end.
void startConformance(AdminDependencies& with, Executor executor, std::shared_ptr<ConformanceRun> run,
                      std::shared_ptr<const conformance::GatewayPlace> place,
                      std::shared_ptr<const conformance::Subject> subject);

// What is kept of finished runs. Control thread; "settings" is the profile's.
std::optional<boost::json::object> keptRun(store::SettingsRepository& settings, std::string_view model);
boost::json::array keptSummaries(store::SettingsRepository& settings); // the newest first
Result<void> keepRun(store::SettingsRepository& settings, const boost::json::object& run);
Result<bool> dropRun(store::SettingsRepository& settings, std::string_view model); // false where none was kept

} // namespace gatehouse::admin
