// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace gatehouse::contract {

enum class FaultCode {
    Syntax,       // the text is not YAML or JSON, or breaks a bound on it
    UnknownField, // a name that the description does not have
    MissingField, // a required one is absent
    WrongType,
    InvalidValue,
    Duplicate,        // an id or a name given twice
    UnknownReference, // names an object that does not exist
    Unsupported,      // known, but this version lacks it
    Conflict,         // right in itself, but not with what stands
};

// Stable, for clients: "unknown_field", "wrong_type", …
std::string_view nameOf(FaultCode code);

// Where in a document a value stands, as a list that lives on the stack of the reader.
class Path {
public:
    Path() = default; // the document itself
    Path(const Path& parent, std::string_view name) : m_parent(&parent), m_name(name) {}
    Path(const Path& parent, std::size_t index) : m_parent(&parent), m_index(index), m_isIndex(true) {}

    std::string field() const;   // "providers[0].base_url"
    std::string pointer() const; // RFC 6901: "/providers/0/base_url"
    std::string_view lastName() const { return m_isIndex && m_parent != nullptr ? m_parent->lastName() : m_name; }

private:
    const Path* m_parent = nullptr;
    std::string_view m_name;
    std::size_t m_index = 0;
    bool m_isIndex = false;
};

// One thing that is wrong with a document or a resource. Holds no secret: the readers describe a secret field's value
// by its sort only.
struct Fault {
    FaultCode code = FaultCode::InvalidValue;
    std::string field;
    std::string pointer;
    std::string expected;
    std::string found;
    std::string detail;   // a whole sentence that stands in for "expected …, found …"; may be empty
    std::string hint;     // how to mend it; may be empty
    std::size_t line = 0; // of the file, from 1; 0 = unknown

    // "providers[0].base_url: expected an http or https URL, found \"ftp://x\""
    std::string text() const;
    // With "gatehouse.yaml:12: " before it (the line only where it is known).
    std::string text(std::string_view fileName) const;
};

using Faults = std::vector<Fault>;

template <typename T>
using Checked = tl::expected<T, Faults>;

Fault makeFault(FaultCode code, const Path& path, std::string expected, std::string found);

// The first fault as an error (kind Invalid, or Conflict), with the count of the others in its message.
Error toError(const Faults& faults);

// For "found": the text in quotes, escaped, cut at 80 characters.
std::string quoted(std::string_view text);

// The candidate that a misspelt name most likely means, or "".
std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates);

} // namespace gatehouse::contract
