// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"
#include "core/http/message.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::pipeline {

// What one address of the gateway means (INTERFACES "The gateway's addresses").
struct Address {
    dialects::Dialect dialect = dialects::Dialect::OpenAi; // of the client
    dialects::Operation operation = dialects::Operation::ChatCompletions;
    http::Method method = http::Method::Post;
    std::string model; // of GET …/models/{model}, percent-decoded once
};

enum class AddressFault { None, UnknownPath, WrongMethod, BadEscape };

struct AddressMatch {
    AddressFault fault = AddressFault::None;
    Address address;        // valid without a fault; its dialect also with one, for the error's form
    std::string_view allow; // for WrongMethod: the value of Allow
};

// One look at method and path; the query plays no part. HEAD counts as GET. "anthropicVersion": the header is there,
// which turns GET /v1/models into Anthropic's form.
AddressMatch matchAddress(http::Method method, std::string_view path, bool anthropicVersion);

} // namespace gatehouse::pipeline
