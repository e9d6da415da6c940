// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/clock.h"
#include "core/base/network_way.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/contract/user_specs.h"
#include "core/http/upstream.h"
#include "core/identity/oidc.h"

#include <boost/json/object.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>

// Signing in with who vouches elsewhere (OpenID Connect). What goes out goes to the operator's provider, and to the
// addresses that it names itself.
namespace gatehouse::admin {

// What a provider is asked with.
struct OidcQuestion {
    contract::OidcSpec provider;
    std::string redirect;
    NetworkWayPtr way; // to the issuer
};

// A sign-in under way.
struct OidcAttempt {
    contract::OidcSpec provider;
    identity::Discovery discovery;
    identity::OidcAttempt secrets;
    SharedSecret clientSecret; // null: a public client
    MonotonicTime until{};
};

// What goes back to who began: the page that finishes must know "flow", so that nobody is led into another's account.
struct OidcStart {
    std::string url;
    std::string state;
    std::string flow;
};

// Sign-ins that were begun, by their flow: few, for ten minutes, each good for one answer. Control thread.
class OidcAttempts {
public:
    static constexpr std::size_t most = 512;
    static constexpr std::chrono::minutes patience{10};

    // Its flow. When there are too many, the oldest goes.
    std::string add(std::shared_ptr<OidcAttempt> attempt, MonotonicTime now);
    // Null where there is none, it is too late, or it has another state.
    std::shared_ptr<OidcAttempt> take(std::string_view flow, std::string_view state, MonotonicTime now);

private:
    std::map<std::string, std::shared_ptr<OidcAttempt>, std::less<>> m_attempts; // by digest of the flow
};

// What asking takes, on one I/O thread.
struct OidcTools {
    Executor executor;
    http::Upstream& network;
    const Clock& clock;
};

// Errors: Unavailable oidc_unreachable, oidc_discovery.
Task<Result<identity::Discovery>> discover(OidcTools tools, std::string issuer, NetworkWayPtr way);
// The claims of the ID token that the code is worth. Errors: Unavailable oidc_unreachable, oidc_keys; Unauthorized
// oidc_code (the provider said no), oidc_token.
struct OidcWays {
    NetworkWayPtr token;
    NetworkWayPtr keys;
};
Task<Result<boost::json::object>> redeem(OidcTools tools, std::shared_ptr<const OidcAttempt> attempt, std::string code,
                                         OidcWays ways);

} // namespace gatehouse::admin
