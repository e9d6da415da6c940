// SPDX-License-Identifier: Apache-2.0
#pragma once

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

// application/problem+json. A 5xx never tells more than its code and a general sentence: what went wrong inside is for
// the log.
Answer problemAnswer(const Error& error);
Answer problemAnswer(const contract::Faults& faults);
Answer problemAnswer(int status, std::string code, std::string detail);

// The status of faults: 409 where the body is right in itself but does not fit what stands (a conflict, or a reference
// to what does not exist), else 400.
int statusOf(const contract::Faults& faults);

} // namespace gatehouse::admin
