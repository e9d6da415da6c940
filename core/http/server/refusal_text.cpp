// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/refusal_text.h"

#include "core/base/text.h"

namespace gatehouse::http {
namespace {

// OpenAI's error form, which most clients of the gateway read.
std::string errorBody(const RefusalInfo& info) {
    std::string body = R"({"error":{"message":)";
    appendJsonString(body, info.message);
    body += info.status >= 500 && info.status != 501 && info.status != 505
                ? R"(,"type":"server_error","param":null,"code":)"
                : R"(,"type":"invalid_request_error","param":null,"code":)";
    appendJsonString(body, info.code);
    body += "}}";
    return body;
}

// RFC 9457, as the admin API's other errors.
std::string problemBody(const RefusalInfo& info) {
    std::string body = R"({"type":"about:blank","title":"Request refused","status":)";
    body += std::to_string(info.status) + R"(,"code":)";
    appendJsonString(body, info.code);
    body += R"(,"detail":)";
    appendJsonString(body, info.message);
    body += '}';
    return body;
}

} // namespace

std::string refusalBody(const RefusalInfo& info, RefusalForm form) {
    return form == RefusalForm::Problem ? problemBody(info) : errorBody(info);
}

ResponseHead refusalHead(const RefusalInfo& info, int status, std::string_view contentType) {
    ResponseHead head;
    head.status = status;
    head.fields.push_back({"Content-Type", std::string(contentType)});
    head.fields.push_back({"x-gatehouse-error", std::string(info.code)});
    if (info.retryAfterSeconds > 0)
        head.fields.push_back({"Retry-After", std::to_string(info.retryAfterSeconds)});
    return head;
}

std::string plainRefusal(Refusal refusal, RefusalForm form, DateCache& dates, RequestIds& ids) {
    const auto& info = infoOf(refusal);
    const bool problem = form == RefusalForm::Problem;
    const auto head = refusalHead(info, info.status, problem ? "application/problem+json" : "application/json");
    const auto body = refusalBody(info, form);
    RequestIds::Id id{};
    ids.next(id);
    std::string out;
    AnswerFacts facts{dates.now(), textOf(id), AnswerFraming::Length, body.size(), AnswerConnection::Close};
    appendAnswerHead(out, head, facts);
    out += body;
    return out;
}

} // namespace gatehouse::http
