// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::json {

// Appends JSON text without blanks to a string. Texts must be UTF-8; raw values must be JSON. The caller balances
// begin and end and gives a name before each value within an object.
class Writer {
public:
    explicit Writer(std::string& out) : m_out(out) {}

    Writer& beginObject();
    Writer& beginObject(std::string_view name) { return this->name(name).beginObject(); }
    Writer& endObject();
    Writer& beginArray();
    Writer& beginArray(std::string_view name) { return this->name(name).beginArray(); }
    Writer& endArray();

    Writer& name(std::string_view name);
    Writer& text(std::string_view value);
    Writer& number(std::int64_t value);
    Writer& boolean(bool value);
    Writer& null();
    Writer& raw(std::string_view json); // blanks between its tokens are left out

    // A whole member.
    Writer& text(std::string_view name, std::string_view value) { return this->name(name).text(value); }
    Writer& number(std::string_view name, std::int64_t value) { return this->name(name).number(value); }
    Writer& boolean(std::string_view name, bool value) { return this->name(name).boolean(value); }
    Writer& null(std::string_view name) { return this->name(name).null(); }
    Writer& raw(std::string_view name, std::string_view json) { return this->name(name).raw(json); }

    // The members of an object, into the open one; nothing of another value.
    Writer& members(std::string_view object);

    // Several pieces as one string value: a data URL without a copy of its data.
    Writer& joined(std::string_view head, std::string_view tail);

private:
    void separate();

    std::string& m_out;
    std::vector<bool> m_filled; // per open container: something is in it
    bool m_named = false;
};

void appendCompact(std::string& out, std::string_view json);

// "decoded" as appendDecoded() makes it, each half of a broken surrogate pair replaced by U+FFFD.
std::string withoutSurrogates(std::string decoded);

} // namespace gatehouse::dialects::json
