// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/admin_handler.h"
#include "core/admin/answer.h"
#include "core/admin/offload.h"
#include "core/admin/operation.h"
#include "core/admin/sign_in_desk.h"
#include "core/base/secret.h"

#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

// What the operations of people share.
namespace gatehouse::admin {

// A member of a small body: a text without control characters.
struct SecretField {
    std::string_view name;
    std::size_t least = 0; // characters
    std::size_t most = 0;
    bool required = true;
};
// Each text of the body; the body is wiped. No message repeats a value.
using SecretTexts = std::map<std::string, Secret, std::less<>>;
Outcome<SecretTexts> readTexts(Request& request, std::initializer_list<SecretField> fields);

// With WWW-Authenticate or Retry-After where one belongs to it; what is right in itself but not possible is 409.
Answer peopleRefusal(const Error& error);
Answer nobodySignsIn();

inline Error busyError() {
    return failure(ErrorKind::Unavailable, "busy", "The gateway has too many requests waiting; try again soon.")
        .value();
}

// On the control thread.
template <typename T>
Task<Result<T>> onControl(AdminDependencies& with, Executor executor, std::function<Result<T>()> work) {
    using Shared = std::shared_ptr<Result<T>>;
    auto post = [&with](std::function<void()> job) { return with.controlThread.post(std::move(job)); };
    std::function<Shared()> shared = [work = std::move(work)] { return std::make_shared<Result<T>>(work()); };
    auto done = co_await offload(executor, std::move(post), std::move(shared));
    if (!done)
        co_return tl::unexpected<Error>(busyError());
    co_return std::move(**done);
}

// Where passwords are hashed.
template <typename T>
Task<Result<T>> onPasswords(AdminDependencies& with, Executor executor, std::function<Result<T>()> work) {
    using Shared = std::shared_ptr<Result<T>>;
    auto post = [&with](std::function<void()> job) { return with.people->passwords().post(std::move(job)); };
    std::function<Shared()> shared = [work = std::move(work)] { return std::make_shared<Result<T>>(work()); };
    auto done = co_await offload(executor, std::move(post), std::move(shared));
    if (!done)
        co_return tl::unexpected<Error>(busyError());
    co_return std::move(**done);
}

Operation peopleOperation(http::Method method, std::string path, std::string id, std::string summary);
ResponseInfo peopleResponse(int status, std::string description, std::string schema);

} // namespace gatehouse::admin
