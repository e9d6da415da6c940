// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/descriptions.h"
#include "core/contract/reader.h"
#include "core/contract/type.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Builds descriptions. Only the files of this room that describe a resource include it.
namespace gatehouse::contract {

// Reading and writing of a member by its C++ type; the Type says the rules.

inline void readMember(std::string& out, const boost::json::value& value, const Type& type, const Path& path,
                       Reader& reader) {
    if (auto text = reader.text(value, type, path))
        out = std::move(*text);
}
inline void readMember(bool& out, const boost::json::value& value, const Type& type, const Path& path, Reader& reader) {
    out = reader.boolean(value, type, path).value_or(out);
}
inline void readMember(std::uint64_t& out, const boost::json::value& value, const Type& type, const Path& path,
                       Reader& reader) {
    if (const auto number = reader.integer(value, type, path))
        out = static_cast<std::uint64_t>(*number);
}
inline void readMember(Duration& out, const boost::json::value& value, const Type& type, const Path& path,
                       Reader& reader) {
    if (auto duration = reader.duration(value, type, path))
        out = std::move(*duration);
}
inline void readMember(Money& out, const boost::json::value& value, const Type& type, const Path& path,
                       Reader& reader) {
    out = reader.money(value, type, path).value_or(out);
}
inline void readMember(WallMicros& out, const boost::json::value& value, const Type& type, const Path& path,
                       Reader& reader) {
    out = reader.time(value, type, path).value_or(out);
}
inline void readMember(RetryCondition& out, const boost::json::value& value, const Type& type, const Path& path,
                       Reader& reader) {
    if (auto condition = reader.retryCondition(value, type, path))
        out = std::move(*condition);
}
inline void readMember(std::map<std::string, std::string>& out, const boost::json::value& value, const Type& type,
                       const Path& path, Reader& reader) {
    out = reader.map(value, type, path);
}
inline void readMember(boost::json::value& out, const boost::json::value& value, const Type& type, const Path& path,
                       Reader& reader) {
    if (auto read = reader.any(value, type, path))
        out = std::move(*read);
}
template <typename T>
void readMember(T& out, const boost::json::value& value, const Type& type, const Path& path, Reader& reader) {
    reader.object(&out, *type.object, value, path);
}
template <typename T>
void readMember(std::optional<T>& out, const boost::json::value& value, const Type& type, const Path& path,
                Reader& reader) {
    readMember(out.emplace(), value, type, path, reader);
}
template <typename T>
void readMember(std::vector<T>& out, const boost::json::value& value, const Type& type, const Path& path,
                Reader& reader) {
    const auto* array = reader.list(value, type, path);
    if (array == nullptr)
        return;
    out.clear();
    out.reserve(array->size());
    for (std::size_t i = 0; i < array->size(); ++i)
        readMember(out.emplace_back(), (*array)[i], *type.element, Path(path, i), reader);
}

inline boost::json::value writeMember(const std::string& in, const Type&, Form, Writing) {
    return boost::json::value(in);
}
inline boost::json::value writeMember(bool in, const Type&, Form, Writing) {
    return boost::json::value(in);
}
inline boost::json::value writeMember(std::uint64_t in, const Type&, Form, Writing) {
    return boost::json::value(static_cast<std::int64_t>(in));
}
inline boost::json::value writeMember(const Duration& in, const Type&, Form, Writing) {
    return boost::json::value(in.text);
}
inline boost::json::value writeMember(Money in, const Type&, Form, Writing) {
    return toJson(in);
}
inline boost::json::value writeMember(WallMicros in, const Type&, Form, Writing) {
    return timeToJson(in);
}
inline boost::json::value writeMember(const RetryCondition& in, const Type&, Form, Writing) {
    return toJson(in);
}
inline boost::json::value writeMember(const boost::json::value& in, const Type&, Form, Writing) {
    return in;
}
inline boost::json::value writeMember(const std::map<std::string, std::string>& in, const Type&, Form, Writing) {
    boost::json::object object;
    for (const auto& [name, text] : in)
        object[name] = text;
    return object;
}
template <typename T>
boost::json::value writeMember(const T& in, const Type& type, Form form, Writing writing) {
    return writeObject(&in, *type.object, form, writing);
}
template <typename T>
boost::json::value writeMember(const std::optional<T>& in, const Type& type, Form form, Writing writing) {
    return in ? writeMember(*in, type, form, writing) : boost::json::value();
}
template <typename T>
boost::json::value writeMember(const std::vector<T>& in, const Type& type, Form form, Writing writing) {
    boost::json::array array;
    array.reserve(in.size());
    for (const auto& element : in)
        array.push_back(writeMember(element, *type.element, form, writing));
    return array;
}

// Types.

template <typename T>
Type objectType() {
    Type type;
    type.kind = TypeKind::Object;
    type.object = &descriptionOf<T>();
    return type;
}
Type textType(std::string expected, std::size_t mostLength = 256);
Type checkedText(std::string expected, std::string pattern, bool (*check)(std::string_view),
                 std::size_t mostLength = 256);
// The pattern alone decides: what the schema promises is just what is taken.
Type patternText(std::string expected, std::string pattern, std::size_t mostLength = 256);
Type choiceType(std::vector<std::string> oneOf, std::vector<std::string> later = {});
Type booleanType();
Type integerType(std::int64_t least, std::int64_t most);
Type durationType(std::chrono::milliseconds least, std::chrono::milliseconds most);
Type moneyType(std::int64_t leastDollars, std::int64_t mostDollars);
Type timeType();
Type listType(Type element, std::size_t leastItems = 0, std::size_t mostItems = 100'000);
// A text of several lines.
Type linesType(std::string expected, std::size_t mostLength);
// Any JSON value; objects alone.
Type jsonType(std::string expected, std::size_t mostBytes = 64 * 1024);
Type jsonObjectType(std::size_t mostBytes = 64 * 1024);
// A number from 0 to 100 with at most two decimals, as a text.
Type percentType();
// Names, each with a text.
Type mapType(Type name, Type element, std::size_t mostItems);
Type idType(std::string_view what);
// The shape of an http or https URL; no user part, query or fragment.
Type urlType();
// Where a secret is read from.
Type referenceType();
// "direct" or a proxy's URL; for the process "environment" too.
Type proxyType(bool ofProcess);
// Which calls keep their bodies.
Type bodiesType();
// Any printable characters, no blank at either end.
Type modelType(std::string expected, std::size_t mostLength = 256);

// Collects the fields of T. The returned reference is for setting flags: f.required = true.
template <typename T>
class Describer {
public:
    Describer(std::string name, std::string explanation) {
        m_description.name = std::move(name);
        m_description.explanation = std::move(explanation);
    }

    template <typename Member>
    FieldDescription& field(std::string name, Member T::*member, Type type, std::string explanation) {
        auto& field = m_description.fields.emplace_back();
        field.name = std::move(name);
        field.explanation = std::move(explanation);
        // Shared between reading, writing and the schema; lives as long as the description.
        const auto shared = std::make_shared<const Type>(std::move(type));
        field.type = *shared;
        field.read = [member, shared](void* object, const boost::json::value& value, const Path& path, Reader& reader) {
            readMember(static_cast<T*>(object)->*member, value, *shared, path, reader);
        };
        field.write = [member, shared](const void* object, Form form,
                                       Writing writing) -> std::optional<boost::json::value> {
            auto value = writeMember(static_cast<const T*>(object)->*member, *shared, form, writing);
            if (value.is_null())
                return std::nullopt;
            return value;
        };
        return field;
    }

    // Takes the defaults of fields that are not required from a T made without arguments.
    ObjectDescription finish() {
        const T fresh{};
        for (auto& field : m_description.fields) {
            if (!field.required && !field.readOnly)
                field.defaultValue = field.write(&fresh, Form::File, Writing::Full);
        }
        return std::move(m_description);
    }

private:
    ObjectDescription m_description;
};

} // namespace gatehouse::contract
