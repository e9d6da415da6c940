// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/own_ids.h"

#include "core/http/server/request_id.h"

namespace gatehouse::pipeline {
namespace {

http::RequestIds& ids() {
    thread_local http::RequestIds generator;
    return generator;
}

} // namespace

std::string ownRequestId() {
    http::RequestIds::Id id;
    ids().next(id);
    return std::string(http::textOf(id));
}

std::string ownRequestIdBehind(std::string_view earlier) {
    http::RequestIds::Id id;
    ids().nextBehind(earlier, id);
    return std::string(http::textOf(id));
}

} // namespace gatehouse::pipeline
