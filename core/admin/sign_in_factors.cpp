// SPDX-License-Identifier: Apache-2.0
// Second factors: authenticator apps, and codes for a lost one.
#include "core/admin/people_of.h"
#include "core/admin/sign_in_desk.h"
#include "core/base/digest.h"
#include "core/config/resource.h"
#include "core/identity/encoding.h"
#include "core/identity/seal.h"
#include "core/identity/totp.h"

#include <algorithm>
#include <utility>

namespace gatehouse::admin {
namespace {

constexpr std::string_view sealName = "gatehouse.sign_in"; // under reservedSecrets
constexpr std::string_view issuer = "Gatehouse";

std::string sealedFor(std::string_view user) {
    return "totp " + std::string(user);
}

tl::unexpected<Error> wrongCode() {
    return failure(ErrorKind::Unauthorized, "wrong_code",
                   "This code is wrong, or was used already. Wait for the next one.");
}

// Takes the code's digest out of the list; false where it is none of them.
bool takeRecovery(std::string& list, std::string_view code) {
    const auto wanted = toHex(identity::recoveryDigest(code));
    const auto at = list.find(wanted);
    if (at == std::string::npos)
        return false;
    list.erase(at, std::min(wanted.size() + 1, list.size() - at)); // with the blank behind it
    return true;
}

} // namespace

Result<SharedSecret> SignInDesk::sealKey(bool make) {
    if (m_sealKey != nullptr)
        return m_sealKey;
    const auto place = m_with.stash.where(sealName);
    if (!place)
        return tl::unexpected<Error>(place.error());
    std::string reference;
    if (*place) {
        reference = std::string(secrets::nameOf(**place)) + ':' + std::string(sealName);
    } else if (make) {
        const auto key = identity::newSealKey();
        auto put = m_with.stash.put(sealName, key);
        if (!put)
            return tl::unexpected<Error>(std::move(put.error()));
        reference = std::move(*put);
    } else {
        return failure(ErrorKind::Unavailable, "seal_key_missing",
                       "The key that seals second factors is not in this gateway's key chain or vault. An owner can "
                       "remove the second factor, so that it is set up anew.");
    }
    auto read = m_with.resolver.resolve(reference);
    if (!read)
        return tl::unexpected<Error>(std::move(read.error()));
    m_sealKey = std::move(*read);
    return m_sealKey;
}

// Nothing where none was set.
Result<std::optional<Secret>> SignInDesk::totpSecretOf(const store::UserCredentials& credentials) {
    if (credentials.totp.empty())
        return std::optional<Secret>();
    const auto key = sealKey(false);
    if (!key)
        return tl::unexpected<Error>(key.error());
    auto secret = identity::unseal(**key, sealedFor(credentials.user), credentials.totp);
    if (!secret)
        return failure(ErrorKind::Unavailable, "seal_key_other",
                       "The second factor was sealed with another key than this gateway has. An owner can remove it, "
                       "so that it is set up anew.");
    return secret;
}

// What was used is written down before it counts, so that no restart makes it good again.
Result<void> SignInDesk::checkSecondFactor(store::UserCredentials& credentials, const Secret& code) {
    if (!credentials.totpConfirmed)
        return {};
    if (code.empty())
        return failure(ErrorKind::Unauthorized, "code_required",
                       "Send the code of your authenticator app, or one of your recovery codes, in \"code\".");
    // First, since it helps where the app's secret cannot be read any more.
    if (takeRecovery(credentials.recovery, code.reveal()))
        return m_with.people.put(credentials);
    const auto secret = totpSecretOf(credentials);
    if (!secret)
        return tl::unexpected<Error>(secret.error());
    const auto step = *secret ? identity::matchTotp(**secret, code.reveal(), m_with.clock.wall(), credentials.totpStep)
                              : std::nullopt;
    if (!step)
        return wrongCode();
    credentials.totpStep = *step;
    return m_with.people.put(credentials);
}

Result<SignInDesk::NewTotp> SignInDesk::beginTotp(std::string_view user, std::string_view actor) {
    auto credentials = credentialsOf(user);
    if (!credentials)
        return tl::unexpected<Error>(std::move(credentials.error()));
    if (credentials->totpConfirmed)
        return failure(ErrorKind::Conflict, "totp_set",
                       "There is an authenticator app already. Remove it first, with a code of it.");
    const auto key = sealKey(true);
    if (!key)
        return tl::unexpected<Error>(key.error());
    const auto secret = identity::newTotpSecret();
    credentials->totp = identity::seal(**key, sealedFor(user), secret);
    credentials->totpStep = 0;
    credentials->recovery.clear();
    if (auto noted = m_with.control.note("totp.begin", "users", user, actor); !noted)
        return tl::unexpected<Error>(std::move(noted.error()));
    if (auto kept = m_with.people.put(*credentials); !kept)
        return tl::unexpected<Error>(std::move(kept.error()));
    const auto standing = m_with.control.configuration();
    const auto* object = config::findObject(standing->objects, config::Kind::User, user);
    NewTotp made;
    made.secret = identity::toBase32(secret.reveal());
    made.uri = identity::totpUri(secret, issuer, object != nullptr ? userIn(*object).email : std::string(user));
    return made;
}

Result<std::vector<std::string>> SignInDesk::confirmTotp(std::string_view user, std::string_view code,
                                                         std::string_view actor) {
    const auto account = "code " + std::string(user);
    if (auto free = limited(account, {}); !free)
        return tl::unexpected<Error>(std::move(free.error()));
    auto credentials = credentialsOf(user);
    if (!credentials)
        return tl::unexpected<Error>(std::move(credentials.error()));
    if (credentials->totp.empty() || credentials->totpConfirmed)
        return failure(ErrorKind::Conflict, "totp_not_begun",
                       "There is no authenticator app to be confirmed. Begin with POST /me/totp.");
    const auto secret = totpSecretOf(*credentials);
    if (!secret)
        return tl::unexpected<Error>(secret.error());
    const auto step = identity::matchTotp(**secret, code, m_with.clock.wall(), credentials->totpStep);
    if (!step) {
        m_accounts.failed(account);
        auto wrong = wrongCode();
        wrong.value().kind = ErrorKind::Forbidden; // the session is right
        return wrong;
    }
    auto codes = identity::newRecoveryCodes();
    credentials->totpConfirmed = true;
    credentials->totpStep = *step;
    for (const auto& one : codes)
        credentials->recovery += toHex(identity::recoveryDigest(one)) + ' ';
    if (auto noted = m_with.control.note("totp.set", "users", user, actor); !noted)
        return tl::unexpected<Error>(std::move(noted.error()));
    if (auto kept = m_with.people.put(*credentials); !kept)
        return tl::unexpected<Error>(std::move(kept.error()));
    markSecondFactor(user, true);
    return codes;
}

void SignInDesk::markSecondFactor(std::string_view user, bool has) {
    for (const auto& session : m_sessions.all()) {
        if (session->user == user)
            session->secondFactor = has;
    }
    if (auto done = m_with.people.markSecondFactor(user, has); !done)
        m_with.log.warning("sign_in.store_failed", {{"message", done.error().message}});
}

Result<void> SignInDesk::removeOwnTotp(std::string_view user, const Secret& code, std::string_view actor) {
    const auto account = "code " + std::string(user);
    if (auto free = limited(account, {}); !free)
        return free;
    auto credentials = credentialsOf(user);
    if (!credentials)
        return tl::unexpected<Error>(std::move(credentials.error()));
    if (auto checked = checkSecondFactor(*credentials, code); !checked) {
        m_accounts.failed(account);
        checked.error().kind = ErrorKind::Forbidden; // the session is right
        return checked;
    }
    return removeTotp(user, actor);
}

Result<void> SignInDesk::removeTotp(std::string_view user, std::string_view actor) {
    auto credentials = credentialsOf(user);
    if (!credentials)
        return tl::unexpected<Error>(std::move(credentials.error()));
    if (credentials->totp.empty())
        return {};
    credentials->totp.clear();
    credentials->totpConfirmed = false;
    credentials->recovery.clear();
    if (auto noted = m_with.control.note("totp.remove", "users", user, actor); !noted)
        return noted;
    if (auto kept = m_with.people.put(*credentials); !kept)
        return kept;
    markSecondFactor(user, false);
    return {};
}

Result<SignInDesk::Factors> SignInDesk::factorsOf(std::string_view user) {
    const auto credentials = credentialsOf(user);
    if (!credentials)
        return tl::unexpected<Error>(credentials.error());
    Factors factors;
    factors.password = !credentials->password.empty();
    factors.totp = credentials->totpConfirmed;
    factors.recoveryCodes =
        static_cast<std::size_t>(std::count(credentials->recovery.begin(), credentials->recovery.end(), ' '));
    return factors;
}

} // namespace gatehouse::admin
