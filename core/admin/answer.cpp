// SPDX-License-Identifier: Apache-2.0
#include "core/admin/answer.h"

#include "core/base/text.h"
#include "core/contract/problem.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

namespace gatehouse::admin {
namespace {

// What was found may be quoted from a document in another encoding.
std::string validUtf8(std::string text) {
    if (isValidUtf8(text))
        return text;
    for (auto& c : text) {
        if (static_cast<unsigned char>(c) >= 0x80)
            c = '?';
    }
    return text;
}

Answer problemAnswer(contract::Problem problem) {
    if (problem.title.empty())
        problem.title = contract::titleOf(problem.status);
    return textAnswer(problem.status, std::string(contract::problemType), validUtf8(problem.body()));
}

// Whether these are missed depends on other fields: on what the preset fills in, on the other half of the pair.
bool isWantedByOthers(std::string_view field) {
    return field.ends_with("base_url") || field.ends_with("dialect") || field == "server.tls.cert" ||
           field == "server.tls.key";
}

bool isAboutTheRest(const contract::Fault& fault) {
    return fault.code == contract::FaultCode::Conflict || fault.code == contract::FaultCode::UnknownReference ||
           fault.code == contract::FaultCode::Duplicate || fault.code == contract::FaultCode::Unsupported ||
           (fault.code == contract::FaultCode::MissingField && isWantedByOthers(fault.field));
}

} // namespace

Answer jsonAnswer(int status, const boost::json::value& body) {
    return textAnswer(status, "application/json", boost::json::serialize(body));
}

Answer textAnswer(int status, std::string contentType, std::string body) {
    Answer answer;
    answer.status = status;
    answer.body = std::move(body);
    answer.with("Content-Type", std::move(contentType));
    return answer;
}

Answer emptyAnswer(int status) {
    Answer answer;
    answer.status = status;
    return answer;
}

Answer problemAnswer(const Error& error) {
    auto problem = contract::problemOf(error);
    if (error.code == "stale") {
        problem.status = 412;
        problem.title = contract::titleOf(problem.status);
    }
    return problemAnswer(std::move(problem));
}

Answer problemAnswer(int status, const Error& error) {
    auto problem = contract::problemOf(error);
    problem.status = status;
    problem.title = contract::titleOf(status);
    return problemAnswer(std::move(problem));
}

Answer problemAnswer(const Refused& refused) {
    return refused.faults.empty() ? problemAnswer(refused.error) : problemAnswer(refused.faults);
}

int statusOf(const contract::Faults& faults) {
    return !faults.empty() && std::all_of(faults.begin(), faults.end(), isAboutTheRest) ? 409 : 400;
}

Answer problemAnswer(const contract::Faults& faults) {
    auto problem = contract::problemOf(faults);
    problem.status = statusOf(faults);
    problem.title = contract::titleOf(problem.status);
    return problemAnswer(std::move(problem));
}

Answer problemAnswer(int status, std::string code, std::string detail) {
    contract::Problem problem;
    problem.status = status;
    problem.code = std::move(code);
    problem.detail = std::move(detail);
    return problemAnswer(std::move(problem));
}

} // namespace gatehouse::admin
