// SPDX-License-Identifier: Apache-2.0
// The own account: who one is and what one may, password and second factor.
#include "core/admin/people_of.h"
#include "core/admin/people_operations.h"
#include "core/admin/people_support.h"
#include "core/base/text.h"
#include "core/config/resource.h"
#include "core/contract/rights.h"
#include "core/identity/password.h"

#include <boost/json/array.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::Permission;

Answer notAUser() {
    return problemAnswer(409, "not_a_user", "The admin token has no account. Sign in as a user.");
}

json::array grantsJson(const Caller& caller) {
    json::array grants;
    for (const auto& grant : caller.grants())
        grants.push_back(json::object{{"role", contract::nameOf(grant.role)},
                                      {"team", grant.team.empty() ? json::value() : json::value(grant.team)}});
    return grants;
}

// Each permission that he has somewhere: in the whole organisation, or in these teams.
json::array permissionsJson(const Caller& caller) {
    json::array permissions;
    for (const auto& row : contract::rightsTable) {
        if (!caller.maySomewhere(row.permission))
            continue;
        const bool everywhere = caller.may(row.permission);
        json::array teams;
        if (!everywhere) {
            for (const auto& team : caller.teamsWith(row.permission))
                teams.emplace_back(team);
        }
        permissions.push_back(json::object{{"permission", contract::nameOf(row.permission)},
                                           {"organisation", everywhere},
                                           {"teams", std::move(teams)}});
    }
    return permissions;
}

Answer getMe(AdminDependencies& with, const Request& request) {
    const auto& caller = request.caller;
    json::object body{{"operator", caller.isOperator()},
                      {"id", caller.name()},
                      {"name", ""},
                      {"email", ""},
                      {"session", nullptr},
                      {"grants", grantsJson(caller)},
                      {"permissions", permissionsJson(caller)},
                      {"password", false},
                      {"totp", false},
                      {"recovery_codes", 0},
                      {"second_factor_required", caller.restricted()}};
    if (caller.isOperator() || with.people == nullptr)
        return jsonAnswer(200, body);
    const auto standing = with.control.configuration();
    const auto* object = config::findObject(standing->objects, config::Kind::User, caller.user());
    if (object == nullptr)
        return problemAnswer(404, "not_found", "There is no such user any more.");
    const auto user = userIn(*object);
    const auto factors = with.people->factorsOf(caller.user());
    if (!factors)
        return problemAnswer(factors.error());
    body["name"] = user.name;
    body["email"] = user.email;
    body["session"] = caller.session();
    body["password"] = factors->password;
    body["totp"] = factors->totp;
    body["recovery_codes"] = factors->recoveryCodes;
    return jsonAnswer(200, body);
}

Answer listPermissions(AdminDependencies&, const Request&) {
    json::array roles;
    for (const auto name : contract::roleNames)
        roles.emplace_back(name);
    json::array permissions;
    for (const auto& row : contract::rightsTable) {
        json::array with;
        for (const auto role : contract::allRoles) {
            if (contract::allows(role, row.permission))
                with.emplace_back(contract::nameOf(role));
        }
        permissions.push_back(json::object{
            {"permission", contract::nameOf(row.permission)}, {"meaning", row.meaning}, {"roles", std::move(with)}});
    }
    return jsonAnswer(200, json::object{{"roles", std::move(roles)}, {"permissions", std::move(permissions)}});
}

// The present password is compared, the new one checked and hashed, then kept: the other sessions end.
Task<Answer> changePassword(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    if (request->caller.isOperator() || with.people == nullptr)
        co_return notAUser();
    auto read = readTexts(*request, {{"current", 1, 256}, {"new", identity::leastPassword, 256}});
    if (!read)
        co_return problemAnswer(read.error());
    const auto texts = std::make_shared<const SecretTexts>(std::move(*read));
    const auto user = request->caller.user();
    std::function<Result<SignInDesk::Question>()> ask = [&with, texts, request,
                                                         user]() -> Result<SignInDesk::Question> {
        if (auto strong = identity::checkNewPassword(texts->at("new"), with.people->wordsOf(user)); !strong)
            return tl::unexpected<Error>(std::move(strong.error()));
        return with.people->askOwn(user, request->address);
    };
    auto asked = co_await onControl<SignInDesk::Question>(with, executor, std::move(ask));
    if (!asked)
        co_return peopleRefusal(asked.error());
    const auto question = std::make_shared<const SignInDesk::Question>(std::move(*asked));
    // "" where the present one does not fit.
    std::function<Result<std::string>()> work = [question, texts]() -> Result<std::string> {
        if (!identity::passwordFits(texts->at("current"), question->hash))
            return std::string();
        return identity::hashPassword(texts->at("new"));
    };
    const auto hash = co_await onPasswords<std::string>(with, executor, std::move(work));
    if (!hash)
        co_return peopleRefusal(hash.error());
    std::function<Result<bool>()> keep = [&with, question, request, user, hash = *hash]() -> Result<bool> {
        if (auto right = with.people->checkOwn(*question, !hash.empty()); !right)
            return tl::unexpected<Error>(std::move(right.error()));
        if (auto set = with.people->setPassword(user, hash, request->caller.session(), request->actor); !set)
            return tl::unexpected<Error>(std::move(set.error()));
        return true;
    };
    const auto kept = co_await onControl<bool>(with, executor, std::move(keep));
    co_return kept ? emptyAnswer(204) : peopleRefusal(kept.error());
}

Answer beginTotp(AdminDependencies& with, const Request& request) {
    if (request.caller.isOperator() || with.people == nullptr)
        return notAUser();
    const auto made = with.people->beginTotp(request.caller.user(), request.actor);
    if (!made)
        return peopleRefusal(made.error());
    auto answer = jsonAnswer(201, json::object{{"secret", made->secret}, {"uri", made->uri.reveal()}});
    answer.with("Cache-Control", "no-store");
    return answer;
}

Answer confirmTotp(AdminDependencies& with, const Request& request) {
    auto taken = request;
    const auto read = readTexts(taken, {{"code", 1, 64}});
    if (!read)
        return problemAnswer(read.error());
    if (request.caller.isOperator() || with.people == nullptr)
        return notAUser();
    const auto codes = with.people->confirmTotp(request.caller.user(), read->at("code").reveal(), request.actor);
    if (!codes)
        return peopleRefusal(codes.error());
    json::array list;
    for (const auto& code : *codes)
        list.emplace_back(code);
    auto answer = jsonAnswer(200, json::object{{"recovery_codes", std::move(list)}});
    answer.with("Cache-Control", "no-store");
    return answer;
}

Answer removeTotp(AdminDependencies& with, const Request& request) {
    auto taken = request;
    const auto read = readTexts(taken, {{"code", 1, 64}});
    if (!read)
        return problemAnswer(read.error());
    if (request.caller.isOperator() || with.people == nullptr)
        return notAUser();
    const auto done = with.people->removeOwnTotp(request.caller.user(), read->at("code"), request.actor);
    return done ? emptyAnswer(204) : peopleRefusal(done.error());
}

void addTotp(Operations& out) {
    auto begin =
        peopleOperation(http::Method::Post, "/admin/v1/me/totp", "beginTotp", "Begin with an authenticator app");
    begin.description =
        "`uri` is for a QR code, `secret` for typing: RFC 6238, SHA-1, six digits, 30 seconds. It counts "
        "when it is confirmed.";
    begin.responses = {peopleResponse(201, "For the app.", "TotpBegun")};
    begin.problems = {409};
    begin.run = ControlRun(beginTotp);
    out.push_back(std::move(begin));

    auto confirm = peopleOperation(http::Method::Post, "/admin/v1/me/totp/confirm", "confirmTotp",
                                   "Confirm the authenticator app");
    confirm.description = "With a code of it. The recovery codes are told this once: each is good for one sign-in.";
    confirm.body = BodyInfo{{"application/json"}, "TotpCode"};
    confirm.responses = {peopleResponse(200, "It counts from now on.", "RecoveryCodes")};
    confirm.problems = {409, 429};
    confirm.run = ControlRun(confirmTotp);
    out.push_back(std::move(confirm));

    auto remove =
        peopleOperation(http::Method::Delete, "/admin/v1/me/totp", "removeTotp", "Remove the authenticator app");
    remove.description = "With a code of it, or a recovery code.";
    remove.body = BodyInfo{{"application/json"}, "TotpCode"};
    remove.responses = {peopleResponse(204, "Removed.", "")};
    remove.problems = {409, 429};
    remove.run = ControlRun(removeTotp);
    out.push_back(std::move(remove));
}

} // namespace

void addAccountOperations(Operations& out) {
    auto me = peopleOperation(http::Method::Get, "/admin/v1/me", "getMe", "Tell who is calling, and what he may");
    me.responses = {peopleResponse(200, "The caller.", "Me")};
    me.problems = {404};
    me.run = ControlRun(getMe);
    out.push_back(std::move(me));

    auto permissions = peopleOperation(http::Method::Get, "/admin/v1/permissions", "listPermissions",
                                       "Tell which role has which right");
    permissions.responses = {peopleResponse(200, "The table.", "RightsTable")};
    permissions.run = HereRun{listPermissions};
    out.push_back(std::move(permissions));

    auto password =
        peopleOperation(http::Method::Post, "/admin/v1/me/password", "changePassword", "Change the password");
    password.description = "The other sessions end. 403 `wrong_password` where `current` is not the present one, 409 "
                           "`weak_password` where the new one is one that is guessed.";
    password.body = BodyInfo{{"application/json"}, "PasswordChange"};
    password.responses = {peopleResponse(204, "Changed.", "")};
    password.problems = {409, 429};
    password.run = AwaitRun{changePassword};
    out.push_back(std::move(password));
    addTotp(out);
}

} // namespace gatehouse::admin
