// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/kept_error.h"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace gatehouse::pipeline {
namespace {

constexpr std::size_t longestMessage = 500;
constexpr int firstError = 300;

ErrorKind kindOf(int status) {
    switch (status) {
    case 401:
    case 403:
        return ErrorKind::Forbidden;
    case 404:
    case 410:
        return ErrorKind::NotFound;
    case 408:
    case 504:
        return ErrorKind::Timeout;
    case 409:
        return ErrorKind::Conflict;
    case 413:
        return ErrorKind::TooLarge;
    case 429:
        return ErrorKind::Limited;
    default:
        return status >= 400 && status < 500 ? ErrorKind::Invalid : ErrorKind::Unavailable;
    }
}

const boost::json::value* textAt(const boost::json::object& object) {
    if (const auto* detail = object.if_contains("detail"))
        return detail;
    const auto* error = object.if_contains("error");
    if (error == nullptr || !error->is_object())
        return error;
    return error->get_object().if_contains("message");
}

} // namespace

std::string messageIn(std::string_view body) {
    boost::system::error_code error;
    const auto value = boost::json::parse({body.data(), body.size()}, error);
    const auto* object = error ? nullptr : value.if_object();
    const auto* text = object == nullptr ? nullptr : textAt(*object);
    return text != nullptr && text->is_string() ? std::string(text->get_string()).substr(0, longestMessage)
                                                : std::string();
}

std::optional<Error> errorIn(const KeptExchange& exchange) {
    const int status = exchange.status();
    if (exchange.tooLarge())
        return failure(ErrorKind::TooLarge, "answer_too_large", "The answer is too large.").value();
    if (status == 0)
        return failure(ErrorKind::Cancelled, "no_answer", "There was no answer.").value();
    if (status < firstError)
        return std::nullopt;
    auto code = std::string(exchange.field("x-gatehouse-error"));
    auto message = messageIn(exchange.answer());
    return failure(kindOf(status), code.empty() ? "provider_error" : std::move(code),
                   message.empty() ? "It answered " + std::to_string(status) + "." : std::move(message))
        .value();
}

} // namespace gatehouse::pipeline
