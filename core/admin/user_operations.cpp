// SPDX-License-Identifier: Apache-2.0
// What owners and admins do for users beside their configuration: passwords, invitations, lost second factors.
#include "core/admin/entity.h"
#include "core/admin/ownership.h"
#include "core/admin/people_operations.h"
#include "core/admin/people_support.h"
#include "core/base/text.h"
#include "core/config/resource.h"
#include "core/identity/password.h"

#include <boost/json/object.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

constexpr const char* userIdSchema =
    R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", "minLength": 1})";

// Who can set another's password can be that other: so it takes all that he may.
std::optional<Answer> refusal(AdminDependencies& with, const Request& request) {
    const auto standing = with.control.configuration();
    const auto* user = config::findObject(standing->objects, config::Kind::User, request.place("id"));
    if (user == nullptr)
        return noSuchObject(config::Kind::User, request.place("id"));
    if (!request.caller.mayGrant(grantsIn(user->body)))
        return problemAnswer(403, "forbidden", "This user may more than you may.");
    return with.people == nullptr ? std::optional(nobodySignsIn()) : std::nullopt;
}

Task<Answer> setPassword(AdminDependencies& with, Executor executor, std::shared_ptr<Request> request) {
    auto read = readTexts(*request, {{"password", identity::leastPassword, 256}});
    if (!read)
        co_return problemAnswer(read.error());
    if (auto refused = refusal(with, *request))
        co_return std::move(*refused);
    const auto texts = std::make_shared<const SecretTexts>(std::move(*read));
    const std::string user(request->place("id"));
    std::function<Result<std::string>()> hashing = [&with, texts,
                                                    words = with.people->wordsOf(user)]() -> Result<std::string> {
        if (auto strong = identity::checkNewPassword(texts->at("password"), words); !strong)
            return tl::unexpected<Error>(std::move(strong.error()));
        return identity::hashPassword(texts->at("password"));
    };
    const auto hash = co_await onPasswords<std::string>(with, executor, std::move(hashing));
    if (!hash)
        co_return peopleRefusal(hash.error());
    std::function<Result<std::optional<Answer>>()> keep = [&with, request, user,
                                                           hash = *hash]() -> Result<std::optional<Answer>> {
        if (auto refused = refusal(with, *request)) // he may have become another meanwhile
            return refused;
        if (auto set = with.people->setPassword(user, hash, request->caller.session(), request->actor); !set)
            return tl::unexpected<Error>(std::move(set.error()));
        return std::optional<Answer>();
    };
    auto kept = co_await onControl<std::optional<Answer>>(with, executor, std::move(keep));
    if (!kept)
        co_return peopleRefusal(kept.error());
    co_return *kept ? std::move(**kept) : emptyAnswer(204);
}

Answer invite(AdminDependencies& with, const Request& request) {
    if (auto refused = refusal(with, request))
        return std::move(*refused);
    const auto made = with.people->invite(request.place("id"), request.actor);
    if (!made)
        return peopleRefusal(made.error());
    auto answer =
        jsonAnswer(201, json::object{{"invitation", made->token.reveal()}, {"expires_at", formatTime(made->expires)}});
    answer.with("Cache-Control", "no-store");
    return answer;
}

Answer removeFactor(AdminDependencies& with, const Request& request) {
    if (auto refused = refusal(with, request))
        return std::move(*refused);
    const auto done = with.people->removeTotp(request.place("id"), request.actor);
    return done ? emptyAnswer(204) : peopleRefusal(done.error());
}

Answer getFactors(AdminDependencies& with, const Request& request) {
    const auto standing = with.control.configuration();
    if (config::findObject(standing->objects, config::Kind::User, request.place("id")) == nullptr)
        return noSuchObject(config::Kind::User, request.place("id"));
    if (with.people == nullptr)
        return nobodySignsIn();
    const auto factors = with.people->factorsOf(request.place("id"));
    if (!factors)
        return problemAnswer(factors.error());
    std::size_t sessions = 0;
    for (const auto& session : with.people->sessions())
        sessions += session->user == request.place("id") ? 1U : 0U;
    return jsonAnswer(200, json::object{{"password", factors->password},
                                        {"totp", factors->totp},
                                        {"recovery_codes", factors->recoveryCodes},
                                        {"sessions", sessions}});
}

Operation userOperation(http::Method method, const std::string& path, std::string id, std::string summary) {
    auto it = peopleOperation(method, "/admin/v1/users/{id}" + path, std::move(id), std::move(summary));
    it.tag = "users";
    it.idSchema = userIdSchema;
    it.permission = contract::Permission::ManageUsers;
    it.portal = false;
    it.problems = {404};
    return it;
}

} // namespace

void addUserOperations(Operations& out) {
    auto password = userOperation(http::Method::Put, "/password", "setUserPassword", "Set a user's password");
    password.description = "His sessions end. 409 `weak_password` where it is one that is guessed.";
    password.body = BodyInfo{{"application/json"}, "PasswordSet"};
    password.responses = {peopleResponse(204, "Set.", "")};
    password.problems = {404, 409};
    password.run = AwaitRun{setPassword};
    out.push_back(std::move(password));

    auto invitation =
        userOperation(http::Method::Post, "/invitation", "inviteUser", "Let a user set his password himself");
    invitation.description = "Answered this once; it holds for three days and for one use. An earlier one is void.";
    invitation.responses = {peopleResponse(201, "Give it to him.", "Invitation")};
    invitation.run = ControlRun(invite);
    out.push_back(std::move(invitation));

    auto factor = userOperation(http::Method::Delete, "/totp", "removeUserTotp", "Remove a user's lost second factor");
    factor.responses = {peopleResponse(204, "Removed.", "")};
    factor.run = ControlRun(removeFactor);
    out.push_back(std::move(factor));

    auto factors = userOperation(http::Method::Get, "/sign_in", "getUserFactors", "Tell what a user can sign in with");
    factors.responses = {peopleResponse(200, "What is set.", "UserFactors")};
    factors.run = ControlRun(getFactors);
    out.push_back(std::move(factors));
}

} // namespace gatehouse::admin
