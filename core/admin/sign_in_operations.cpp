// SPDX-License-Identifier: Apache-2.0
// Signing in, and the sessions that come of it.
#include "core/admin/ownership.h"
#include "core/admin/people_operations.h"
#include "core/admin/people_support.h"
#include "core/base/text.h"
#include "core/config/resource.h"
#include "core/identity/password.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::Permission;

constexpr const char* providerIdSchema =
    R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", "minLength": 1})";
constexpr const char* sessionIdSchema = R"({"type": "string", "pattern": "^(current|[a-z0-9]{16})$"})";

json::object sessionJson(const identity::Session& session, std::string_view current) {
    return {{"id", session.id},
            {"user", session.user},
            {"created_at", formatTime(session.created)},
            {"expires_at", formatTime(session.expires)},
            {"used_at", formatTime(session.used)},
            {"address", session.address},
            {"way", session.way},
            {"current", session.id == current}};
}

// The one time that the token is shown: it goes onto the wire to who signed in, and nowhere else.
Answer openedAnswer(const Result<SignInDesk::Opened>& opened) {
    if (!opened)
        return peopleRefusal(opened.error());
    auto body = sessionJson(*opened->session, opened->session->id);
    body["token"] = opened->token.reveal();
    auto answer = jsonAnswer(201, std::move(body));
    answer.with("Cache-Control", "no-store");
    return answer;
}

Answer getWays(AdminDependencies& with, const Request&) {
    if (with.people == nullptr)
        return jsonAnswer(200, json::object{{"password", false}, {"totp", "optional"}, {"oidc", json::array()}});
    const auto settings = with.people->settings();
    json::array oidc;
    for (const auto& provider : settings.oidc)
        oidc.push_back(
            json::object{{"id", provider.id}, {"title", provider.title.empty() ? provider.id : provider.title}});
    return jsonAnswer(
        200, json::object{{"password", settings.password}, {"totp", settings.totp}, {"oidc", std::move(oidc)}});
}

Task<Answer> beginSession(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    if (with.people == nullptr)
        co_return nobodySignsIn();
    auto read = readTexts(*request, {{"email", 1, 254}, {"password", 1, 256}, {"code", 0, 64, false}});
    if (!read)
        co_return problemAnswer(read.error());
    const auto texts = std::make_shared<const SecretTexts>(std::move(*read));
    std::function<Result<SignInDesk::Question>()> ask = [&with, texts, request] {
        return with.people->ask(texts->at("email").reveal(), request->address);
    };
    auto asked = co_await onControl<SignInDesk::Question>(with, executor, std::move(ask));
    if (!asked)
        co_return peopleRefusal(asked.error());
    const auto question = std::make_shared<const SignInDesk::Question>(std::move(*asked));
    std::function<Result<bool>()> compare = [question, texts]() -> Result<bool> {
        return identity::passwordFits(texts->at("password"), question->hash);
    };
    const auto fits = co_await onPasswords<bool>(with, executor, std::move(compare));
    if (!fits)
        co_return peopleRefusal(fits.error());
    std::function<Result<SignInDesk::Opened>()> open = [&with, question, texts, fits = *fits] {
        return with.people->openByPassword(*question, fits, texts->at("code"));
    };
    const auto opened = co_await onControl<SignInDesk::Opened>(with, executor, std::move(open));
    co_return openedAnswer(opened);
}

// Another user's sessions are for who may manage him.
bool mayEnd(AdminDependencies& with, const Caller& caller, const identity::Session& session) {
    if (session.user == caller.user())
        return true;
    if (!caller.may(Permission::ManageUsers))
        return false;
    const auto standing = with.control.configuration();
    const auto* user = config::findObject(standing->objects, config::Kind::User, session.user);
    return user == nullptr || caller.mayGrant(grantsIn(user->body));
}

Answer listSessions(AdminDependencies& with, const Request& request) {
    json::array items;
    if (with.people != nullptr) {
        const auto& caller = request.caller;
        for (const auto& session : with.people->sessions()) {
            const bool mine = session->user == caller.user();
            const bool wanted = !request.has("user") || request.parameter("user") == session->user;
            if (wanted && (mine || caller.may(Permission::ManageUsers)))
                items.push_back(sessionJson(*session, caller.session()));
        }
    }
    return jsonAnswer(200, json::object{{"items", std::move(items)}});
}

Answer endSession(AdminDependencies& with, const Request& request) {
    const auto& caller = request.caller;
    const std::string id(request.place("id") == "current" ? std::string_view(caller.session()) : request.place("id"));
    if (with.people != nullptr) {
        for (const auto& session : with.people->sessions()) {
            if (session->id != id || !mayEnd(with, caller, *session))
                continue;
            const auto ended = with.people->endSession(id, request.actor);
            if (!ended)
                return problemAnswer(ended.error());
            return emptyAnswer(204);
        }
    }
    return problemAnswer(404, "not_found", "There is no session of yours with this id.");
}

Task<Answer> beginOidc(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    if (with.people == nullptr || !with.freshUpstream)
        co_return nobodySignsIn();
    auto read = readTexts(*request, {{"redirect_uri", 1, 2048}});
    if (!read)
        co_return problemAnswer(read.error());
    const auto redirect = std::make_shared<const std::string>(read->at("redirect_uri").reveal());
    std::function<Result<OidcQuestion>()> ask = [&with, redirect, request] {
        return with.people->askOidc(request->place("id"), *redirect, request->ownOrigin);
    };
    auto asked = co_await onControl<OidcQuestion>(with, executor, std::move(ask));
    if (!asked)
        co_return asked.error().code == "invalid_redirect" ? problemAnswer(409, asked.error())
                                                           : peopleRefusal(asked.error());
    const auto upstream = with.freshUpstream(executor);
    const OidcTools tools{executor, *upstream, with.clock};
    const auto found = co_await discover(tools, asked->provider.issuer, asked->way);
    if (!found)
        co_return problemAnswer(502, found.error());
    const auto question = std::make_shared<OidcQuestion>(std::move(*asked));
    std::function<Result<OidcStart>()> begin = [&with, question, discovery = *found]() -> Result<OidcStart> {
        return with.people->beginOidc(*question, discovery);
    };
    const auto begun = co_await onControl<OidcStart>(with, executor, std::move(begin));
    if (!begun)
        co_return peopleRefusal(begun.error());
    auto answer = jsonAnswer(201, json::object{{"url", begun->url}, {"state", begun->state}, {"flow", begun->flow}});
    answer.with("Cache-Control", "no-store");
    co_return answer;
}

// What an attempt needs on its way: itself, and how its addresses are reached.
struct Taken {
    std::shared_ptr<OidcAttempt> attempt;
    OidcWays ways;
};

Result<Taken> take(AdminDependencies& with, const SecretTexts& texts, std::string_view provider) {
    auto attempt = with.people->takeOidc(texts.at("flow").reveal(), texts.at("state").reveal());
    if (!attempt)
        return tl::unexpected<Error>(std::move(attempt.error()));
    if ((*attempt)->provider.id != provider)
        return failure(ErrorKind::Unauthorized, "oidc_attempt", "This sign-in was begun with another provider.");
    auto token = with.people->wayTo((*attempt)->discovery.tokenEndpoint);
    auto keys = with.people->wayTo((*attempt)->discovery.keys);
    if (!token || !keys)
        return tl::unexpected<Error>(token ? std::move(keys.error()) : std::move(token.error()));
    return Taken{std::move(*attempt), {std::move(*token), std::move(*keys)}};
}

Task<Answer> finishOidc(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    if (with.people == nullptr || !with.freshUpstream)
        co_return nobodySignsIn();
    auto read = readTexts(*request, {{"flow", 1, 128}, {"state", 1, 128}, {"code", 1, 4096}});
    if (!read)
        co_return problemAnswer(read.error());
    const auto texts = std::make_shared<const SecretTexts>(std::move(*read));
    std::function<Result<Taken>()> taking = [&with, texts, request] {
        return take(with, *texts, request->place("id"));
    };
    const auto taken = co_await onControl<Taken>(with, executor, std::move(taking));
    if (!taken)
        co_return peopleRefusal(taken.error());
    const auto upstream = with.freshUpstream(executor);
    const OidcTools tools{executor, *upstream, with.clock};
    std::string code(texts->at("code").reveal());
    auto redeemed = co_await redeem(tools, taken->attempt, std::move(code), taken->ways);
    if (!redeemed) {
        with.log.warning("sign_in.oidc_refused",
                         {{"provider", taken->attempt->provider.id}, {"code", redeemed.error().code}});
        if (redeemed.error().kind == ErrorKind::Unavailable)
            co_return problemAnswer(502, redeemed.error());
        co_return peopleRefusal(redeemed.error());
    }
    const auto claims = std::make_shared<const json::object>(std::move(*redeemed));
    std::function<Result<SignInDesk::Opened>()> open = [&with, attempt = taken->attempt, claims, request] {
        return with.people->openByOidc(*attempt, *claims, request->address);
    };
    const auto opened = co_await onControl<SignInDesk::Opened>(with, executor, std::move(open));
    co_return openedAnswer(opened);
}

Task<Answer> takeInvitation(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    if (with.people == nullptr)
        co_return nobodySignsIn();
    auto read = readTexts(*request, {{"invitation", 1, 128}, {"password", identity::leastPassword, 256}});
    if (!read)
        co_return problemAnswer(read.error());
    const auto texts = std::make_shared<const SecretTexts>(std::move(*read));
    std::function<Result<std::string>()> find = [&with, texts, request]() -> Result<std::string> {
        auto user = with.people->invited(texts->at("invitation"), request->address);
        if (!user)
            return user;
        if (auto strong = identity::checkNewPassword(texts->at("password"), with.people->wordsOf(*user)); !strong)
            return tl::unexpected<Error>(std::move(strong.error()));
        return user;
    };
    const auto user = co_await onControl<std::string>(with, executor, std::move(find));
    if (!user)
        co_return peopleRefusal(user.error());
    std::function<Result<std::string>()> hashing = [texts] { return identity::hashPassword(texts->at("password")); };
    const auto hash = co_await onPasswords<std::string>(with, executor, std::move(hashing));
    if (!hash)
        co_return peopleRefusal(hash.error());
    std::function<Result<bool>()> keep = [&with, texts, request, id = *user, hash = *hash]() -> Result<bool> {
        // Once more: it may have been used meanwhile.
        const auto still = with.people->invited(texts->at("invitation"), request->address);
        if (!still || *still != id)
            return tl::unexpected<Error>(still ? busyError() : still.error());
        if (auto set = with.people->setPassword(id, hash, {}, id + ' ' + request->address); !set)
            return tl::unexpected<Error>(std::move(set.error()));
        return true;
    };
    const auto kept = co_await onControl<bool>(with, executor, std::move(keep));
    co_return kept ? emptyAnswer(204) : peopleRefusal(kept.error());
}

void addOidc(Operations& out) {
    auto begin = peopleOperation(http::Method::Post, "/admin/v1/sign_in/oidc/{id}/begin", "beginOidc",
                                 "Begin to sign in with a provider of OpenID Connect");
    begin.access = Access::Open;
    begin.description = "Lead the person to `url`. The provider leads back to `redirect_uri` with `code` and `state`: "
                        "where the `state` is that of this answer, send both with `flow` to `finish`, within ten "
                        "minutes and once. Keep `flow` where no other page sees it. 502 where the provider does not "
                        "answer as one.";
    begin.idSchema = providerIdSchema;
    begin.body = BodyInfo{{"application/json"}, "OidcBegin"};
    begin.responses = {peopleResponse(201, "Where to go.", "OidcBegun")};
    begin.problems = {404, 409, 502};
    begin.run = AwaitRun{beginOidc};
    out.push_back(std::move(begin));

    auto finish = peopleOperation(http::Method::Post, "/admin/v1/sign_in/oidc/{id}/finish", "finishOidc",
                                  "Finish it, with what the provider led back with");
    finish.access = Access::Open;
    finish.idSchema = providerIdSchema;
    finish.body = BodyInfo{{"application/json"}, "OidcFinish"};
    finish.responses = {peopleResponse(201, "Signed in.", "SessionMade")};
    finish.problems = {401, 409, 502};
    finish.run = AwaitRun{finishOidc};
    out.push_back(std::move(finish));
}

void addSessions(Operations& out) {
    auto begin = peopleOperation(http::Method::Post, "/admin/v1/sessions", "beginSession", "Sign in with a password");
    begin.access = Access::Open;
    begin.description =
        "The token is answered this once; send it as `Authorization: Bearer TOKEN`. 401 `code_required` "
        "asks for the code of the authenticator app, or a recovery code, in `code`. After some failures "
        "the account and the address have to wait (429).";
    begin.body = BodyInfo{{"application/json"}, "SignInRequest"};
    begin.responses = {peopleResponse(201, "Signed in.", "SessionMade")};
    begin.problems = {401, 429};
    begin.run = AwaitRun{beginSession};
    out.push_back(std::move(begin));

    auto list = peopleOperation(http::Method::Get, "/admin/v1/sessions", "listSessions", "List sessions");
    list.description = "The caller's own; with the permission `manage_users` everybody's.";
    list.parameters = {textParameter("user", "Only those of this user.")};
    list.responses = {peopleResponse(200, "All, oldest first.", "SessionList")};
    list.run = ControlRun(listSessions);
    out.push_back(std::move(list));

    auto end = peopleOperation(http::Method::Delete, "/admin/v1/sessions/{id}", "endSession", "End a session");
    end.description = "`current` is the one that the request is made with. Its token is refused from the next request "
                      "on.";
    end.idSchema = sessionIdSchema;
    end.responses = {peopleResponse(204, "Ended.", "")};
    end.problems = {404};
    end.run = ControlRun(endSession);
    out.push_back(std::move(end));
}

} // namespace

void addSignInOperations(Operations& out) {
    auto ways = peopleOperation(http::Method::Get, "/admin/v1/sign_in/ways", "getSignInWays", "Tell how to sign in");
    ways.access = Access::Open;
    ways.responses = {peopleResponse(200, "The ways.", "SignInWays")};
    ways.run = HereRun{getWays};
    out.push_back(std::move(ways));
    addOidc(out);
    addSessions(out);

    auto invitation = peopleOperation(http::Method::Post, "/admin/v1/sign_in/invitation", "takeInvitation",
                                      "Set a password with an invitation");
    invitation.access = Access::Open;
    invitation.description = "An invitation holds for three days and once. 409 `weak_password` where the password is "
                             "one that is guessed.";
    invitation.body = BodyInfo{{"application/json"}, "InvitationUse"};
    invitation.responses = {peopleResponse(204, "Set. Sign in with it.", "")};
    invitation.problems = {401, 409, 429};
    invitation.run = AwaitRun{takeInvitation};
    out.push_back(std::move(invitation));
}

} // namespace gatehouse::admin
