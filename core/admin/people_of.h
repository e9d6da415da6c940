// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/config/objects.h"
#include "core/config/plan.h"
#include "core/contract/fault.h"
#include "core/contract/user_specs.h"

#include <string_view>

// Users and how they sign in, as the configuration has them.
namespace gatehouse::admin {

contract::UserSpec userIn(const config::StoredObject& object);
// Null where there is none, or he may not sign in.
const config::StoredObject* enabledUser(const config::Objects& objects, std::string_view id);
// Small and capital letters are the same in addresses.
const config::StoredObject* userWithEmail(const config::Objects& objects, std::string_view email);
const config::StoredObject* userOfSubject(const config::Objects& objects, std::string_view provider,
                                          std::string_view subject);
// E-mail addresses and subjects are one user's each. What the plan made of them; nothing where it is about no users.
contract::Faults faultsOfUsers(const config::Plan& plan, const config::Objects& after);
contract::SignInSpec signInOf(const config::Objects& objects);

} // namespace gatehouse::admin
