// SPDX-License-Identifier: Apache-2.0
#include "core/admin/router.h"

#include "core/base/text.h"

#include <algorithm>
#include <set>
#include <utility>

namespace gatehouse::admin {
namespace {

std::vector<std::string_view> segmentsOf(std::string_view path) {
    std::vector<std::string_view> segments;
    while (!path.empty()) {
        path.remove_prefix(1); // the '/'
        const auto end = std::min(path.find('/'), path.size());
        segments.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

bool isPlace(std::string_view segment) {
    return segment.starts_with('{');
}

bool fits(const std::vector<std::string>& known, const std::vector<std::string_view>& segments) {
    return std::equal(known.begin(), known.end(), segments.begin(), segments.end(),
                      [](std::string_view a, std::string_view b) { return isPlace(a) ? !b.empty() : a == b; });
}

std::string allowOf(const std::vector<const Operation*>& operations) {
    std::set<std::string_view> names{http::nameOf(http::Method::Options)};
    for (const auto* operation : operations) {
        names.insert(http::nameOf(operation->method));
        if (operation->method == http::Method::Get)
            names.insert(http::nameOf(http::Method::Head));
    }
    std::string allow;
    for (const auto name : names)
        allow.append(allow.empty() ? "" : ", ").append(name);
    return allow;
}

Result<std::string> decodePlace(std::string_view segment) {
    auto text = percentDecode(segment);
    if (!text || !isValidUtf8(*text) || text->find('\0') != std::string::npos) {
        Error error;
        error.kind = ErrorKind::Invalid;
        error.code = "invalid_path";
        error.message = "The path holds something that is not percent-encoded UTF-8 without NUL.";
        error.field = "path";
        error.expected = "percent-encoded UTF-8 without NUL";
        error.found = "something else";
        return tl::unexpected<Error>(std::move(error));
    }
    return std::move(*text);
}

} // namespace

Router::Router(Operations operations) : m_operations(std::move(operations)) {
    for (const auto& operation : m_operations) {
        std::vector<std::string> segments;
        for (const auto segment : segmentsOf(operation.path))
            segments.emplace_back(segment);
        const auto known =
            std::find_if(m_paths.begin(), m_paths.end(), [&](const Path& path) { return path.segments == segments; });
        auto& path = known == m_paths.end() ? m_paths.emplace_back() : *known;
        path.segments = std::move(segments);
        path.operations.push_back(&operation);
    }
    for (auto& path : m_paths)
        path.allow = allowOf(path.operations);
    // A word of ours goes before a place that anything fits: /subscriptions/bulk before /subscriptions/{id}.
    std::stable_sort(m_paths.begin(), m_paths.end(), [](const Path& a, const Path& b) {
        return std::lexicographical_compare(a.segments.begin(), a.segments.end(), b.segments.begin(), b.segments.end(),
                                            [](const auto& x, const auto& y) { return !isPlace(x) && isPlace(y); });
    });
}

const Router::Path* Router::findPath(const std::vector<std::string_view>& segments) const {
    const auto found =
        std::find_if(m_paths.begin(), m_paths.end(), [&](const Path& path) { return fits(path.segments, segments); });
    return found == m_paths.end() ? nullptr : &*found;
}

Result<RouteMatch> Router::find(http::Method method, std::string_view path) const {
    RouteMatch match;
    if (!path.starts_with('/'))
        return match;
    const auto segments = segmentsOf(path);
    const auto* known = findPath(segments);
    if (known == nullptr)
        return match;
    match.pathKnown = true;
    match.allow = known->allow;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const std::string_view name = known->segments[i];
        if (!isPlace(name))
            continue;
        auto value = decodePlace(segments[i]);
        if (!value)
            return tl::unexpected<Error>(std::move(value.error()));
        match.places.emplace(name.substr(1, name.size() - 2), std::move(*value));
    }
    const auto wanted = method == http::Method::Head ? http::Method::Get : method;
    for (const auto* operation : known->operations) {
        if (operation->method == wanted)
            match.operation = operation;
    }
    return match;
}

} // namespace gatehouse::admin
