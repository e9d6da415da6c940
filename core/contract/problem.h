// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/contract/fault.h"

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::contract {

// The admin API's error body, application/problem+json (RFC 9457) with code, field, expected and found.
struct Problem {
    int status = 500;
    std::string code;
    std::string title;  // of the status
    std::string detail; // what was wrong and what would mend it
    std::string field;
    std::string expected;
    std::string found;
    std::vector<Fault> faults; // all of them, where a document has several

    std::string body() const; // JSON text
};

inline constexpr std::string_view problemType = "application/problem+json";

std::string_view titleOf(int status);

Problem problemOf(const Error& error);
Problem problemOf(const Faults& faults); // 400, or 409 when the first is a conflict

boost::json::object toJson(const Problem& problem);
// For clients of the API (the console); nullopt when it is not a problem document.
std::optional<Problem> problemFromJson(std::string_view text);

} // namespace gatehouse::contract
