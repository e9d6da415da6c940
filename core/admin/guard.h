// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/answer.h"
#include "core/admin/operation.h"
#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/http/exchange.h"

#include <string>
#include <vector>

namespace gatehouse::admin {

// Who may call the admin API: no web page that this listener did not serve (the listener checks Host and Origin as
// well), and only who has the token. Immutable; any thread.
class Guard {
public:
    Guard(const SharedSecret& token, std::vector<std::string> origins);

    // Errors: Forbidden (foreign_origin, cross_site), Unauthorized (missing_token, invalid_token).
    Result<void> check(const http::Exchange& exchange, Access access) const;
    static Answer refusal(const Error& error);

private:
    Result<void> checkOrigin(const http::Exchange& exchange) const;
    Result<void> checkToken(const http::Exchange& exchange) const;

    Digest m_token; // of the token: comparing digests says nothing about the token's length
    std::vector<std::string> m_origins;
};

} // namespace gatehouse::admin
