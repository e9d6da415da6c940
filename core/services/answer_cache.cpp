// SPDX-License-Identifier: Apache-2.0
#include "core/services/answer_cache.h"

#include "core/base/text.h"

#include <algorithm>
#include <ctime>

namespace gatehouse::services {
namespace {

using std::chrono::seconds;

std::string_view fieldOf(const HeaderViews& fields, std::string_view name) {
    for (const auto& field : fields) {
        if (equalsIgnoringCase(field.name, name))
            return field.value;
    }
    return {};
}

// Calls "visit" for each member of all fields of that name.
template <typename Visit>
void eachMember(const HeaderViews& fields, std::string_view name, Visit visit) {
    for (const auto& field : fields) {
        if (!equalsIgnoringCase(field.name, name))
            continue;
        auto list = field.value;
        while (!list.empty()) {
            const auto comma = std::min(list.find(','), list.size());
            if (const auto member = trim(list.substr(0, comma)); !member.empty())
                visit(member);
            list.remove_prefix(std::min(comma + 1, list.size()));
        }
    }
}

struct Directives {
    bool noStore = false;
    bool noCache = false;
    bool isPrivate = false;
    std::optional<seconds> maxAge; // s-maxage where it is given
};

Directives directivesOf(const HeaderViews& fields) {
    Directives found;
    bool shared = false;
    eachMember(fields, "cache-control", [&](std::string_view member) {
        const auto equals = std::min(member.find('='), member.size());
        const auto name = trim(member.substr(0, equals));
        auto value = equals < member.size() ? trim(member.substr(equals + 1)) : std::string_view();
        if (value.size() > 1 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        found.noStore = found.noStore || equalsIgnoringCase(name, "no-store");
        found.noCache = found.noCache || equalsIgnoringCase(name, "no-cache");
        found.isPrivate = found.isPrivate || equalsIgnoringCase(name, "private");
        const bool ofShared = equalsIgnoringCase(name, "s-maxage");
        if (!ofShared && (!equalsIgnoringCase(name, "max-age") || shared))
            return;
        shared = ofShared;
        // What cannot be read is stale (RFC 9111 §4.2.1).
        const auto time = parseUnsigned(value);
        found.maxAge = seconds(time ? static_cast<std::int64_t>(std::min<std::uint64_t>(*time, 1U << 30U)) : 0);
    });
    return found;
}

// Of the three forms of a date the one that is sent (RFC 9110 §5.6.7); anything else lies in the past.
seconds untilDate(std::string_view text, WallMicros now) {
    std::tm time{};
    const std::string copy(text);
    const auto* end = ::strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &time);
    if (end == nullptr || *end != '\0')
        return seconds(0);
    return seconds(::timegm(&time) - now / 1'000'000);
}

bool mayBeKept(int status) {
    return status == 200 || status == 203 || status == 301 || status == 404 || status == 410;
}

void add(std::string& text, std::string_view part) {
    text.append(std::to_string(part.size())).append(":").append(part);
}

} // namespace

CacheUse cacheUse(const Rule& rule, const Asked& asked) {
    if (!rule.cacheFor || asked.method != "GET" || !asked.body.empty() || !asked.header("range").empty())
        return CacheUse::No;
    const auto wish = directivesOf(asked.headers);
    if (wish.noStore)
        return CacheUse::No;
    const bool anew = wish.noCache || (wish.maxAge && wish.maxAge->count() == 0);
    return anew ? CacheUse::KeepOnly : CacheUse::Yes;
}

Digest cacheKey(const Service& service, const Rule& rule, const Asked& asked, const Outgoing& out) {
    std::string text;
    add(text, std::to_string(service.number));
    add(text, std::to_string(&rule - service.rules.data()));
    add(text, asked.team);
    add(text, out.path);
    add(text, out.query);
    const auto addField = [&](std::string_view name) {
        const auto* value = find(out.headers, name);
        add(text, toLower(name));
        add(text, value != nullptr ? *value : std::string());
    };
    for (const auto& name : rule.vary)
        addField(name);
    for (const auto& [name, ignored] : rule.setHeaders)
        addField(name);
    return sha256(text);
}

std::optional<seconds> freshFor(const Rule& rule, int status, const HeaderViews& service, WallMicros now) {
    if (!rule.cacheFor || !mayBeKept(status) || !fieldOf(service, "set-cookie").empty())
        return std::nullopt;
    const auto said = directivesOf(service);
    if (said.noStore || said.noCache || said.isPrivate)
        return std::nullopt;
    bool unknownVary = false;
    eachMember(service, "vary", [&](std::string_view name) {
        const bool known = equalsIgnoringCase(name, "accept-encoding") || equalsIgnoringCase(name, "origin") ||
                           std::any_of(rule.vary.begin(), rule.vary.end(),
                                       [name](const std::string& each) { return equalsIgnoringCase(each, name); });
        unknownVary = unknownVary || !known;
    });
    if (unknownVary)
        return std::nullopt;
    auto fresh = std::chrono::duration_cast<seconds>(*rule.cacheFor);
    if (said.maxAge)
        fresh = std::min(fresh, *said.maxAge - ageOf(service));
    else if (const auto expires = fieldOf(service, "expires"); !expires.empty())
        fresh = std::min(fresh, untilDate(expires, now));
    return fresh.count() > 0 ? std::optional(fresh) : std::nullopt;
}

seconds ageOf(const HeaderViews& service) {
    const auto age = parseUnsigned(trim(fieldOf(service, "age")));
    return seconds(age ? static_cast<std::int64_t>(std::min<std::uint64_t>(*age, 1U << 30U)) : 0);
}

bool hasAlready(const Asked& asked, const StoredAnswer& stored) {
    const auto* etag = find(stored.headers, "etag");
    if (etag == nullptr || stored.status != 200)
        return false;
    const auto plain = [](std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; };
    bool has = false;
    eachMember(asked.headers, "if-none-match",
               [&](std::string_view tag) { has = has || tag == "*" || plain(tag) == plain(*etag); });
    return has;
}

std::size_t StoredAnswer::weight() const {
    std::size_t bytes = body.size() + 256;
    for (const auto& [name, value] : headers)
        bytes += name.size() + value.size() + 64;
    return bytes;
}

void AnswerCache::put(StoredAnswerPtr answer) {
    constexpr std::uint64_t parts = 8;
    if (answer->weight() <= m_table.bound() / parts)
        (void)m_table.put(std::move(answer));
}

} // namespace gatehouse::services
