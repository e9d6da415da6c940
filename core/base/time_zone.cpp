// SPDX-License-Identifier: Apache-2.0
#include "core/base/time_zone.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

namespace gatehouse {
namespace {

constexpr std::size_t headSize = 44;
constexpr std::int64_t day = 86'400;

tl::unexpected<Error> broken() {
    return failure(ErrorKind::Invalid, "time_zone_broken", "The system's file of this time zone cannot be read.");
}

std::int64_t bigEndian(std::string_view bytes) {
    std::uint64_t value =
        !bytes.empty() && (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
    for (const char byte : bytes)
        value = value << 8U | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(value);
}

// The counts of a header, in the order of RFC 8536 §3.1.
struct Head {
    std::size_t isUt = 0, isStandard = 0, leaps = 0, times = 0, types = 0, characters = 0;
    std::size_t bodySize(std::size_t timeSize) const {
        return times * timeSize + times + types * 6 + characters + leaps * (timeSize + 4) + isStandard + isUt;
    }
};

std::optional<Head> headOf(std::string_view content) {
    if (content.size() < headSize || !content.starts_with("TZif"))
        return std::nullopt;
    const auto count = [content](std::size_t at) {
        return static_cast<std::size_t>(bigEndian(content.substr(20 + at * 4, 4)) & 0xFFFFFF);
    };
    return Head{count(0), count(1), count(2), count(3), count(4), count(5)};
}

// The POSIX form of a rule, read from its front.
class RuleReader {
public:
    explicit RuleReader(std::string_view text) : m_text(text) {}

    std::optional<TimeZone::Rule> read() {
        TimeZone::Rule rule;
        if (!name() || !clock(rule.standard))
            return std::nullopt;
        rule.standard = -rule.standard; // POSIX counts to the west
        if (m_text.empty())
            return rule;
        rule.hasSummer = true;
        rule.summer = rule.standard + 3'600;
        if (!name())
            return std::nullopt;
        if (!m_text.starts_with(',')) {
            if (!clock(rule.summer))
                return std::nullopt;
            rule.summer = -rule.summer;
        }
        if (!change(rule.begin) || !change(rule.end) || !m_text.empty())
            return std::nullopt;
        return rule;
    }

private:
    bool take(char c) {
        if (!m_text.starts_with(c))
            return false;
        m_text.remove_prefix(1);
        return true;
    }
    bool name() {
        const bool bracketed = take('<');
        std::size_t length = 0;
        while (length < m_text.size() &&
               (bracketed ? m_text[length] != '>' : std::isalpha(static_cast<unsigned char>(m_text[length])) != 0))
            ++length;
        m_text.remove_prefix(length);
        return length > 0 && (!bracketed || take('>'));
    }
    std::optional<int> number() {
        std::size_t length = 0;
        int value = 0;
        while (length < m_text.size() && length < 4 && std::isdigit(static_cast<unsigned char>(m_text[length])) != 0)
            value = value * 10 + (m_text[length++] - '0');
        m_text.remove_prefix(length);
        return length > 0 ? std::optional(value) : std::nullopt;
    }
    bool clock(std::int64_t& seconds) {
        const bool negative = take('-');
        if (!negative)
            (void)take('+');
        seconds = 0;
        std::int64_t unit = 3'600;
        do {
            const auto part = number();
            if (!part)
                return false;
            seconds += *part * unit;
            unit /= 60;
        } while (unit > 0 && take(':'));
        if (negative)
            seconds = -seconds;
        return true;
    }
    bool change(TimeZone::Rule::Change& out) {
        using Form = TimeZone::Rule::Change::Form;
        if (!take(','))
            return false;
        std::optional<int> first;
        if (take('M')) {
            const auto month = number();
            const auto week = take('.') ? number() : std::nullopt;
            first = take('.') ? number() : std::nullopt;
            if (!month || !week || *month < 1 || *month > 12)
                return false;
            out.month = *month;
            out.week = *week;
        } else {
            out.form = take('J') ? Form::JulianDay : Form::YearDay;
            first = number();
        }
        if (!first)
            return false;
        out.day = *first;
        return !take('/') || clock(out.seconds);
    }

    std::string_view m_text;
};

// When a change happens in a year, in seconds since 1970 of local time.
std::int64_t momentOf(const TimeZone::Rule::Change& change, int year) {
    using namespace std::chrono;
    using Form = TimeZone::Rule::Change::Form;
    const auto yearBegin = sys_days(std::chrono::year(year) / January / 1);
    sys_days at = yearBegin;
    if (change.form == Form::MonthWeekDay) {
        const auto month = std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(change.month));
        const weekday wanted(static_cast<unsigned>(change.day));
        at = change.week >= 5 ? sys_days(month / wanted[last])
                              : sys_days(month / wanted[static_cast<unsigned>(change.week)]);
    } else if (change.form == Form::YearDay) {
        at += days(change.day);
    } else { // 29 February is not counted
        const bool behind = std::chrono::year(year).is_leap() && change.day >= 60;
        at += days(change.day - 1 + (behind ? 1 : 0));
    }
    return at.time_since_epoch().count() * day + change.seconds;
}

std::int64_t offsetBy(const TimeZone::Rule& rule, std::int64_t seconds) {
    if (!rule.hasSummer)
        return rule.standard;
    const auto date = std::chrono::year_month_day(
        std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds(std::chrono::seconds(seconds + rule.standard))));
    const int year = static_cast<int>(date.year());
    const auto begin = momentOf(rule.begin, year) - rule.standard;
    const auto end = momentOf(rule.end, year) - rule.summer;
    const bool summer = begin < end ? seconds >= begin && seconds < end : seconds >= begin || seconds < end;
    return summer ? rule.summer : rule.standard;
}

} // namespace

Result<std::shared_ptr<const TimeZone>> TimeZone::find(const std::string& name) {
    if (name == "UTC")
        return std::make_shared<const TimeZone>();
    const auto unknown = [&name] {
        return failure(ErrorKind::NotFound, "time_zone_unknown", "The system knows no time zone named " + name + ".");
    };
    if (name.empty() || name.front() == '/' || name.find("..") != std::string::npos)
        return unknown();
    std::error_code error;
    const std::filesystem::path path = std::filesystem::path("/usr/share/zoneinfo") / name;
    if (!std::filesystem::is_regular_file(path, error) || std::filesystem::file_size(path, error) > 1'000'000)
        return unknown();
    std::ifstream file(path, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    auto zone = read(content);
    if (!zone)
        return unknown();
    return zone;
}

Result<std::shared_ptr<const TimeZone>> TimeZone::read(std::string_view content) {
    const auto small = headOf(content);
    // Version 2 and later repeat all with 64 bits behind the first part.
    if (!small || content[4] < '2' || content.size() < headSize + small->bodySize(4))
        return broken();
    content.remove_prefix(headSize + small->bodySize(4));
    const auto head = headOf(content);
    if (!head || head->types == 0 || content.size() < headSize + head->bodySize(8))
        return broken();
    const auto body = content.substr(headSize);
    const auto kinds = body.substr(head->times * 8, head->times);
    const auto types = body.substr(head->times * 9, head->types * 6);
    const auto offsetOf = [types](std::size_t index) { return bigEndian(types.substr(index * 6, 4)); };
    auto zone = std::make_shared<TimeZone>();
    zone->m_first = offsetOf(0);
    for (std::size_t i = 0; i < head->times; ++i) {
        const auto kind = static_cast<unsigned char>(kinds[i]);
        if (kind >= head->types)
            return broken();
        zone->m_transitions.push_back({bigEndian(body.substr(i * 8, 8)), offsetOf(kind)});
    }
    auto footer = body.substr(head->bodySize(8));
    footer = footer.starts_with('\n') ? footer.substr(1) : footer;
    footer = footer.substr(0, footer.find('\n'));
    auto rule = RuleReader(footer).read();
    zone->m_rule.standard = zone->m_transitions.empty() ? zone->m_first : zone->m_transitions.back().offset;
    if (rule)
        zone->m_rule = *rule;
    return zone;
}

std::int64_t TimeZone::offsetAt(WallMicros time) const {
    const std::int64_t seconds = time / 1'000'000;
    const auto next =
        std::upper_bound(m_transitions.begin(), m_transitions.end(), seconds,
                         [](std::int64_t at, const Transition& transition) { return at < transition.at; });
    if (next == m_transitions.end())
        return offsetBy(m_rule, seconds);
    return next == m_transitions.begin() ? m_first : std::prev(next)->offset;
}

} // namespace gatehouse
