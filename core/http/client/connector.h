// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/client/upstream_core.h"

namespace gatehouse::http {

// A new connection: name, addresses in order with a share of the time each, TLS. All within connectTimeout.
Task<Result<ConnectionPtr>> connect(std::shared_ptr<UpstreamCore> core, Endpoint endpoint,
                                    std::chrono::milliseconds connectTimeout, TimingWriter timing);

} // namespace gatehouse::http
