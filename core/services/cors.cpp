// SPDX-License-Identifier: Apache-2.0
#include "core/services/cors.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::services {
namespace {

std::string_view fieldOf(const HeaderViews& fields, std::string_view name) {
    for (const auto& field : fields) {
        if (equalsIgnoringCase(field.name, name))
            return field.value;
    }
    return {};
}

std::string joined(const std::vector<std::string>& list) {
    std::string out;
    for (const auto& each : list)
        out.append(out.empty() ? "" : ", ").append(each);
    return out;
}

bool isAny(const Cors& cors) {
    return std::find(cors.origins.begin(), cors.origins.end(), "*") != cors.origins.end();
}

// An answer that differs by Origin must not be given to another page by a cache.
void addVary(Headers& answer, std::string_view name) {
    const auto* vary = find(answer, "vary");
    if (vary == nullptr)
        answer.emplace_back("Vary", name);
    else if (*vary != "*")
        set(answer, "Vary", *vary + ", " + std::string(name));
}

void addOrigin(const Cors& cors, std::string_view origin, Headers& answer) {
    if (!isAny(cors))
        addVary(answer, "Origin");
    answer.emplace_back("Access-Control-Allow-Origin", isAny(cors) ? "*" : origin);
    if (cors.credentials)
        answer.emplace_back("Access-Control-Allow-Credentials", "true");
}

} // namespace

bool allowsOrigin(const Cors& cors, std::string_view origin) {
    return !origin.empty() &&
           (isAny(cors) || std::any_of(cors.origins.begin(), cors.origins.end(), [origin](const std::string& listed) {
                return equalsIgnoringCase(listed, origin);
            }));
}

bool isPreflight(std::string_view method, const HeaderViews& fields) {
    return method == "OPTIONS" && !fieldOf(fields, "origin").empty() &&
           !fieldOf(fields, "access-control-request-method").empty();
}

Headers preflightAnswer(const Cors& cors, const HeaderViews& fields) {
    Headers answer;
    const auto origin = fieldOf(fields, "origin");
    if (!allowsOrigin(cors, origin))
        return answer;
    addOrigin(cors, origin, answer);
    answer.emplace_back("Access-Control-Allow-Methods", joined(cors.methods));
    // A page sends its key in one of these; without them it could not call at all.
    auto headers = joined(cors.headers);
    headers += headers.empty() ? "" : ", ";
    headers += "authorization, x-api-key, content-type";
    answer.emplace_back("Access-Control-Allow-Headers", std::move(headers));
    answer.emplace_back("Access-Control-Max-Age", std::to_string(cors.maxAge.count()));
    return answer;
}

void addCors(const Cors& cors, std::string_view origin, Headers& answer) {
    if (!allowsOrigin(cors, origin))
        return;
    addOrigin(cors, origin, answer);
    auto exposed = joined(cors.expose);
    exposed += exposed.empty() ? "" : ", ";
    exposed += "x-request-id, x-gatehouse-error";
    answer.emplace_back("Access-Control-Expose-Headers", std::move(exposed));
}

} // namespace gatehouse::services
