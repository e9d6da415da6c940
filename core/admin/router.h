// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/operation.h"
#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::admin {

// Where a request leads: to an operation, or to a path that has others, or nowhere.
struct RouteMatch {
    const Operation* operation = nullptr;
    bool pathKnown = false;
    std::string allow; // of the path: "GET, HEAD, OPTIONS, POST"
    Texts places;      // decoded
};

// Finds operations by path and method. HEAD is answered where GET is. Immutable; any thread.
class Router {
public:
    explicit Router(Operations operations);

    // "path" as it came; places are percent-decoded once. Invalid (invalid_path) where a place is no percent-encoded
    // UTF-8 or holds NUL.
    Result<RouteMatch> find(http::Method method, std::string_view path) const;
    const Operations& operations() const { return m_operations; }

private:
    struct Path {
        std::vector<std::string> segments; // "{id}" for a place
        std::vector<const Operation*> operations;
        std::string allow;
    };
    const Path* findPath(const std::vector<std::string_view>& segments) const;

    Operations m_operations;
    std::vector<Path> m_paths;
};

} // namespace gatehouse::admin
