// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/operation.h"

#include <boost/json/object.hpp>

namespace gatehouse::admin {

void addSignInOperations(Operations& out);  // ways to sign in, OpenID Connect, invitations, sessions
void addAccountOperations(Operations& out); // the own account: password, second factor, rights
void addUserOperations(Operations& out);    // what is done for users beside their configuration
void addMemberOperations(Operations& out);  // the members of teams
void addPeopleSchemas(boost::json::object& out);

} // namespace gatehouse::admin
