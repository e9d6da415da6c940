// SPDX-License-Identifier: Apache-2.0
// Sessions and passwords of users.
#include "core/admin/sign_in_desk.h"

#include "core/admin/ownership.h"
#include "core/admin/people_of.h"
#include "core/base/digest.h"
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/config/resource.h"
#include "core/contract/json_text.h"
#include "core/identity/encoding.h"
#include "core/identity/password.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <set>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using config::Kind;

constexpr std::size_t mostSessionsOfOne = 50;
constexpr std::size_t mostEmail = 254;
constexpr std::chrono::hours invitationHolds{72};
constexpr std::string_view invitationPrefix = "ghi_";

constexpr std::string_view passwordWay = "password"; // others are called by the ids of their providers

// From one address more is borne than for one account: an office comes from one.
constexpr identity::FailureCount::Rule addressRule{
    .failures = 50, .window = std::chrono::seconds(300), .wait = std::chrono::seconds(60), .most = 4096};

tl::unexpected<Error> wrongCredentials() {
    return failure(ErrorKind::Unauthorized, "wrong_credentials",
                   "This e-mail address and this password do not belong together, or the account is disabled.");
}

bool isLoopback(std::string_view address) {
    return address.starts_with("127.") || address == "::1";
}

// Grants of the way of signing in, which stand in its session: as long as a rule of that way gives them.
std::vector<Grant> grantsOf(const identity::Session& session, const contract::SignInSpec& settings) {
    if (session.grants.empty())
        return {};
    auto list = contract::parseJson(session.grants);
    if (!list)
        return {};
    auto grants = grantsIn(json::object{{"grants", std::move(*list)}});
    std::erase_if(grants, [&](const Grant& grant) {
        return std::none_of(settings.oidc.begin(), settings.oidc.end(), [&](const contract::OidcSpec& provider) {
            return provider.id == session.way &&
                   std::any_of(provider.groups.begin(), provider.groups.end(), [&](const auto& rule) {
                       return rule.role == nameOf(grant.role) && rule.team.value_or("") == grant.team;
                   });
        });
    });
    return grants;
}

// Is the way that it came by one of those that are open?
bool wayStands(const identity::Session& session, const contract::SignInSpec& settings) {
    if (session.way == passwordWay && settings.password)
        return true;
    return std::any_of(settings.oidc.begin(), settings.oidc.end(),
                       [&](const contract::OidcSpec& provider) { return provider.id == session.way; });
}

store::StoredSession stored(const identity::Session& session) {
    store::StoredSession out;
    out.id = session.id;
    out.digest = toHex(session.digest);
    out.user = session.user;
    out.created = session.created;
    out.expires = session.expires;
    out.used = session.used;
    out.address = session.address;
    out.way = session.way;
    out.grants = session.grants;
    out.secondFactor = session.secondFactor;
    return out;
}

std::shared_ptr<identity::Session> restored(const store::StoredSession& session) {
    const auto digest = digestFromHex(session.digest);
    if (!digest)
        return nullptr;
    auto out = std::make_shared<identity::Session>();
    out->id = session.id;
    out->digest = *digest;
    out->user = session.user;
    out->created = session.created;
    out->expires = session.expires;
    out->used = session.used;
    out->address = session.address;
    out->way = session.way;
    out->grants = session.grants;
    out->secondFactor = session.secondFactor;
    return out;
}

WallMicros micros(std::chrono::microseconds time) {
    return time.count();
}

} // namespace

SignInDesk::SignInDesk(SignInParts parts)
    : m_with(std::move(parts)), m_accounts(m_with.clock), m_addresses(m_with.clock, addressRule) {}

contract::SignInSpec SignInDesk::settings() const {
    return signInOf(m_with.control.configuration()->objects);
}

Result<void> SignInDesk::load() {
    auto kept = m_with.people.sessions();
    if (!kept)
        return tl::unexpected<Error>(std::move(kept.error()));
    std::vector<identity::SessionPtr> sessions;
    const auto before = m_sessions.all();
    for (const auto& session : *kept) {
        auto made = restored(session);
        if (made == nullptr)
            continue;
        // This process may know of a later use than the store does.
        for (const auto& known : before) {
            if (known->id == made->id)
                made->used = std::max(made->used.load(), known->used.load());
        }
        sessions.push_back(std::move(made));
    }
    m_sessions.replace(std::move(sessions));
    look(*m_with.control.configuration());
    sweep();
    return {};
}

void SignInDesk::look(const Configuration& standing) {
    const auto settings_ = signInOf(standing.objects);
    m_sessions.setIdle(std::chrono::duration_cast<std::chrono::seconds>(settings_.idle.value));
    const auto ended = m_sessions.endWhere([&](const identity::Session& session) {
        return enabledUser(standing.objects, session.user) == nullptr || !wayStands(session, settings_);
    });
    auto done = m_with.people.end(ended);
    if (const auto known = m_with.people.known(); known && done) {
        for (const auto& user : *known) {
            if (config::findObject(standing.objects, Kind::User, user) == nullptr)
                done = m_with.people.forget(user);
        }
    }
    if (!done)
        m_with.log.warning("sign_in.store_failed", {{"message", done.error().message}});
}

void SignInDesk::sweep() {
    const auto now = m_with.clock.wall();
    const auto ended =
        m_sessions.endWhere([&](const identity::Session& session) { return !m_sessions.holds(session, now); });
    auto done = m_with.people.end(ended);
    std::vector<store::StoredSession> used;
    for (const auto& session : m_sessions.all())
        used.push_back(stored(*session));
    if (done)
        done = m_with.people.used(used);
    if (!done)
        m_with.log.warning("sign_in.store_failed", {{"message", done.error().message}});
}

std::optional<Caller> SignInDesk::callerOf(std::string_view token, identity::Use use) const {
    const auto session = m_sessions.find(token, m_with.clock.wall(), use);
    if (session == nullptr)
        return std::nullopt;
    const auto standing = m_with.control.configuration();
    const auto* object = enabledUser(standing->objects, session->user);
    if (object == nullptr)
        return std::nullopt;
    auto grants = grantsIn(object->body);
    const auto settings_ = signInOf(standing->objects);
    if (!wayStands(*session, settings_)) // it ends in a moment, on the control thread
        return std::nullopt;
    for (auto& grant : grantsOf(*session, settings_))
        grants.push_back(std::move(grant));
    const bool lacks = session->way == passwordWay && !session->secondFactor && settings_.totp == "required";
    return Caller(session->user, session->id, std::move(grants),
                  lacks ? Caller::Standing::Restricted : Caller::Standing::Full);
}

Result<void> SignInDesk::limited(std::string_view account, std::string_view address) const {
    const auto wait = std::max(m_accounts.mustWait(account).value_or(std::chrono::seconds(0)),
                               m_addresses.mustWait(address).value_or(std::chrono::seconds(0)));
    if (wait.count() == 0)
        return {};
    return failure(ErrorKind::Limited, "too_many_attempts",
                   "There were too many failed attempts. Wait " + std::to_string(wait.count()) +
                       " seconds and try again.");
}

void SignInDesk::failed(std::string_view account, std::string_view address) {
    m_accounts.failed(account);
    if (!isLoopback(address))
        m_addresses.failed(address);
    m_with.log.warning("sign_in.refused",
                       {{"address", address}}); // not the name: it may be a password in the wrong place
}

Result<SignInDesk::Question> SignInDesk::ask(std::string_view email, std::string_view address) {
    const auto standing = m_with.control.configuration();
    if (!signInOf(standing->objects).password)
        return failure(ErrorKind::Forbidden, "password_sign_in_off",
                       "Signing in with a password is switched off; use one of the other ways.");
    Question question;
    question.email = toLower(email.substr(0, mostEmail));
    question.address = address;
    question.hash = identity::nobodysHash();
    if (auto free = limited(question.email, address); !free)
        return tl::unexpected<Error>(std::move(free.error()));
    const auto* object = userWithEmail(standing->objects, email);
    if (object == nullptr || enabledUser(standing->objects, object->id) == nullptr)
        return question;
    auto credentials = m_with.people.credentials(object->id);
    if (!credentials)
        return tl::unexpected<Error>(std::move(credentials.error()));
    if (*credentials && !(*credentials)->password.empty()) {
        question.user = object->id;
        question.hash = (*credentials)->password;
    }
    return question;
}

Result<SignInDesk::Opened> SignInDesk::openByPassword(const Question& question, bool fits, const Secret& code) {
    const auto standing = m_with.control.configuration();
    auto credentials = credentialsOf(question.user);
    if (!credentials)
        return tl::unexpected<Error>(std::move(credentials.error()));
    // It may have been changed, or its owner disabled, while it was compared.
    if (!fits || question.user.empty() || credentials->password != question.hash ||
        enabledUser(standing->objects, question.user) == nullptr) {
        failed(question.email, question.address);
        return wrongCredentials();
    }
    if (auto checked = checkSecondFactor(*credentials, code); !checked) {
        if (checked.error().code == "wrong_code")
            failed(question.email, question.address);
        return tl::unexpected<Error>(std::move(checked.error()));
    }
    m_accounts.succeeded(question.email);
    return open(question.user, passwordWay, question.address, {}, credentials->totpConfirmed);
}

Result<SignInDesk::Opened> SignInDesk::open(std::string_view user, std::string_view way, std::string_view address,
                                            std::string grants, bool secondFactor) {
    const auto now = m_with.clock.wall();
    Opened opened{identity::newSessionToken(), nullptr};
    auto session = std::make_shared<identity::Session>();
    session->id = randomText(16, lowerAlphanumeric);
    session->digest = identity::sessionDigest(opened.token.reveal());
    session->user = user;
    session->created = now;
    session->used = now;
    session->expires = now + micros(settings().session.value);
    session->address = address;
    session->way = way;
    session->grants = std::move(grants);
    session->secondFactor = secondFactor;
    if (auto noted =
            m_with.control.note("session.begin", "users", user, std::string(user) + ' ' + std::string(address));
        !noted)
        return tl::unexpected<Error>(std::move(noted.error()));
    if (auto kept = m_with.people.add(stored(*session)); !kept)
        return tl::unexpected<Error>(std::move(kept.error()));
    m_sessions.add(session);
    // Many are a sign of a program that signs in anew each time: the oldest go.
    std::vector<std::string> own;
    for (const auto& known : m_sessions.all()) {
        if (known->user == user)
            own.push_back(known->id);
    }
    for (std::size_t i = 0; i + mostSessionsOfOne < own.size(); ++i) {
        (void)m_sessions.end(own[i]);
        (void)m_with.people.end({own[i]});
    }
    opened.session = std::move(session);
    return opened;
}

std::vector<identity::SessionPtr> SignInDesk::sessions() const {
    auto all = m_sessions.all();
    const auto now = m_with.clock.wall();
    std::erase_if(all, [&](const identity::SessionPtr& session) { return !m_sessions.holds(*session, now); });
    return all;
}

Result<bool> SignInDesk::endSession(std::string_view id, std::string_view actor) {
    std::string user;
    for (const auto& session : m_sessions.all()) {
        if (session->id == id)
            user = session->user;
    }
    if (user.empty())
        return false;
    // Out of the table first: it is refused from here on, whatever the store says.
    (void)m_sessions.end(id);
    if (auto done = m_with.people.end({std::string(id)}); !done)
        return tl::unexpected<Error>(std::move(done.error()));
    if (auto noted = m_with.control.note("session.end", "users", user, actor); !noted)
        return tl::unexpected<Error>(std::move(noted.error()));
    return true;
}

Result<void> SignInDesk::endAll(std::string_view user, std::string_view but) {
    return m_with.people.end(m_sessions.endWhere(
        [&](const identity::Session& session) { return session.user == user && session.id != but; }));
}

Result<store::UserCredentials> SignInDesk::credentialsOf(std::string_view user) {
    auto found = m_with.people.credentials(user);
    if (!found)
        return tl::unexpected<Error>(std::move(found.error()));
    if (*found)
        return std::move(**found);
    store::UserCredentials none;
    none.user = user;
    return none;
}

Result<SignInDesk::Question> SignInDesk::askOwn(std::string_view user, std::string_view address) {
    const std::string account = "user " + std::string(user);
    if (auto free = limited(account, address); !free)
        return tl::unexpected<Error>(std::move(free.error()));
    auto credentials = credentialsOf(user);
    if (!credentials)
        return tl::unexpected<Error>(std::move(credentials.error()));
    Question question;
    question.user = user;
    question.email = account;
    question.address = address;
    question.hash = credentials->password.empty() ? identity::nobodysHash() : credentials->password;
    return question;
}

Result<void> SignInDesk::checkOwn(const Question& question, bool fits) {
    if (fits) {
        m_accounts.succeeded(question.email);
        return {};
    }
    failed(question.email, question.address);
    return failure(ErrorKind::Forbidden, "wrong_password", "This is not your password.");
}

Result<void> SignInDesk::setPassword(std::string_view user, std::string hash, std::string_view keptSession,
                                     std::string_view actor) {
    auto credentials = credentialsOf(user);
    if (!credentials)
        return tl::unexpected<Error>(std::move(credentials.error()));
    credentials->password = std::move(hash);
    credentials->passwordSet = m_with.clock.wall();
    credentials->invitation.clear();
    credentials->invitedUntil = 0;
    if (auto noted = m_with.control.note("password.set", "users", user, actor); !noted)
        return noted;
    if (auto kept = m_with.people.put(*credentials); !kept)
        return kept;
    return endAll(user, keptSession);
}

std::vector<std::string> SignInDesk::wordsOf(std::string_view user) const {
    const auto standing = m_with.control.configuration();
    const auto* object = config::findObject(standing->objects, Kind::User, user);
    if (object == nullptr)
        return {};
    const auto spec = userIn(*object);
    return {spec.id, spec.name, spec.email, "gatehousegatehouse"};
}

Result<SignInDesk::Invitation> SignInDesk::invite(std::string_view user, std::string_view actor) {
    auto credentials = credentialsOf(user);
    if (!credentials)
        return tl::unexpected<Error>(std::move(credentials.error()));
    auto text = std::string(invitationPrefix) + identity::toBase64Url(identity::randomBytes(32));
    credentials->invitation = toHex(sha256(text));
    credentials->invitedUntil = m_with.clock.wall() + micros(invitationHolds);
    if (auto noted = m_with.control.note("user.invite", "users", user, actor); !noted)
        return tl::unexpected<Error>(std::move(noted.error()));
    if (auto kept = m_with.people.put(*credentials); !kept)
        return tl::unexpected<Error>(std::move(kept.error()));
    Invitation made;
    made.token = Secret::take(text);
    made.expires = credentials->invitedUntil;
    return made;
}

Result<std::string> SignInDesk::invited(const Secret& token, std::string_view address) {
    if (auto free = limited("invitations", address); !free && !isLoopback(address))
        return tl::unexpected<Error>(std::move(free.error()));
    auto found = m_with.people.invited(toHex(sha256(token.reveal())));
    if (!found)
        return tl::unexpected<Error>(std::move(found.error()));
    const auto standing = m_with.control.configuration();
    if (!*found || (*found)->invitedUntil <= m_with.clock.wall() ||
        enabledUser(standing->objects, (*found)->user) == nullptr) {
        if (!isLoopback(address))
            m_addresses.failed(address);
        return failure(ErrorKind::Unauthorized, "invalid_invitation",
                       "This invitation was used, has expired, or never was one. Ask for a new one.");
    }
    return (*found)->user;
}

} // namespace gatehouse::admin
