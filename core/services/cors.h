// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/services/headers.h"
#include "core/services/service.h"

#include <string_view>

// Pages of other sites: the server's part of the CORS protocol (Fetch Standard §3.2). Pure; any thread.
namespace gatehouse::services {

// Is the page's origin one of those that may call?
bool allowsOrigin(const Cors& cors, std::string_view origin);

// An OPTIONS request that asks beforehand: it carries Origin and Access-Control-Request-Method, and no key.
bool isPreflight(std::string_view method, const HeaderViews& fields);

// The fields of its answer, 204. Origin, method and headers that may not be used are left out, and the browser refuses.
Headers preflightAnswer(const Cors& cors, const HeaderViews& fields);

// What is added to each answer to a page, refusals too; nothing for an origin that may not call.
void addCors(const Cors& cors, std::string_view origin, Headers& answer);

} // namespace gatehouse::services
