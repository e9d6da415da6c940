// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/operation.h"

#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::admin {

// An operation at /admin/v1/apis/{id}/versions/{version}/…: 404 where there is no such version.
inline Operation apiVersionOperation(http::Method method, std::string_view last, std::string id, std::string summary) {
    Operation operation;
    operation.method = method;
    operation.path = "/admin/v1/apis/{id}/versions/{version}/" + std::string(last);
    operation.id = std::move(id);
    operation.tag = "apis";
    operation.summary = std::move(summary);
    operation.idSchema = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"})";
    operation.placeSchemas["version"] = R"({"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$"})";
    operation.permission = contract::Permission::ViewApis;
    operation.problems = {404};
    return operation;
}

} // namespace gatehouse::admin
