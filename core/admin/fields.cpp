// SPDX-License-Identifier: Apache-2.0
#include "core/admin/fields.h"

#include "core/base/text.h"
#include "core/contract/reader.h"

#include <algorithm>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using contract::FaultCode;
using contract::makeFault;
using contract::Path;

const Path root;

bool isProse(std::string_view text) {
    return isValidUtf8(text) && std::none_of(text.begin(), text.end(), [](char c) {
               const auto byte = static_cast<unsigned char>(c);
               return (byte < 0x20 && c != '\n' && c != '\r' && c != '\t') || byte == 0x7f;
           });
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

} // namespace

Fields::Fields(const json::value& body, std::initializer_list<std::string_view> known) {
    if (!body.is_object()) {
        m_faults.push_back(makeFault(FaultCode::WrongType, root, "an object", contract::foundText(body)));
        return;
    }
    m_object = body.get_object();
    std::string names;
    for (const auto name : known)
        names.append(names.empty() ? "" : ", ").append(name);
    for (const auto& member : m_object) {
        const std::string_view name = member.key();
        if (std::find(known.begin(), known.end(), name) == known.end())
            m_faults.push_back(makeFault(FaultCode::UnknownField, Path(root, name),
                                         names.empty() ? "no fields" : "one of the fields " + names,
                                         contract::quoted(name)));
    }
}

void Fields::wrong(std::string_view name, std::string expected) {
    const auto* value = any(name);
    m_faults.push_back(makeFault(FaultCode::InvalidValue, Path(root, name), std::move(expected),
                                 value != nullptr ? contract::foundSort(*value) : "nothing"));
}

const json::value* Fields::find(std::string_view name, bool required, const char* expected) {
    const auto* value = m_object.if_contains(name);
    if (value == nullptr && required)
        m_faults.push_back(makeFault(FaultCode::MissingField, Path(root, name), expected, "nothing"));
    return value;
}

const json::value* Fields::any(std::string_view name) const {
    return m_object.if_contains(name);
}

std::string Fields::text(std::string_view name, std::size_t most, bool required) {
    const auto* value = find(name, required, "a text");
    if (value == nullptr)
        return {};
    const auto* text = value->if_string();
    if (text != nullptr && characters(*text) <= most && isProse(*text) && !(required && text->empty()))
        return std::string(*text);
    wrong(name, "a text of at most " + std::to_string(most) + " characters");
    return {};
}

std::string Fields::choice(std::string_view name, std::initializer_list<std::string_view> words, bool required) {
    const auto* value = find(name, required, "a word");
    if (value == nullptr)
        return std::string(*words.begin());
    std::string expected;
    for (const auto word : words) {
        if (value->is_string() && std::string_view(value->get_string()) == word)
            return std::string(word);
        expected.append(expected.empty() ? "one of " : ", ").append(word);
    }
    wrong(name, std::move(expected));
    return {};
}

std::optional<std::string> Fields::id(std::string_view name, bool required) {
    const auto* value = find(name, required, "an id");
    if (value == nullptr)
        return std::nullopt;
    if (value->is_string() && isValidId(value->get_string()))
        return std::string(value->get_string());
    wrong(name, "an id: letters, digits, '.', '_' or '-', at most 64, a letter or digit first");
    return std::nullopt;
}

std::vector<std::string> Fields::ids(std::string_view name, std::size_t most) {
    std::vector<std::string> out;
    const auto* value = find(name, true, "a list of ids");
    if (value == nullptr)
        return out;
    const auto* list = value->if_array();
    const bool fits = list != nullptr && !list->empty() && list->size() <= most &&
                      std::all_of(list->begin(), list->end(), [](const json::value& item) {
                          return item.is_string() && isValidId(item.get_string());
                      });
    if (!fits) {
        wrong(name, "a list of 1 to " + std::to_string(most) + " ids");
        return out;
    }
    for (const auto& item : *list)
        out.emplace_back(item.get_string());
    return out;
}

std::optional<WallMicros> Fields::time(std::string_view name) {
    const auto* value = m_object.if_contains(name);
    if (value == nullptr)
        return std::nullopt;
    if (value->is_string()) {
        if (const auto time = parseTime(value->get_string()))
            return time;
    }
    wrong(name, "a time such as \"2027-01-31T00:00:00Z\"");
    return std::nullopt;
}

std::optional<std::uint64_t> Fields::number(std::string_view name, std::uint64_t least, std::uint64_t most) {
    const auto* value = m_object.if_contains(name);
    if (value == nullptr)
        return std::nullopt;
    const double real = value->is_number() ? value->to_number<double>() : -1;
    const auto whole = real >= 0 && real <= 9e15 ? static_cast<std::uint64_t>(real) : 0;
    if (value->is_number() && real == static_cast<double>(whole) && whole >= least && whole <= most)
        return whole;
    wrong(name, "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

bool Fields::flag(std::string_view name, bool otherwise) {
    const auto* value = m_object.if_contains(name);
    if (value == nullptr)
        return otherwise;
    if (value->is_bool())
        return value->get_bool();
    wrong(name, "true or false");
    return otherwise;
}

} // namespace gatehouse::admin
