// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/operation.h"

namespace gatehouse::admin {

// What every operation has; the rest is filled in by who makes it.
inline Operation newOperation(http::Method method, std::string path, std::string id, std::string tag,
                              std::string summary) {
    Operation operation;
    operation.method = method;
    operation.path = std::move(path);
    operation.id = std::move(id);
    operation.tag = std::move(tag);
    operation.summary = std::move(summary);
    return operation;
}

} // namespace gatehouse::admin
