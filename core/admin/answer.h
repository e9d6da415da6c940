// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/outcome.h"
#include "core/base/result.h"
#include "core/contract/fault.h"
#include "core/http/message.h"

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::admin {

// What an operation answers: a value that travels back to the I/O thread.
struct Answer {
    int status = 200;
    std::vector<http::Field> fields;
    std::string body;

    Answer& with(std::string name, std::string value) {
        fields.push_back({std::move(name), std::move(value)});
        return *this;
    }
};

Answer jsonAnswer(int status, const boost::json::value& body);
Answer textAnswer(int status, std::string contentType, std::string body); // JSON made elsewhere, YAML, plain text
Answer emptyAnswer(int status);

// application/problem+json.
Answer problemAnswer(const Error& error);
Answer problemAnswer(const contract::Faults& faults);
Answer problemAnswer(int status, std::string code, std::string detail);
Answer problemAnswer(int status, const Error& error); // where the kind alone does not say the status

// 412 for a precondition that does not hold, 409 where each value is right in itself but does not fit the others, what
// stands or what this version can do, else by the kind of the error.
Answer problemAnswer(const Refused& refused);
int statusOf(const contract::Faults& faults);

} // namespace gatehouse::admin
