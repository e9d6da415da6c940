// SPDX-License-Identifier: Apache-2.0
#include "core/services/asked.h"

#include "core/base/text.h"
#include "core/dialects/json_strict.h"

#include <algorithm>
#include <boost/json/parse.hpp>

namespace gatehouse::services {
namespace {

namespace json = boost::json;

constexpr std::size_t deepestBody = 64;

class NobodyListens final : public dialects::json::Visitor {
public:
    void value(std::size_t, std::string_view, const dialects::json::Item&) override {}
    void close(std::size_t, const dialects::json::Item&) override {}
};

} // namespace

std::string_view Asked::header(std::string_view name) const {
    for (const auto& field : headers) {
        if (equalsIgnoringCase(field.name, name))
            return field.value;
    }
    return {};
}

Result<void> readTarget(Asked& asked, std::string_view path, std::string_view query) {
    auto clean = cleanPath(path);
    if (!clean)
        return tl::unexpected(std::move(clean.error()));
    auto pairs = Query::parse(query);
    if (!pairs)
        return tl::unexpected(std::move(pairs.error()));
    for (const auto* name : {"content-type", "content-encoding"}) {
        const auto given = std::count_if(asked.headers.begin(), asked.headers.end(), [name](const HeaderView& field) {
            return equalsIgnoringCase(field.name, name);
        });
        if (given > 1)
            return failure(ErrorKind::Invalid, "repeated_header",
                           "The header " + std::string(name) + " is given more than once.");
    }
    asked.path = std::move(*clean);
    asked.query = std::move(*pairs);
    asked.query.remove("key");
    return {};
}

bool isJsonType(std::string_view contentType) {
    const auto type = trim(contentType.substr(0, contentType.find(';')));
    return equalsIgnoringCase(type, "application/json") ||
           (type.size() > 5 && equalsIgnoringCase(type.substr(type.size() - 5), "+json"));
}

Result<json::value> parseStrictly(std::string_view text) {
    NobodyListens nobody;
    if (const auto strict = dialects::json::walkStrictly(text, deepestBody, nobody); !strict)
        return tl::unexpected(strict.error());
    json::parse_options options;
    options.max_depth = deepestBody + 1;
    boost::system::error_code failed;
    auto value = json::parse(text, failed, {}, options);
    if (failed)
        return failure(ErrorKind::Invalid, "invalid_json", "The body is not JSON.");
    return value;
}

Result<void> readJson(Asked& asked) {
    if (asked.json || asked.body.empty())
        return {};
    const auto coding = asked.header("content-encoding");
    if (!isJsonType(asked.header("content-type")) || (!coding.empty() && !equalsIgnoringCase(coding, "identity")))
        return failure(ErrorKind::Invalid, "unsupported_media_type",
                       "This API takes bodies of application/json that are not compressed.");
    auto value = parseStrictly(asked.body);
    if (!value)
        return tl::unexpected(std::move(value.error()));
    asked.json = std::move(*value);
    return {};
}

json::object factsOf(const Asked& asked, const PathValues& values, WithBody withBody) {
    json::object facts;
    auto& path = facts["path"].emplace_object();
    for (const auto& [name, value] : values)
        path[name] = value;
    auto& query = facts["query"].emplace_object();
    for (const auto& pair : asked.query.pairs()) {
        if (!query.contains(pair.name))
            query[pair.name] = pair.value;
    }
    auto& headers = facts["headers"].emplace_object();
    for (const auto& field : asked.headers) {
        if (isOfTheClient(field.name) && isValidUtf8(field.value))
            headers[toLower(field.name)] = field.value;
    }
    facts["caller"] = json::object{{"app", asked.app}, {"team", asked.team}, {"key", asked.keyId}};
    facts["api"] = json::object{{"id", asked.api}, {"version", asked.version}};
    facts["request_id"] = asked.requestId;
    if (asked.json && withBody == WithBody::Yes)
        facts["body"] = *asked.json;
    return facts;
}

} // namespace gatehouse::services
