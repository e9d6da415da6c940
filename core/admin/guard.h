// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/answer.h"
#include "core/admin/caller.h"
#include "core/admin/operation.h"
#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/http/exchange.h"
#include "core/identity/session_table.h"

#include <string>
#include <vector>

namespace gatehouse::admin {

class SignInDesk;

// Through which door a request came. The portal's, on the gateway's listener, is for users only: the operator's token
// opens nothing there.
enum class Door { Admin, Portal };

// Who may call the admin API: no web page that this listener did not serve (the listener checks Host and Origin as
// well), and only who has the operator's token, or the token of a session. Immutable; any thread, without waiting.
class Guard {
public:
    // desk: null where nobody signs in.
    Guard(const SharedSecret& token, std::vector<std::string> origins, const SignInDesk* desk);

    // Of an open operation nobody: a caller without rights. Errors: Forbidden (foreign_origin, cross_site),
    // Unauthorized (missing_token, invalid_token).
    Result<Caller> check(const http::Exchange& exchange, Access access, Door door = Door::Admin) const;
    // The same caller once more, while his request goes on: that is no use that keeps his session.
    Result<Caller> checkAgain(const http::Exchange& exchange, Door door) const;
    static Answer refusal(const Error& error);

private:
    Result<void> checkOrigin(const http::Exchange& exchange) const;
    Result<Caller> checkToken(const http::Exchange& exchange, Door door, identity::Use use) const;

    Digest m_token; // of the token: comparing digests says nothing about the token's length
    std::vector<std::string> m_origins;
    const SignInDesk* m_desk;
};

} // namespace gatehouse::admin
