// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/answer.h"
#include "core/admin/caller.h"
#include "core/admin/control_service.h"
#include "core/admin/operation.h"
#include "core/config/plan.h"
#include "core/contract/filter.h"

#include <optional>

// What is open to a caller: by his permissions, and where those are of teams, of these teams' things only. What is not
// known to keep teams apart is closed to who has no permission in the whole organisation.
namespace gatehouse::admin {

// Before anything is done: 403 where a permission is missing, 404 where the object is another team's, as if it did not
// exist. Nothing where the operation may begin.
std::optional<Answer> refuseOperation(const Operation& operation, const config::Objects& objects,
                                      const Request& request);
// The same for what a body says, once it was read.
std::optional<Answer> refuseBody(const Operation& operation, const config::Objects& objects, const Request& request);

// All changes of a plan, before they are made: Forbidden, or Conflict last_owner.
std::optional<Error> refusePlan(const Caller& caller, contract::Permission permission, const config::Objects& before,
                                const config::Objects& after, const config::Plan& plan);

// Whose changes are made while it lives. Control thread.
class AsCaller {
public:
    AsCaller(ControlService& control, const Caller& caller, contract::Permission permission) : m_control(control) {
        m_control.setCaller(&caller, permission);
    }
    ~AsCaller() { m_control.setCaller(nullptr); }
    AsCaller(const AsCaller&) = delete;
    AsCaller& operator=(const AsCaller&) = delete;

private:
    ControlService& m_control;
};

// Only what is recorded of the caller's teams.
void narrow(contract::Filter& filter, const Caller& caller, contract::Permission permission);
// Whether something of that team is open to him.
bool sees(const Caller& caller, contract::Permission permission, const std::string& team);

// Whether he sees money of that scope: "team", "app", "key" with its id; of other scopes, the whole organisation's.
bool seesMoney(const Caller& caller, const config::Objects& objects, std::string_view scope, const std::string& id);

} // namespace gatehouse::admin
