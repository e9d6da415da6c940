// SPDX-License-Identifier: Apache-2.0
#include "core/contract/reference.h"

#include "core/base/text.h"
#include "core/contract/json_text.h"

#include <algorithm>
#include <vector>

namespace gatehouse::contract {
namespace {

const ObjectDescription* objectWithin(const Type& type) {
    const Type* inner = &type;
    while (inner->kind == TypeKind::List)
        inner = inner->element.get();
    return inner->kind == TypeKind::Object ? inner->object : nullptr;
}

// In the order in which a reader meets them.
void collect(const ObjectDescription& description, Form form, std::vector<const ObjectDescription*>& out) {
    if (std::find(out.begin(), out.end(), &description) != out.end())
        return;
    out.push_back(&description);
    for (const auto& field : description.fields) {
        const auto* object = field.in(form) ? objectWithin(field.type) : nullptr;
        if (object != nullptr)
            collect(*object, form, out);
    }
}

std::string typeCell(const Type& type) {
    if (const auto* object = objectWithin(type)) {
        const auto link = "[" + object->name + "](#" + toLower(object->name) + ")";
        return type.kind == TypeKind::List ? "list of " + link : link;
    }
    return expectedText(type);
}

std::string defaultCell(const FieldDescription& field) {
    if (field.required)
        return "**required**";
    if (!field.defaultValue)
        return "none";
    if (field.type.kind == TypeKind::Object)
        return "as there";
    return "`" + canonicalJson(*field.defaultValue) + "`";
}

std::string escapedCell(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '|')
            out += '\\';
        out += c;
    }
    return out;
}

void appendSection(std::string& out, const ObjectDescription& description, Form form) {
    out += "## " + description.name + "\n\n" + description.explanation + "\n\n";
    out += "| field | takes | default | meaning |\n|---|---|---|---|\n";
    for (const auto& field : description.fields) {
        if (!field.in(form))
            continue;
        out += "| `" + field.name + "` | " + escapedCell(typeCell(field.type)) + " | " +
               escapedCell(defaultCell(field)) + " | " + escapedCell(field.explanation) + " |\n";
    }
    out += "\n";
}

} // namespace

std::string referenceOf(const ObjectDescription& description, Form form) {
    std::vector<const ObjectDescription*> objects;
    collect(description, form, objects);
    std::string out;
    for (const auto* object : objects)
        appendSection(out, *object, form);
    return out;
}

} // namespace gatehouse::contract
