// SPDX-License-Identifier: Apache-2.0
#include "core/base/error_status.h"

namespace gatehouse {

int statusOf(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::Invalid:
        return 400;
    case ErrorKind::Unauthorized:
        return 401;
    case ErrorKind::Forbidden:
        return 403;
    case ErrorKind::NotFound:
        return 404;
    case ErrorKind::Conflict:
        return 409;
    case ErrorKind::TooLarge:
        return 413;
    case ErrorKind::Limited:
        return 429;
    case ErrorKind::Unavailable:
        return 503;
    case ErrorKind::Timeout:
        return 504;
    case ErrorKind::Cancelled:
        return 499;
    case ErrorKind::Internal:
        break;
    }
    return 500;
}

} // namespace gatehouse
