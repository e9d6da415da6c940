// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/ownership.h"
#include "core/config/objects.h"
#include "core/config/plan.h"
#include "core/store/audit.h"

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <vector>

// Whose an entry of the audit log is, decided when it is written, and what of it a team may see.
namespace gatehouse::admin {

// "before" and "after" are all objects in these states. Of a user those teams in which he changed.
std::vector<store::AuditTeam> auditTeamsOf(const config::Change& change, const config::Objects& before,
                                           const config::Objects& after);
// Of something that was done with an object and did not change it.
std::vector<store::AuditTeam> auditTeamsOf(const Owners& owners);

// What a team sees of a user: who he is, and his roles there. None where he has none there.
std::optional<boost::json::object> userAmong(const boost::json::object& user, const std::vector<std::string>& teams);

} // namespace gatehouse::admin
