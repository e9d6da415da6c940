// SPDX-License-Identifier: Apache-2.0
#include "core/routing/failure_class.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse::routing {
namespace {

struct Named {
    std::string_view code;
    FailureClass what;
};

constexpr std::array known{
    Named{"provider_auth", FailureClass::Auth},
    Named{"provider_quota", FailureClass::Quota},
    Named{"provider_rate_limit", FailureClass::RateLimit},
    Named{"provider_context", FailureClass::Context},
    Named{"provider_content", FailureClass::Refused},
    Named{"provider_overloaded", FailureClass::Server},
    Named{"provider_model", FailureClass::Unfit},
    Named{"provider_bad_request", FailureClass::Request},
    Named{"circuit_open", FailureClass::Connect},
    Named{"no_target", FailureClass::Connect},
    Named{"operation_unsupported", FailureClass::Unfit},
    Named{"translation_loss", FailureClass::Unfit},
};

} // namespace

FailureClass classOf(const Error& error, int status) {
    const auto* const found =
        std::find_if(known.begin(), known.end(), [&](const Named& one) { return one.code == error.code; });
    if (found != known.end())
        return found->what;
    switch (error.kind) {
    case ErrorKind::Timeout:
        return FailureClass::Timeout;
    case ErrorKind::Unavailable:
    case ErrorKind::Internal:
        return status != 0 || error.code == "provider_error" ? FailureClass::Server : FailureClass::Connect;
    case ErrorKind::Limited:
        return FailureClass::RateLimit;
    case ErrorKind::Unauthorized:
        return FailureClass::Auth;
    default:
        return FailureClass::Request;
    }
}

std::string_view wordOf(FailureClass what) {
    switch (what) {
    case FailureClass::Connect:
        return "connect";
    case FailureClass::Timeout:
        return "timeout";
    case FailureClass::RateLimit:
    case FailureClass::Quota:
        return "429";
    case FailureClass::Server:
        return "5xx";
    case FailureClass::Context:
        return "context";
    case FailureClass::Refused:
        return "refused";
    case FailureClass::Auth:
        return "auth";
    case FailureClass::Unfit:
    case FailureClass::Request:
        break;
    }
    return {};
}

} // namespace gatehouse::routing
