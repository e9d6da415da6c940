// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/schema.h"

#include "core/base/text.h"
#include "core/dialects/gemini/fields.h"
#include "core/dialects/json_writer.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::gemini {
namespace {

using json::View;

constexpr std::array typeNames = {"STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"};
// 64-bit numbers of the services, which may come as texts.
constexpr std::array counts = {"minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"};

bool isTypeName(std::string_view word) {
    return std::find(typeNames.begin(), typeNames.end(), word) != typeNames.end();
}

bool isDigits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

class Converter {
public:
    explicit Converter(std::string& out) : m_out(out) {}

    void write(View schema) {
        if (!schema.isObject()) {
            m_out.raw(schema.written());
            return;
        }
        const bool nullable = schema["nullable"].isTrue();
        m_out.beginObject();
        for (const View member : schema.children())
            writeMember(member, nullable);
        m_out.endObject();
    }

private:
    void writeMember(View member, bool nullable) {
        const auto name = member.name();
        if (name == "nullable" || isField(name, "propertyOrdering"))
            return;
        if (name == "type" && member.isString())
            writeType(member.text(), nullable);
        else if (name == "properties" && member.isObject())
            writeProperties(member);
        else if (name == "items" || isField(name, "additionalProperties"))
            writeNamed(camelCase(name), member);
        else if (isField(name, "anyOf") && member.isArray())
            writeList(member);
        else if (isField(name, "prefixItems") && member.isArray())
            writeList(member);
        else if (const auto count = countNamed(name); !count.empty() && isDigits(member.text()))
            m_out.raw(count, member.text());
        else
            m_out.raw(name, member.written());
    }
    void writeNamed(std::string_view name, View schema) {
        m_out.name(name);
        write(schema);
    }
    static std::string_view countNamed(std::string_view name) {
        const auto* const found =
            std::find_if(counts.begin(), counts.end(), [name](const char* known) { return isField(name, known); });
        return found == counts.end() ? std::string_view() : *found;
    }
    void writeType(const std::string& type, bool nullable) {
        const std::string word = isTypeName(type) ? toLower(type) : type;
        if (nullable)
            m_out.beginArray("type").text(word).text("null").endArray();
        else
            m_out.text("type", word);
    }
    void writeProperties(View properties) {
        m_out.beginObject("properties");
        for (const View property : properties.children()) {
            m_out.name(property.name());
            write(property);
        }
        m_out.endObject();
    }
    void writeList(View schemas) {
        m_out.beginArray(camelCase(schemas.name()));
        for (const View schema : schemas.children())
            write(schema);
        m_out.endArray();
    }

    json::Writer m_out;
};

} // namespace

RawJson jsonSchema(View schema) {
    RawJson out;
    Converter(out).write(schema);
    return out;
}

} // namespace gatehouse::dialects::gemini
