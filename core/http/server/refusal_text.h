// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/server/answer_head.h"
#include "core/http/server/refusal.h"
#include "core/http/server/request_id.h"

#include <string>
#include <string_view>

namespace gatehouse::http {

std::string refusalBody(const RefusalInfo& info, RefusalForm form);

// The fields of a refusal: content type, its code, Retry-After.
ResponseHead refusalHead(const RefusalInfo& info, int status, std::string_view contentType);

// A whole answer, which ends the connection.
std::string plainRefusal(Refusal refusal, RefusalForm form, DateCache& dates, RequestIds& ids);

} // namespace gatehouse::http
