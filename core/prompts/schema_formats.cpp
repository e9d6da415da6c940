// SPDX-License-Identifier: Apache-2.0
#include "core/prompts/schema_formats.h"

#include <arpa/inet.h>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <re2/re2.h>
#include <string>
#include <utility>

namespace gatehouse::prompts {
namespace {

namespace json = boost::json;

constexpr std::array<std::pair<std::string_view, Format>, 18> names{{
    {"date-time", Format::DateTime},
    {"date", Format::Date},
    {"time", Format::Time},
    {"duration", Format::Duration},
    {"email", Format::Email},
    {"hostname", Format::Hostname},
    {"ipv4", Format::Ipv4},
    {"ipv6", Format::Ipv6},
    {"uri", Format::Uri},
    {"url", Format::Uri},
    {"uri-reference", Format::UriReference},
    {"uuid", Format::Uuid},
    {"json-pointer", Format::JsonPointer},
    {"byte", Format::Byte},
    {"int32", Format::Int32},
    {"int64", Format::Int64},
    {"float", Format::Free},
    {"double", Format::Free},
}};

bool matches(const char* pattern, std::string_view text) {
    return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern);
}
bool matches(const RE2& pattern, std::string_view text) {
    return RE2::FullMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits)
        value = value * 10 + (c - '0');
    return value;
}

// RFC 3339, full-date.
bool isDate(std::string_view text) {
    static const RE2 shape("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");
    if (!matches(shape, text))
        return false;
    constexpr std::array<int, 12> lengths{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int year = number(text.substr(0, 4));
    const int month = number(text.substr(5, 2));
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int most = lengths[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
    return number(text.substr(8, 2)) <= most;
}

// RFC 3339, full-time. A leap second is the last one of a day in UTC.
bool isTime(std::string_view text) {
    static const RE2 shape(
        "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])");
    if (!matches(shape, text))
        return false;
    if (number(text.substr(6, 2)) != 60)
        return true;
    int minutes = number(text.substr(0, 2)) * 60 + number(text.substr(3, 2));
    if (text.back() != 'Z' && text.back() != 'z') {
        const auto offset = text.substr(text.size() - 6);
        const int ahead = number(offset.substr(1, 2)) * 60 + number(offset.substr(4, 2));
        minutes += offset.front() == '+' ? -ahead : ahead;
    }
    constexpr int day = 24 * 60;
    return (minutes + day) % day == day - 1;
}

bool isDateTime(std::string_view text) {
    return text.size() > 11 && (text[10] == 'T' || text[10] == 't') && isDate(text.substr(0, 10)) &&
           isTime(text.substr(11));
}

bool isHostname(std::string_view text) {
    static const RE2 shape(
        "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");
    return text.size() <= 253 && matches(shape, text);
}

bool isAddress(int family, std::string_view text) {
    std::array<unsigned char, 16> bytes{};
    return text.size() < 64 && text.find('\0') == std::string_view::npos &&
           inet_pton(family, std::string(text).c_str(), bytes.data()) == 1;
}

bool isUriReference(std::string_view text) {
    static const RE2 shape("([A-Za-z0-9._~:/?#@!$&'()*+,;=\\[\\]-]|%[0-9A-Fa-f]{2})*");
    return text.size() <= 65'536 && matches(shape, text);
}

bool isUri(std::string_view text) {
    static const RE2 scheme("[A-Za-z][A-Za-z0-9+.-]*:.+");
    return isUriReference(text) && matches(scheme, text);
}

bool isDuration(std::string_view text) {
    static const RE2 shape("P([0-9]+W|([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+S)?)?)");
    return text.size() <= 128 && text.back() != 'P' && text.back() != 'T' && matches(shape, text);
}

bool isEmail(std::string_view text) {
    static const RE2 shape("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(.+)");
    const auto at = text.rfind('@');
    return text.size() <= 320 && at != std::string_view::npos && matches(shape, text) &&
           isHostname(text.substr(at + 1));
}

bool fitsText(Format format, std::string_view text) {
    switch (format) {
    case Format::DateTime:
        return isDateTime(text);
    case Format::Date:
        return isDate(text);
    case Format::Time:
        return isTime(text);
    case Format::Duration:
        return !text.empty() && isDuration(text);
    case Format::Email:
        return isEmail(text);
    case Format::Hostname:
        return isHostname(text);
    case Format::Ipv4:
        return isAddress(AF_INET, text);
    case Format::Ipv6:
        return isAddress(AF_INET6, text);
    case Format::Uri:
        return isUri(text);
    case Format::UriReference:
        return isUriReference(text);
    case Format::Uuid:
        return text.size() == 36 && matches("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", text);
    case Format::JsonPointer: {
        static const RE2 shape("(?s)(/([^~/]|~[01])*)*");
        return matches(shape, text);
    }
    case Format::Byte: {
        static const RE2 shape("([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");
        return matches(shape, text);
    }
    default:
        return true;
    }
}

bool fitsInt32(const json::value& value) {
    using Limits = std::numeric_limits<std::int32_t>;
    if (const auto* whole = value.if_int64())
        return *whole >= Limits::min() && *whole <= Limits::max();
    if (const auto* real = value.if_double())
        return *real >= Limits::min() && *real <= Limits::max() && *real == std::floor(*real);
    return !value.is_uint64();
}

bool fitsInt64(const json::value& value) {
    if (const auto* real = value.if_double())
        return std::abs(*real) < 9.2e18 && *real == std::floor(*real);
    return !value.is_uint64();
}

} // namespace

std::optional<Format> formatNamed(std::string_view name) {
    if (name == "password")
        return Format::Free;
    for (const auto& [known, format] : names) {
        if (known == name)
            return format;
    }
    return std::nullopt;
}

bool fitsFormat(Format format, const json::value& value) {
    if (format == Format::Int32)
        return fitsInt32(value);
    if (format == Format::Int64)
        return fitsInt64(value);
    const auto* text = value.if_string();
    return text == nullptr || fitsText(format, *text);
}

} // namespace gatehouse::prompts
