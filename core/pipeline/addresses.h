// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"
#include "core/http/message.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::pipeline {

// What one address of the gateway means (INTERFACES "The gateway's addresses").
struct Address {
    dialects::Dialect dialect = dialects::Dialect::OpenAi; // of the client
    dialects::Operation operation = dialects::Operation::ChatCompletions;
    http::Method method = http::Method::Post;
    std::string model;          // where the path names it, percent-decoded once
    std::optional<bool> stream; // where the path says whether the answer is a stream
    std::string version;        // of a model, where the path names one (KServe)
    std::string provider;       // of /passthrough/{provider}/…
    // Of relayed operations: what stands behind the provider's base URL, as it came: "/files/file-1/content" at
    // OpenAI's (whose base URLs hold their version), "/v1/files/file-1/content" at Anthropic's, "/…" of a passthrough.
    std::string path;
};

enum class AddressFault { None, UnknownPath, WrongMethod, BadEscape };

struct AddressMatch {
    AddressFault fault = AddressFault::None;
    Address address;   // valid without a fault; its dialect also with one, for the error's form
    std::string allow; // for WrongMethod: the value of Allow
};

// One look at method and path; the query plays no part. HEAD counts as GET. "anthropicVersion": the header is there,
// which turns GET /v1/models and /v1/files… into Anthropic's form.
AddressMatch matchAddress(http::Method method, std::string_view path, bool anthropicVersion);

// A line of the table of addresses. In a pattern {id} stands for one segment of letters, digits and ._:- (an id that a
// provider gave), {model} for all up to what stands behind it in the pattern, slashes included, {rest} for all that is
// left, {provider} for a provider's id. Method::Other: any.
struct AddressRow {
    std::string_view pattern;
    dialects::Dialect dialect;
    dialects::Operation operation;
    http::Method method;
    std::optional<bool> stream = {}; // the path alone says so
};
std::span<const AddressRow> addressTable();

} // namespace gatehouse::pipeline
