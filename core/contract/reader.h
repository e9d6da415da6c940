// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/contract/fault.h"
#include "core/contract/resources.h"
#include "core/contract/type.h"

#include <boost/json/value.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::contract {

// How a scalar was written, for formats where 1.0 may be a text (YAML): asked only where a text or money is wanted and
// a number or flag was found.
class ScalarSource {
public:
    virtual ~ScalarSource() = default;
    virtual std::optional<std::string_view> written(const std::string& pointer) const = 0;
};

// Reads JSON values into plain structs by their descriptions and collects everything that is wrong.
class Reader {
public:
    explicit Reader(Form form, const ScalarSource* source = nullptr) : m_form(form), m_source(source) {}

    Form form() const { return m_form; }
    Faults& faults() { return m_faults; }
    void add(Fault fault);
    // "found" stands for the value; a secret field's is told by its sort only.
    void wrongType(const Path& path, const boost::json::value& found, const std::string& expected);
    void wrongValue(const Path& path, const boost::json::value& found, const std::string& expected);

    void object(void* target, const ObjectDescription& description, const boost::json::value& value, const Path& path);
    std::optional<std::string> text(const boost::json::value& value, const Type& type, const Path& path);
    std::optional<std::int64_t> integer(const boost::json::value& value, const Type& type, const Path& path);
    std::optional<bool> boolean(const boost::json::value& value, const Type& type, const Path& path);
    std::optional<Duration> duration(const boost::json::value& value, const Type& type, const Path& path);
    std::optional<Money> money(const boost::json::value& value, const Type& type, const Path& path);
    std::optional<WallMicros> time(const boost::json::value& value, const Type& type, const Path& path);
    std::optional<RetryCondition> retryCondition(const boost::json::value& value, const Type& type, const Path& path);
    // Whether it is a list within its bounds; the elements are the caller's.
    const boost::json::array* list(const boost::json::value& value, const Type& type, const Path& path);
    // As it stands, within bounds of size and depth.
    std::optional<boost::json::value> any(const boost::json::value& value, const Type& type, const Path& path);
    // Names and their texts.
    std::map<std::string, std::string> map(const boost::json::value& value, const Type& type, const Path& path);

private:
    std::optional<std::string> writtenText(const boost::json::value& value, const Path& path) const;
    void unknownField(const ObjectDescription& description, std::string_view name, const Path& path);

    Form m_form;
    const ScalarSource* m_source;
    bool m_secret = false; // inside a secret field
    Faults m_faults;
};

// For "found": text in quotes, numbers and flags as they are, "a list", "an object", "nothing".
std::string foundText(const boost::json::value& value);
// By its sort only: "a text of 12 characters".
std::string foundSort(const boost::json::value& value);

// JSON forms of single values.
boost::json::value toJson(Money money); // a number where that is exact, else a decimal string
boost::json::value toJson(const RetryCondition& condition);

} // namespace gatehouse::contract
