// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/upstream_core.h"

#include <utility>

namespace gatehouse::http {

std::string_view codeOf(UpstreamFailure failure) {
    switch (failure) {
    case UpstreamFailure::Resolve:
        return "upstream_resolve";
    case UpstreamFailure::Address:
        return "upstream_address";
    case UpstreamFailure::Connect:
        return "upstream_connect";
    case UpstreamFailure::ConnectTimeout:
        return "upstream_connect_timeout";
    case UpstreamFailure::Proxy:
        return "upstream_proxy";
    case UpstreamFailure::Tls:
        return "upstream_tls";
    case UpstreamFailure::Reset:
        return "upstream_reset";
    case UpstreamFailure::Protocol:
        return "upstream_protocol";
    case UpstreamFailure::TooLarge:
        return "upstream_too_large";
    case UpstreamFailure::FirstByteTimeout:
        return "upstream_first_byte_timeout";
    case UpstreamFailure::IdleTimeout:
        return "upstream_idle_timeout";
    case UpstreamFailure::Cancelled:
        return "upstream_cancelled";
    case UpstreamFailure::Request:
        return "upstream_request";
    case UpstreamFailure::Count:
        break;
    }
    return "";
}

tl::unexpected<Error> failed(const UpstreamCore& core, Error error) {
    auto& failures = core.counters->failures;
    for (std::size_t i = 0; i < failures.size(); ++i) {
        if (codeOf(static_cast<UpstreamFailure>(i)) == error.code)
            failures[i].fetch_add(1, std::memory_order_relaxed);
    }
    return tl::unexpected<Error>(std::move(error));
}

Error cancelledError(std::string doing) {
    return failure(ErrorKind::Cancelled, "upstream_cancelled", "The call was cancelled while " + std::move(doing) + ".")
        .value();
}

Error resetError(std::string doing, const std::string& reason) {
    return failure(ErrorKind::Unavailable, "upstream_reset",
                   "The provider ended the connection while " + std::move(doing) +
                       (reason.empty() ? std::string() : " (" + reason + ")") +
                       ". Try again; if it stays so, look at the provider's status.")
        .value();
}

Error timeoutError(UpstreamFailure which, std::string what) {
    return failure(ErrorKind::Timeout, std::string(codeOf(which)),
                   "The provider " + std::move(what) + " in time. Try again, or raise the provider's timeouts.")
        .value();
}

} // namespace gatehouse::http
