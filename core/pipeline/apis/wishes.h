// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/message.h"

namespace gatehouse::pipeline {

// Prefer: respond-async (RFC 7240), or ?async=true.
bool asksForJob(const http::RequestHead& head);
// Accept: text/event-stream, before what else it names.
bool acceptsEvents(const http::RequestHead& head);

} // namespace gatehouse::pipeline
