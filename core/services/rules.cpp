// SPDX-License-Identifier: Apache-2.0
#include "core/services/rules.h"

#include "core/base/text.h"

#include <algorithm>
#include <boost/json/serialize.hpp>

namespace gatehouse::services {
namespace {

namespace json = boost::json;

// Without its port.
std::string hostOf(std::string_view host) {
    const auto colon = host.rfind(':');
    if (colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos)
        host = host.substr(0, colon);
    return toLower(host);
}

bool methodFits(const Rule& rule, std::string_view method) {
    if (rule.methods.empty())
        return true;
    const auto asked = method == "HEAD" ? std::string_view("GET") : method;
    return std::any_of(rule.methods.begin(), rule.methods.end(),
                       [&](const std::string& each) { return each == asked || each == method; });
}

bool headersFit(const Rule& rule, const Asked& asked) {
    return std::all_of(rule.headers.begin(), rule.headers.end(), [&](const auto& wanted) {
        return std::any_of(asked.headers.begin(), asked.headers.end(), [&](const HeaderView& field) {
            return equalsIgnoringCase(field.name, wanted.first) && matchesText(field.value, wanted.second);
        });
    });
}

bool queryFits(const Rule& rule, const Asked& asked) {
    return std::all_of(rule.query.begin(), rule.query.end(), [&](const auto& wanted) {
        const auto& pairs = asked.query.pairs();
        return std::any_of(pairs.begin(), pairs.end(), [&](const Query::Pair& pair) {
            return pair.name == wanted.first && matchesText(pair.value, wanted.second);
        });
    });
}

bool isNeeded(const Rule& rule) {
    return rule.body || !rule.setHeaders.empty() || !rule.setQuery.empty();
}

} // namespace

bool matchesText(std::string_view text, std::string_view pattern) {
    std::size_t at = 0, in = 0, star = std::string_view::npos, from = 0;
    while (at < text.size()) {
        if (in < pattern.size() && pattern[in] == '*') {
            star = in++;
            from = at;
        } else if (in < pattern.size() && pattern[in] == text[at]) {
            ++in;
            ++at;
        } else if (star != std::string_view::npos) {
            in = star + 1;
            at = ++from;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in) == std::string_view::npos;
}

RuleMatch findRule(const Service& service, const Asked& asked) {
    RuleMatch match;
    for (const auto& rule : service.rules) {
        if (!rule.path.matches(asked.path, match.values))
            continue;
        const bool fits = headersFit(rule, asked) && queryFits(rule, asked) &&
                          (rule.host.empty() || matchesText(hostOf(asked.header("host")), toLower(rule.host)));
        if (!fits)
            continue;
        if (methodFits(rule, asked.method)) {
            match.rule = &rule;
            match.allow.clear();
            return match;
        }
        for (const auto& method : rule.methods) {
            if (std::find(match.allow.begin(), match.allow.end(), method) == match.allow.end())
                match.allow.push_back(method);
        }
    }
    match.values.clear();
    return match;
}

Result<Outgoing> outgoing(const Rule& rule, const Asked& asked, const PathValues& values) {
    Outgoing out;
    out.path = rule.target ? rule.target->fill(values) : pathText(asked.path);
    out.headers = headersUpstream(asked.headers);
    for (const auto& name : rule.removeHeaders)
        remove(out.headers, name);
    auto query = asked.query;
    for (const auto& name : rule.removeQuery)
        query.remove(name);
    if (isNeeded(rule)) {
        const auto facts = factsOf(asked, values);
        if (rule.body) {
            out.body = json::serialize(rule.body->fill(facts));
            set(out.headers, "Content-Type", "application/json");
            remove(out.headers, "Content-Encoding");
        }
        for (const auto& [name, text] : rule.setHeaders) {
            const auto value = text.fill(facts);
            if (!value)
                continue;
            if (!isFieldValue(*value))
                return failure(ErrorKind::Invalid, "invalid_value",
                               "A value of this call goes into a header of the service and holds control characters.");
            set(out.headers, name, *value);
        }
        for (const auto& [name, text] : rule.setQuery) {
            if (const auto value = text.fill(facts))
                query.set(name, *value);
        }
    }
    out.query = query.text();
    return out;
}

Incoming incoming(const Rule& rule, const Asked& asked, const PathValues& values, const Server& server, int status,
                  const HeaderViews& service, const json::value* body) {
    Incoming in;
    const auto exact = rule.status.find(status);
    const auto whole = rule.status.find(status / 100);
    in.status = exact != rule.status.end() ? exact->second : whole != rule.status.end() ? whole->second : status;
    in.headers = headersDownstream(service, rule.passHeaders);
    for (const auto& field : service) {
        if (!equalsIgnoringCase(field.name, "location"))
            continue;
        auto location = publicLocation(field.value, server.origin, server.basePath, asked.publicBase);
        if (!location.empty())
            set(in.headers, "Location", location);
    }
    for (const auto& name : rule.removeAnswerHeaders)
        remove(in.headers, name);
    if (rule.setAnswerHeaders.empty() && !rule.answerBody)
        return in;
    auto facts = factsOf(asked, values, WithBody::No);
    facts["status"] = status;
    auto& headers = facts["headers"].emplace_object();
    for (const auto& [name, value] : in.headers) {
        if (isValidUtf8(value))
            headers[toLower(name)] = value;
    }
    if (body != nullptr)
        facts["body"] = *body;
    if (rule.answerBody && body != nullptr) {
        in.body = json::serialize(rule.answerBody->fill(facts));
        set(in.headers, "Content-Type", "application/json");
        remove(in.headers, "ETag"); // of other bytes
        remove(in.headers, "Content-Range");
        remove(in.headers, "Accept-Ranges");
    }
    for (const auto& [name, text] : rule.setAnswerHeaders) {
        const auto value = text.fill(facts);
        if (value && isFieldValue(*value))
            set(in.headers, name, *value);
    }
    return in;
}

} // namespace gatehouse::services
