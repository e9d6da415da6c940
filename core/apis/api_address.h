// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::apis {

inline constexpr std::string_view latestVersion = "latest"; // the newest that is published; no version's own name

// Where a request to a published API goes: /apis/{id}/{version}{rest}. Id and version are percent-decoded once and are
// then what ids may be, so that a decoded slash, dot segment or blank names nothing.
struct ApiAddress {
    std::string id;
    std::string version;
    std::string_view rest; // a view of the path, not decoded: empty, or with its slash in front
};

// Below /apis/: it is looked at by nobody else, whatever stands there.
bool isApiPath(std::string_view path);
// Nothing where the path cannot name an API and a version.
std::optional<ApiAddress> readApiAddress(std::string_view path);

// [A-Za-z0-9][A-Za-z0-9._-]{0,31}, and not "latest".
bool isVersionName(std::string_view name);

// "/apis/mood/1", encoded.
std::string apiPath(std::string_view id, std::string_view version);

} // namespace gatehouse::apis
