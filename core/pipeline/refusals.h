// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/message.h"
#include "core/http/server/refusal.h"

#include <string_view>

namespace gatehouse::pipeline {

// A listener's refusal of a request in the dialect of the address that it asks for (http::RefusalWriter).
http::RefusalAnswer writeRefusal(const http::RequestHead& head, const http::RefusalInfo& info,
                                 std::string_view requestId);

} // namespace gatehouse::pipeline
