// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/services/headers.h"
#include "core/services/path.h"
#include "core/services/query.h"

#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::services {

// A call as rules see it. Views live as long as its exchange.
struct Asked {
    std::string_view method; // "GET"
    CleanPath path;          // behind /apis/{id}/{version}
    Query query;             // without the gateway's key
    HeaderViews headers;
    std::string_view body;
    std::optional<boost::json::value> json; // of the body, once readJson() has read it
    // Who calls, and through what: for mappings.
    std::string_view app;
    std::string_view team;
    std::string_view keyId;
    std::string_view address;
    std::string_view api;
    std::string_view version;
    std::string_view requestId;
    std::string publicBase; // "/apis/mood/1"

    std::string_view header(std::string_view name) const;
};

// Path and query of a call; the parameter "key", in which a gateway key may stand, is left out.
// Errors: Invalid invalid_path, invalid_query; repeated_header where two readers could take another content type each.
Result<void> readTarget(Asked& asked, std::string_view path, std::string_view query);

// A body that mappings or checks look into -> asked.json. Strict: no name twice, at most 64 deep, so that the service
// reads what was checked. Without a body there is nothing to read. Errors: Invalid unsupported_media_type (415 for
// clients), invalid_json.
Result<void> readJson(Asked& asked);
bool isJsonType(std::string_view contentType);
Result<boost::json::value> parseStrictly(std::string_view text);

// What mappings see of a call; for those of answers without the body, in whose place the answer's then stands.
enum class WithBody { Yes, No };
boost::json::object factsOf(const Asked& asked, const PathValues& values, WithBody withBody = WithBody::Yes);

} // namespace gatehouse::services
