// SPDX-License-Identifier: Apache-2.0
#include "core/apis/api_address.h"

#include "core/base/text.h"

namespace gatehouse::apis {
namespace {

constexpr std::string_view prefix = "/apis/";
constexpr std::size_t longestVersion = 32;

std::string_view takeSegment(std::string_view& path) {
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

} // namespace

bool isApiPath(std::string_view path) {
    return path.starts_with(prefix) || path == prefix.substr(0, prefix.size() - 1);
}

bool isVersionName(std::string_view name) {
    return isValidId(name) && name.size() <= longestVersion && name != latestVersion;
}

std::optional<ApiAddress> readApiAddress(std::string_view path) {
    if (!path.starts_with(prefix))
        return std::nullopt;
    path.remove_prefix(prefix.size());
    auto id = percentDecode(takeSegment(path));
    if (!id || !isValidId(*id) || path.empty())
        return std::nullopt;
    path.remove_prefix(1);
    auto version = percentDecode(takeSegment(path));
    if (!version || (*version != latestVersion && !isVersionName(*version)))
        return std::nullopt;
    return ApiAddress{std::move(*id), std::move(*version), path};
}

std::string apiPath(std::string_view id, std::string_view version) {
    return std::string(prefix) + percentEncode(id) + "/" + percentEncode(version);
}

} // namespace gatehouse::apis
