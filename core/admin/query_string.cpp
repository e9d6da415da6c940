// SPDX-License-Identifier: Apache-2.0
#include "core/admin/query_string.h"

#include "core/base/text.h"
#include "core/contract/fault.h"

#include <algorithm>
#include <string>

namespace gatehouse::admin {
namespace {

tl::unexpected<Error> wrong(std::string field, std::string expected, std::string found) {
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "invalid_parameter";
    error.message = "The query parameter " + field + " is wrong: expected " + expected + ", found " + found + '.';
    error.field = std::move(field);
    error.expected = std::move(expected);
    error.found = std::move(found);
    return tl::unexpected<Error>(std::move(error));
}

std::optional<std::string> decode(std::string_view text) {
    std::string blanks(text);
    std::replace(blanks.begin(), blanks.end(), '+', ' ');
    auto decoded = percentDecode(blanks);
    if (!decoded || !isValidUtf8(*decoded) || decoded->find('\0') != std::string::npos)
        return std::nullopt;
    return decoded;
}

std::string namesOf(const std::vector<Parameter>& parameters) {
    std::string names;
    for (const auto& parameter : parameters)
        names += (names.empty() ? "" : ", ") + parameter.name;
    return names.empty() ? "no query parameters" : "one of " + names;
}

Result<void> takePair(std::string_view pair, const std::vector<Parameter>& parameters, Texts& out) {
    const auto equals = pair.find('=');
    auto name = decode(pair.substr(0, equals));
    auto value = equals == std::string_view::npos ? std::string() : decode(pair.substr(equals + 1));
    if (!name)
        return wrong("query", "percent-encoded UTF-8 without NUL", "something else in a name");
    if (!value)
        return wrong(contract::quoted(*name), "percent-encoded UTF-8 without NUL", "something else");
    const auto known = std::find_if(parameters.begin(), parameters.end(),
                                    [&](const Parameter& parameter) { return parameter.name == *name; });
    if (known == parameters.end())
        return wrong(contract::quoted(*name), namesOf(parameters), "a parameter that is not known here");
    if (auto checked = checkParameter(*known, *value); !checked)
        return checked;
    if (!out.emplace(known->name, std::move(*value)).second)
        return wrong(known->name, "it at most once", "it twice");
    return {};
}

} // namespace

Result<Texts> parseQuery(std::string_view query, const std::vector<Parameter>& parameters) {
    Texts out;
    while (!query.empty()) {
        const auto end = std::min(query.find('&'), query.size());
        const auto pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (pair.empty())
            continue;
        if (auto taken = takePair(pair, parameters, out); !taken)
            return tl::unexpected<Error>(std::move(taken.error()));
    }
    return out;
}

} // namespace gatehouse::admin
