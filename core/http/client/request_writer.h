// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/http/upstream.h"

#include <string>

namespace gatehouse::http {

// The head of a request, built from parsed values: request line, Host, the fields, and Content-Length as the one
// framing field (Transfer-Encoding for a body source that does not know its length). Errors: Invalid (upstream_request)
// for a target or field that could break out of its place, and for fields that are not the caller's to set (Host,
// Connection, framing, …).
Result<std::string> writeRequestHead(const UpstreamRequest& request);

} // namespace gatehouse::http
