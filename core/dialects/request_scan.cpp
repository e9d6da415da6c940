// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/request_scan.h"

#include "core/dialects/request_shape.h"

namespace gatehouse::dialects {

Result<RequestFacts> scanRequest(Operation operation, std::string_view body, const ScanLimits& limits,
                                 const RequestAddress& address) {
    RequestShape shape(operation, body, limits, address);
    if (auto walked = json::walkStrictly(body, limits.depth, shape); !walked)
        return tl::unexpected(std::move(walked.error()));
    return shape.take();
}

} // namespace gatehouse::dialects
