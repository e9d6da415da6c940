// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/refusals.h"

#include "core/dialects/errors.h"
#include "core/pipeline/addresses.h"

namespace gatehouse::pipeline {

http::RefusalAnswer writeRefusal(const http::RequestHead& head, const http::RefusalInfo& info,
                                 std::string_view requestId) {
    constexpr int tooManyRequests = 429;
    const auto match = matchAddress(head.method, head.path, head.has("anthropic-version"));
    const auto kind = info.status == tooManyRequests ? ErrorKind::Limited : ErrorKind::Unavailable;
    const Error error = failure(kind, std::string(info.code), std::string(info.message)).value();
    http::RefusalAnswer answer;
    answer.status = dialects::statusOf(error, match.address.dialect);
    answer.body = dialects::writeError(error, match.address.dialect, requestId);
    return answer;
}

} // namespace gatehouse::pipeline
