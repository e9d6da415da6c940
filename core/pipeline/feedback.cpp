// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/feedback.h"

#include "core/dialects/json_cursor.h"
#include "core/dialects/json_strict.h"

#include <charconv>

namespace gatehouse::pipeline {
namespace {

namespace json = dialects::json;

constexpr std::size_t largestFeedback = std::size_t{16} << 10U;
constexpr std::size_t longestComment = 4'096;
constexpr std::size_t longestId = 64;

tl::unexpected<Error> wrong(std::string field, std::string expected) {
    auto error = failure(ErrorKind::Invalid, "invalid_feedback",
                         "Feedback is {\"id\": request id, \"score\": 0 to 1, \"comment\": text}; " + field +
                             " must be " + expected + ".");
    error.value().field = std::move(field);
    error.value().expected = std::move(expected);
    return error;
}

std::optional<double> scoreOf(std::string_view text) {
    double score = -1;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), score);
    if (code != std::errc() || end != text.data() + text.size() || !(score >= 0 && score <= 1))
        return std::nullopt;
    return score;
}

} // namespace

Result<telemetry::Feedback> readFeedback(std::string_view body) {
    telemetry::Feedback feedback;
    std::optional<double> score;
    std::string unknown;
    const bool whole = isValidUtf8(body) && json::readObject(body, [&](std::string_view name, json::JsonCursor& at) {
                           if (name == "id")
                               feedback.call = at.text();
                           else if (name == "score")
                               score = at.type() == json::Type::Number ? scoreOf(at.raw()) : (at.skip(), std::nullopt);
                           else if (name == "comment")
                               feedback.comment = at.text();
                           else
                               (unknown.empty() ? unknown = std::string(name.substr(0, longestId)) : unknown),
                                   at.skip();
                       });
    if (!whole)
        return wrong("body", "one JSON object");
    if (!unknown.empty())
        return wrong(unknown, "left out");
    if (feedback.call.empty() || feedback.call.size() > longestId)
        return wrong("id", "the x-request-id of a call");
    if (!score)
        return wrong("score", "a number from 0 to 1");
    if (feedback.comment.size() > longestComment)
        return wrong("comment", "at most 4096 bytes");
    feedback.score = *score;
    return feedback;
}

Task<void> takeFeedback(Call& call, access::FailureBudget& budget, telemetry::FeedbackBox* box) {
    const auto known = authenticate(call, budget, call.record.startedAt);
    if (!known) {
        co_await answerError(call, known.error().error, known.error().extras);
        co_return;
    }
    const auto body = co_await call.exchange.readBody(largestFeedback);
    auto feedback = body ? readFeedback(*body) : tl::unexpected<Error>(body.error());
    if (!feedback) {
        co_await answerError(call, feedback.error());
        co_return;
    }
    feedback->app = call.app().id;
    feedback->at = call.record.startedAt;
    if (box == nullptr || !box->put(std::move(*feedback))) {
        const Error full =
            failure(ErrorKind::Unavailable, "feedback_full", "Too much feedback waits. Send it again later.").value();
        co_await answerError(call, full);
        co_return;
    }
    http::ResponseHead head;
    head.status = 202;
    head.fields.push_back({"content-type", "application/json"});
    (void)co_await call.exchange.respond(std::move(head), R"({"taken":true})");
}

} // namespace gatehouse::pipeline
