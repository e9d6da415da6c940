// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/pipeline/apis/api_call.h"
#include "core/pipeline/stages.h"

#include <boost/json/object.hpp>

namespace gatehouse::pipeline {

// The body of a call as the one JSON object that it must be, read as strictly as the bodies of models are: UTF-8, no
// name twice, bounded depth, what key, application and team say about its size. Errors: unsupported_media_type,
// unsupported_content_encoding, invalid_json, duplicate_name, too_deep, body_too_large and those of reading.
Task<Result<boost::json::object>> readJsonBody(ApiCall& api, const RequestBounds& bounds);

} // namespace gatehouse::pipeline
