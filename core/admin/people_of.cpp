// SPDX-License-Identifier: Apache-2.0
#include "core/admin/people_of.h"

#include "core/base/text.h"
#include "core/config/resource.h"
#include "core/contract/product_descriptions.h"

#include <algorithm>

namespace gatehouse::admin {
namespace {

template <typename Condition>
const config::StoredObject* firstUser(const config::Objects& objects, Condition condition) {
    const auto found = std::find_if(objects.begin(), objects.end(), [&](const config::StoredObject& object) {
        return object.kind == config::Kind::User && condition(userIn(object));
    });
    return found == objects.end() ? nullptr : &*found;
}

} // namespace

contract::UserSpec userIn(const config::StoredObject& object) {
    contract::UserSpec spec;
    // A stored body was written by bodyOf(); what does not fit stays at its default.
    (void)contract::readInto(spec, boost::json::value(object.body), contract::Form::Api);
    return spec;
}

const config::StoredObject* enabledUser(const config::Objects& objects, std::string_view id) {
    const auto* object = config::findObject(objects, config::Kind::User, id);
    return object != nullptr && userIn(*object).enabled ? object : nullptr;
}

const config::StoredObject* userWithEmail(const config::Objects& objects, std::string_view email) {
    return email.empty() ? nullptr : firstUser(objects, [email](const contract::UserSpec& user) {
        return equalsIgnoringCase(user.email, email);
    });
}

const config::StoredObject* userOfSubject(const config::Objects& objects, std::string_view provider,
                                          std::string_view subject) {
    return firstUser(objects, [&](const contract::UserSpec& user) {
        return user.oidcProvider == provider && user.oidcSubject == subject;
    });
}

contract::Faults faultsOfUsers(const config::Plan& plan, const config::Objects& after) {
    contract::Faults faults;
    const contract::Path root;
    const auto taken = [&](std::string_view field, std::string_view found, const std::string& by) {
        faults.push_back(contract::makeFault(contract::FaultCode::Conflict, contract::Path(root, field),
                                             "one that no other user has",
                                             contract::quoted(found) + ", which is that of " + by));
    };
    for (const auto& change : plan.changes) {
        const auto* changed = change.kind == config::Kind::User && change.after
                                  ? config::findObject(after, config::Kind::User, change.id)
                                  : nullptr;
        if (changed == nullptr)
            continue;
        const auto user = userIn(*changed);
        for (const auto& object : after) {
            if (object.kind != config::Kind::User || object.id == user.id)
                continue;
            const auto other = userIn(object);
            if (equalsIgnoringCase(other.email, user.email))
                taken("email", user.email, other.id);
            if (user.oidcSubject && user.oidcSubject == other.oidcSubject && user.oidcProvider == other.oidcProvider)
                taken("oidc_subject", *user.oidcSubject, other.id);
        }
    }
    return faults;
}

contract::SignInSpec signInOf(const config::Objects& objects) {
    contract::SignInSpec spec;
    if (const auto* object = config::findObject(objects, config::Kind::SignIn, nameOf(config::Kind::SignIn)))
        (void)contract::readInto(spec, boost::json::value(object->body), contract::Form::Api);
    return spec;
}

} // namespace gatehouse::admin
