// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/permission.h"
#include "core/contract/rights.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::admin {

// A role, in one team or in the whole organisation.
struct Grant {
    contract::Role role = contract::Role::Member;
    std::string team; // "" = the whole organisation
    bool operator==(const Grant&) const = default;
};

// Who calls the admin API: the operator, who has its token and may do everything, or a user who signed in. A value;
// any thread.
class Caller {
public:
    // Restricted: nothing but his own account is open to him until he has the second factor that is asked of all.
    enum class Standing { Full, Restricted };

    Caller() = default; // the operator
    Caller(std::string user, std::string session, std::vector<Grant> grants, Standing standing = Standing::Full)
        : m_user(std::move(user)), m_session(std::move(session)), m_grants(std::move(grants)), m_standing(standing) {}

    bool isOperator() const { return m_user.empty(); }
    const std::string& user() const { return m_user; }       // id; empty: the operator
    const std::string& session() const { return m_session; } // id; empty: the operator
    const std::vector<Grant>& grants() const { return m_grants; }
    bool restricted() const { return m_standing == Standing::Restricted; }
    // As audit entries and objects name him: "ada", or "admin".
    std::string name() const { return isOperator() ? "admin" : m_user; }

    // In this team; without one, in the whole organisation.
    bool may(contract::Permission permission, std::string_view team = {}) const;
    // In the organisation, or in one team at least.
    bool maySomewhere(contract::Permission permission) const;
    // The teams in which he may by grants of their own.
    std::vector<std::string> teamsWith(contract::Permission permission) const;

    bool isOwner() const; // of the organisation; the operator too
    // Nobody grants more than he has.
    bool mayGrant(const Grant& grant) const;
    bool mayGrant(const std::vector<Grant>& all) const;

private:
    std::string m_user;
    std::string m_session;
    std::vector<Grant> m_grants;
    Standing m_standing = Standing::Full;
};

} // namespace gatehouse::admin
