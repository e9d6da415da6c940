// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::http {

enum class Method { Get, Head, Post, Put, Patch, Delete, Options, Other };

std::string_view nameOf(Method method);

// A header field as it came, without its line end and outer blanks. Views point into the message's own buffer.
struct FieldView {
    std::string_view name;
    std::string_view value;
};

// A header field to be sent. Values are checked for CR, LF and NUL where they are written.
struct Field {
    std::string name;
    std::string value;
};

// The head of a checked request (core/http/head_check). Views live as long as the exchange that holds it.
struct RequestHead {
    Method method = Method::Other;
    std::string_view target; // as it came, origin form
    std::string_view path;   // up to '?', not decoded
    std::string_view query;  // behind '?', not decoded
    std::vector<FieldView> fields;
    bool keepAlive = true;

    // The first field of that name, or empty.
    std::string_view field(std::string_view name) const {
        for (const auto& f : fields) {
            if (equalsIgnoringCase(f.name, name))
                return f.value;
        }
        return {};
    }
    bool has(std::string_view name) const {
        for (const auto& f : fields) {
            if (equalsIgnoringCase(f.name, name))
                return true;
        }
        return false;
    }
};

// The head of an answer to a client. Framing (Content-Length, Transfer-Encoding), Date and Connection are added where
// it is written; a field of those names here is an error.
struct ResponseHead {
    int status = 200;
    std::vector<Field> fields;
    // For a stream (Exchange::beginStream) whose length is known: it then goes with Content-Length instead of chunks.
    std::optional<std::uint64_t> length = std::nullopt;
};

} // namespace gatehouse::http
