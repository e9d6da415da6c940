// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/caller.h"
#include "core/admin/control_service.h"
#include "core/admin/sign_in_oidc.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/base/network_way.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/config/build.h"
#include "core/contract/user_specs.h"
#include "core/identity/failure_count.h"
#include "core/identity/password_thread.h"
#include "core/identity/session_table.h"
#include "core/secrets/stash.h"
#include "core/store/people.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::admin {

struct SignInParts {
    store::PeopleRepository& people;
    ControlService& control;
    secrets::SecretStash& stash;      // of the key that seals secrets of authenticator apps
    config::SecretResolver& resolver; // reads that key, and secrets of clients
    const Clock& clock;
    Log& log;
    // How the addresses of a provider of OpenID Connect are reached. Empty: directly.
    std::function<Result<NetworkWayPtr>(const std::string& url)> way{};
};

// Names in the key chain and the vault that belong to the gateway itself: nobody writes or reads them by the admin API.
inline constexpr std::string_view reservedSecrets = "gatehouse.";

// Users of console and portal: their passwords, second factors and sessions. Control thread, but for what says
// otherwise. Nothing here waits for a password to be hashed: that is done on passwords(), between two calls.
//
// Errors: Unauthorized wrong_credentials (one answer for who is unknown, disabled, has no password or another one),
// code_required, wrong_code; Limited too_many_attempts; Forbidden password_sign_in_off; those of store and key chain.
class SignInDesk {
public:
    explicit SignInDesk(SignInParts parts);

    // Sessions of before. Once, when the configuration stands.
    Result<void> load();
    // After each change of the configuration: who is gone or disabled has no session, who is gone no password.
    void look(const Configuration& standing);
    // Now and then: forgets what has expired, writes down when sessions were used.
    void sweep();

    // Who has this token; nothing where nobody has. Any thread, without waiting.
    std::optional<Caller> callerOf(std::string_view token, identity::Use use = identity::Use::Marks) const;
    identity::PasswordThread& passwords() { return m_passwords; }

    contract::SignInSpec settings() const;

    // A password that was sent, to be compared with a hash, whoever it is of.
    struct Question {
        std::string user; // "" = nobody
        std::string hash;
        std::string email;
        std::string address;
    };
    Result<Question> ask(std::string_view email, std::string_view address);
    struct Opened {
        Secret token; // once
        identity::SessionPtr session;
    };
    Result<Opened> openByPassword(const Question& question, bool fits, const Secret& code);

    // A user's own password, before it is changed.
    Result<Question> askOwn(std::string_view user, std::string_view address);
    Result<void> checkOwn(const Question& question, bool fits);
    // Ends the user's sessions but the one that is named.
    Result<void> setPassword(std::string_view user, std::string hash, std::string_view keptSession,
                             std::string_view actor);
    // What a password may not be.
    std::vector<std::string> wordsOf(std::string_view user) const;

    // A word that lets its holder set the user's password, once; the earlier one is void. It holds for three days.
    struct Invitation {
        Secret token;
        WallMicros expires = 0;
    };
    Result<Invitation> invite(std::string_view user, std::string_view actor);
    // Whom it is of; Unauthorized invalid_invitation.
    Result<std::string> invited(const Secret& token, std::string_view address);

    // An authenticator app: made, then confirmed by a code of it; the codes for a lost one are told once.
    struct NewTotp {
        std::string secret; // base 32, to be typed
        Secret uri;
    };
    Result<NewTotp> beginTotp(std::string_view user, std::string_view actor);
    Result<std::vector<std::string>> confirmTotp(std::string_view user, std::string_view code, std::string_view actor);
    // By himself with a code; by who manages users without.
    Result<void> removeOwnTotp(std::string_view user, const Secret& code, std::string_view actor);
    Result<void> removeTotp(std::string_view user, std::string_view actor);
    // What is set of a user.
    struct Factors {
        bool password = false;
        bool totp = false;
        std::size_t recoveryCodes = 0;
    };
    Result<Factors> factorsOf(std::string_view user);

    // Any thread.
    std::vector<identity::SessionPtr> sessions() const;
    // False where there is none.
    Result<bool> endSession(std::string_view id, std::string_view actor);

    // OpenID Connect: what to ask the provider with, and what its answer leads to.
    Result<OidcQuestion> askOidc(std::string_view provider, std::string_view redirect, std::string_view ownOrigin);
    OidcStart beginOidc(OidcQuestion question, identity::Discovery discovery);
    // It is taken: a second try with the same begins anew. Errors: Unauthorized oidc_attempt.
    Result<std::shared_ptr<OidcAttempt>> takeOidc(std::string_view flow, std::string_view state);
    Result<Opened> openByOidc(const OidcAttempt& attempt, const boost::json::object& claims, std::string_view address);
    Result<NetworkWayPtr> wayTo(const std::string& url) const;

private:
    Result<Opened> open(std::string_view user, std::string_view way, std::string_view address, std::string grants,
                        bool secondFactor);
    Result<void> endAll(std::string_view user, std::string_view but);
    Result<void> checkSecondFactor(store::UserCredentials& credentials, const Secret& code);
    Result<store::UserCredentials> credentialsOf(std::string_view user);
    Result<SharedSecret> sealKey(bool make);
    Result<std::optional<Secret>> totpSecretOf(const store::UserCredentials& credentials);
    void markSecondFactor(std::string_view user, bool has);
    Result<std::string> userOf(const OidcAttempt& attempt, const boost::json::object& claims);
    Result<std::string> newcomer(const OidcAttempt& attempt, const boost::json::object& claims);
    Result<void> limited(std::string_view account, std::string_view address) const;
    void failed(std::string_view account, std::string_view address);

    SignInParts m_with;
    identity::SessionTable m_sessions;
    identity::FailureCount m_accounts;
    identity::FailureCount m_addresses;
    OidcAttempts m_attempts;
    SharedSecret m_sealKey;
    identity::PasswordThread m_passwords;
};

} // namespace gatehouse::admin
