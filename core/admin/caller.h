// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/permission.h"

#include <functional>
#include <string>
#include <string_view>

namespace gatehouse::admin {

// Who calls the admin API: the operator, who has its token and may do everything, or a user who signed in. A value;
// any thread.
class Caller {
public:
    using Rights = std::function<bool(contract::Permission, std::string_view team)>;

    Caller() = default; // the operator
    Caller(std::string user, std::string session, Rights rights)
        : m_user(std::move(user)), m_session(std::move(session)), m_rights(std::move(rights)) {}

    bool isOperator() const { return m_user.empty(); }
    const std::string& user() const { return m_user; }       // id; empty: the operator
    const std::string& session() const { return m_session; } // id; empty: the operator
    // In this team; without one, in the whole organisation.
    bool may(contract::Permission permission, std::string_view team = {}) const {
        return isOperator() || (m_rights && m_rights(permission, team));
    }
    // As audit entries and objects name him: "ada", or "admin".
    std::string name() const { return isOperator() ? "admin" : m_user; }

private:
    std::string m_user;
    std::string m_session;
    Rights m_rights;
};

} // namespace gatehouse::admin
