// SPDX-License-Identifier: Apache-2.0
#include "core/contract/type.h"

#include "core/contract/duration.h"

#include <limits>

namespace gatehouse::contract {
namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string out;
    for (const auto& word : words)
        out += (out.empty() ? "" : ", ") + word;
    return out;
}

std::string durationText(std::int64_t millis) {
    return Duration::of(std::chrono::milliseconds(millis)).text;
}

std::string listText(const Type& type) {
    std::string text = "a list";
    if (type.leastItems > 0)
        text += " of at least " + std::to_string(type.leastItems);
    if (type.element->kind == TypeKind::Object)
        return text + (type.leastItems > 0 ? " object" : " of objects");
    return text + ", each " + expectedText(*type.element);
}

} // namespace

const FieldDescription* ObjectDescription::field(std::string_view fieldName) const {
    for (const auto& candidate : fields) {
        if (candidate.name == fieldName)
            return &candidate;
    }
    return nullptr;
}

std::string expectedText(const Type& type) {
    switch (type.kind) {
    case TypeKind::Text:
        if (!type.oneOf.empty())
            return type.oneOf.size() == 1 ? type.oneOf.front() : "one of " + joined(type.oneOf);
        return type.expected.empty() ? "a text" : type.expected;
    case TypeKind::Boolean:
        return "true or false";
    case TypeKind::Integer:
        if (type.least == type.most)
            return std::to_string(type.least);
        return "a whole number from " + std::to_string(type.least) + " to " + std::to_string(type.most);
    case TypeKind::Duration:
        return "a duration from " + durationText(type.least) + " to " + durationText(type.most) +
               ", such as \"500ms\", \"5s\" or \"15m\"";
    case TypeKind::Money:
        return "dollars from " + std::to_string(type.least) + " to " + std::to_string(type.most) +
               ", at most 12 decimals";
    case TypeKind::Time:
        return "a time such as \"2027-01-31T00:00:00Z\"";
    case TypeKind::RetryCondition:
        return "one of " + joined(type.oneOf) + " or a status from 400 to 599";
    case TypeKind::List:
        return listText(type);
    case TypeKind::Map:
        return "names, each with " + expectedText(*type.element);
    case TypeKind::Json:
        return type.objectsOnly ? "an object" : type.expected;
    case TypeKind::Object:
        break;
    }
    return "an object (fields of " + type.object->name + ")";
}

} // namespace gatehouse::contract
