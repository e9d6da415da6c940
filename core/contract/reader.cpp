// SPDX-License-Identifier: Apache-2.0
#include "core/contract/reader.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <cmath>
#include <unordered_set>

namespace gatehouse::contract {
namespace {

namespace json = boost::json;

constexpr std::size_t mostFaults = 100; // more help nobody

// An address with a user part may hold a password.
bool mayHoldPassword(const json::value& value) {
    const auto* text = value.if_string();
    if (text == nullptr)
        return false;
    const auto scheme = text->find("://");
    return scheme != json::string::npos && text->find('@', scheme) != json::string::npos;
}

// Shortest decimal text that reads back as the same double, without exponent.
std::string plainNumber(double number) {
    std::array<char, 400> buffer{};
    const auto [end, code] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
    return code == std::errc() ? std::string(buffer.data(), end) : std::string();
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}
bool isLineControl(char c) {
    return isControl(c) && c != '\n' && c != '\r' && c != '\t';
}

bool deeperThan(const json::value& value, std::size_t levels) {
    if (!value.is_structured())
        return false;
    if (levels == 0)
        return true;
    if (const auto* array = value.if_array())
        return std::any_of(array->begin(), array->end(),
                           [levels](const json::value& item) { return deeperThan(item, levels - 1); });
    const auto& object = value.get_object();
    return std::any_of(object.begin(), object.end(),
                       [levels](const auto& member) { return deeperThan(member.value(), levels - 1); });
}

// JSON Schema counts 1.0 as a whole number.
std::optional<std::int64_t> wholeNumber(const json::value& value) {
    if (const auto* whole = value.if_int64())
        return *whole;
    const auto* fraction = value.if_double();
    if (fraction == nullptr || std::abs(*fraction) >= 9e15 || *fraction != std::floor(*fraction))
        return std::nullopt;
    return static_cast<std::int64_t>(*fraction);
}

} // namespace

std::string foundText(const json::value& value) {
    if (const auto* text = value.if_string())
        return quoted(*text);
    if (value.is_null())
        return "nothing";
    if (value.is_array())
        return "a list";
    if (value.is_object())
        return "an object";
    if (const auto* number = value.if_double())
        return plainNumber(*number);
    return json::serialize(value);
}

std::string foundSort(const json::value& value) {
    if (const auto* text = value.if_string())
        return text->empty() ? "an empty text" : "a text of " + std::to_string(text->size()) + " characters";
    if (value.is_number())
        return "a number";
    if (value.is_bool())
        return "a flag";
    return foundText(value);
}

json::value toJson(Money money) {
    const auto text = money.toString();
    double number = 0;
    const auto* end = text.data() + text.size();
    if (std::from_chars(text.data(), end, number).ec == std::errc() && plainNumber(number) == text &&
        text.size() <= 16) {
        if (text.find('.') == std::string::npos)
            return json::value(static_cast<std::int64_t>(number));
        return json::value(number);
    }
    return json::value(text);
}

json::value toJson(const RetryCondition& condition) {
    return condition.word.empty() ? json::value(condition.status) : json::value(condition.word);
}

void Reader::add(Fault fault) {
    if (m_faults.size() < mostFaults)
        m_faults.push_back(std::move(fault));
}

void Reader::wrongType(const Path& path, const json::value& found, const std::string& expected) {
    add(makeFault(FaultCode::WrongType, path, expected, m_secret ? foundSort(found) : foundText(found)));
}

void Reader::wrongValue(const Path& path, const json::value& found, const std::string& expected) {
    add(makeFault(FaultCode::InvalidValue, path, expected,
                  m_secret || mayHoldPassword(found) ? foundSort(found) : foundText(found)));
}

void Reader::unknownField(const ObjectDescription& description, std::string_view name, const Path& path) {
    std::vector<std::string_view> names;
    std::string expected;
    for (const auto& field : description.fields) {
        if (!field.in(m_form))
            continue;
        names.push_back(field.name);
        expected += (expected.empty() ? "" : ", ") + field.name;
    }
    auto fault = makeFault(FaultCode::UnknownField, Path(path, name), "one of the fields " + expected,
                           "an unknown field " + quoted(name));
    if (const auto meant = nearest(name, names); !meant.empty())
        fault.hint = "did you mean " + std::string(meant) + "?";
    add(std::move(fault));
}

void Reader::object(void* target, const ObjectDescription& description, const json::value& value, const Path& path) {
    const auto* object = value.if_object();
    if (object == nullptr) {
        wrongType(path, value, "an object (fields of " + description.name + ")");
        return;
    }
    for (const auto& member : *object) {
        const auto* field = description.field(member.key());
        if (field == nullptr || !field->in(m_form))
            unknownField(description, member.key(), path);
    }
    for (const auto& field : description.fields) {
        if (!field.in(m_form))
            continue;
        const auto* member = object->if_contains(field.name);
        const Path here(path, field.name);
        if (member == nullptr) {
            if (field.required)
                add(makeFault(FaultCode::MissingField, here, expectedText(field.type), "nothing"));
            continue;
        }
        const bool outer = m_secret;
        m_secret = m_secret || field.secret;
        field.read(target, *member, here, *this);
        m_secret = outer;
    }
}

std::optional<std::string> Reader::writtenText(const json::value& value, const Path& path) const {
    if (const auto* text = value.if_string())
        return std::string(*text);
    if (m_source != nullptr && !value.is_null() && !value.is_structured()) {
        if (const auto written = m_source->written(path.pointer()))
            return std::string(*written);
    }
    return std::nullopt;
}

std::optional<std::string> Reader::text(const json::value& value, const Type& type, const Path& path) {
    auto text = writtenText(value, path);
    if (!text) {
        wrongType(path, value, expectedText(type));
        return std::nullopt;
    }
    if (!type.oneOf.empty()) {
        if (std::find(type.oneOf.begin(), type.oneOf.end(), *text) != type.oneOf.end())
            return text;
        if (std::find(type.later.begin(), type.later.end(), *text) != type.later.end()) {
            auto fault = makeFault(FaultCode::Unsupported, path, expectedText(type), quoted(*text));
            std::string use;
            for (const auto& choice : type.oneOf)
                use += (use.empty() ? "" : " or ") + choice;
            fault.detail = std::string(path.lastName()) + " " + *text + " is not in this version; use " + use;
            add(std::move(fault));
            return std::nullopt;
        }
        wrongValue(path, json::value(*text), expectedText(type));
        return std::nullopt;
    }
    // The check comes last: it may assume printable UTF-8 of bounded length.
    const auto length = characters(*text);
    const bool fits = length >= type.leastLength && length <= type.mostLength && isValidUtf8(*text) &&
                      std::none_of(text->begin(), text->end(), type.lines ? isLineControl : isControl);
    if (!fits || (type.check && !type.check(*text))) {
        wrongValue(path, json::value(*text), expectedText(type));
        return std::nullopt;
    }
    return text;
}

std::optional<json::value> Reader::any(const json::value& value, const Type& type, const Path& path) {
    if (type.objectsOnly && !value.is_object()) {
        wrongType(path, value, expectedText(type));
        return std::nullopt;
    }
    if (deeperThan(value, mostJsonDepth) || boost::json::serialize(value).size() > type.mostLength) {
        add(makeFault(FaultCode::InvalidValue, path,
                      "at most " + std::to_string(mostJsonDepth) + " levels and " + std::to_string(type.mostLength) +
                          " bytes",
                      "more"));
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> Reader::integer(const json::value& value, const Type& type, const Path& path) {
    const auto number = wholeNumber(value);
    if (!number && !value.is_number()) {
        wrongType(path, value, expectedText(type));
        return std::nullopt;
    }
    if (!number || *number < type.least || *number > type.most) {
        wrongValue(path, value, expectedText(type));
        return std::nullopt;
    }
    return number;
}

std::optional<bool> Reader::boolean(const json::value& value, const Type& type, const Path& path) {
    if (const auto* flag = value.if_bool())
        return *flag;
    wrongType(path, value, expectedText(type));
    return std::nullopt;
}

std::optional<Duration> Reader::duration(const json::value& value, const Type& type, const Path& path) {
    const auto* text = value.if_string();
    if (text == nullptr) {
        wrongType(path, value, expectedText(type));
        return std::nullopt;
    }
    auto duration = Duration::parse(*text);
    if (!duration || duration->value.count() < type.least || duration->value.count() > type.most) {
        wrongValue(path, value, expectedText(type));
        return std::nullopt;
    }
    return duration;
}

std::optional<Money> Reader::money(const json::value& value, const Type& type, const Path& path) {
    auto text = writtenText(value, path);
    const bool written = text.has_value();
    if (!text && value.is_number())
        text = value.is_double() ? plainNumber(value.get_double()) : json::serialize(value);
    if (!text || value.is_bool()) {
        wrongType(path, value, expectedText(type));
        return std::nullopt;
    }
    auto money = Money::parse(*text);
    if (!money && value.is_double()) // "1e-7" in a file
        money = Money::parse(plainNumber(value.get_double()));
    constexpr std::int64_t dollar = 1'000'000'000'000;
    // A binary fraction of JSON has more digits than anybody meant: the nearest pico-dollar is what it says. A text
    // must be exact.
    if (const auto* number = value.if_double(); !money && number != nullptr && !written &&
                                                *number >= static_cast<double>(type.least) &&
                                                *number <= static_cast<double>(type.most))
        money = Money::fromPico(std::llround(*number * static_cast<double>(dollar)));
    if (!money || money->pico() < type.least * dollar || money->pico() > type.most * dollar) {
        wrongValue(path, value, expectedText(type));
        return std::nullopt;
    }
    return money;
}

std::optional<WallMicros> Reader::time(const json::value& value, const Type& type, const Path& path) {
    const auto* text = value.if_string();
    if (text == nullptr) {
        wrongType(path, value, expectedText(type));
        return std::nullopt;
    }
    const auto time = parseTime(*text);
    if (!time)
        wrongValue(path, value, expectedText(type));
    return time;
}

std::optional<RetryCondition> Reader::retryCondition(const json::value& value, const Type& type, const Path& path) {
    if (const auto* word = value.if_string()) {
        for (const auto& choice : type.oneOf) {
            if (*word == choice)
                return RetryCondition{choice, 0};
        }
    } else if (const auto status = wholeNumber(value); status && *status >= 400 && *status <= 599) {
        return RetryCondition{"", static_cast<int>(*status)};
    } else if (!value.is_number()) {
        wrongType(path, value, expectedText(type));
        return std::nullopt;
    }
    wrongValue(path, value, expectedText(type));
    return std::nullopt;
}

const json::array* Reader::list(const json::value& value, const Type& type, const Path& path) {
    const auto* array = value.if_array();
    if (array == nullptr) {
        wrongType(path, value, expectedText(type));
        return nullptr;
    }
    if (array->size() < type.leastItems || array->size() > type.mostItems) {
        add(makeFault(FaultCode::InvalidValue, path, expectedText(type), "a list of " + std::to_string(array->size())));
        return nullptr;
    }
    if (type.unique) {
        std::unordered_set<std::string> seen;
        for (std::size_t i = 0; i < array->size(); ++i) {
            if (!seen.insert(json::serialize((*array)[i])).second) {
                add(makeFault(FaultCode::Duplicate, Path(path, i), "each value once",
                              (m_secret ? foundSort((*array)[i]) : foundText((*array)[i])) + " a second time"));
            }
        }
    }
    return array;
}

std::map<std::string, std::string> Reader::map(const json::value& value, const Type& type, const Path& path) {
    std::map<std::string, std::string> read;
    const auto* object = value.if_object();
    if (object == nullptr) {
        wrongType(path, value, expectedText(type));
        return read;
    }
    if (object->size() > type.mostItems)
        add(makeFault(FaultCode::InvalidValue, path, "at most " + std::to_string(type.mostItems) + " names",
                      std::to_string(object->size()) + " names"));
    for (const auto& member : *object) {
        const std::string name(member.key());
        const Path here(path, std::string_view(name));
        // The name is judged like a text that stands at its own place.
        if (!text(json::value(name), *type.name, here))
            continue;
        if (auto held = text(member.value(), *type.element, here))
            read.emplace(name, std::move(*held));
    }
    return read;
}

} // namespace gatehouse::contract
