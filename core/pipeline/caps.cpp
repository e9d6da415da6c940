// SPDX-License-Identifier: Apache-2.0
// What key, application and team allow of one request: its size, and that of its answer.
#include "core/dialects/output_cap.h"
#include "core/pipeline/stages.h"

#include <algorithm>

namespace gatehouse::pipeline {

RequestBounds boundsFor(const Call& call, const RequestBounds& bounds) {
    RequestBounds narrowed = bounds;
    if (const auto most = call.rules().maxBody(); most != 0) {
        narrowed.body = std::min<std::size_t>(bounds.body, most);
        narrowed.upload = std::min<std::size_t>(bounds.upload, most);
        narrowed.wholeForm = std::min<std::size_t>(bounds.wholeForm, most);
    }
    return narrowed;
}

StageResult checkSize(const Call& call) {
    const auto most = call.rules().maxBody();
    const auto length = std::max<std::uint64_t>(call.exchange.bodyLength().value_or(0), call.body.size());
    if (most == 0 || length <= most)
        return {};
    auto error = failure(ErrorKind::TooLarge, "body_too_large",
                         "The request body has " + std::to_string(length) + " bytes, and this key may send " +
                             std::to_string(most) + " (max_body). Send less.");
    return tl::unexpected(Refusal{std::move(error.value()), {}});
}

StageResult capOutput(Call& call, const RequestBounds& bounds) {
    const auto most = call.rules().maxOutputTokens();
    if (most == 0 || !dialects::namesOutputTokens(call.address.operation))
        return {};
    const auto choices = std::max<std::uint64_t>(call.facts.choices, 1);
    if (call.facts.maxOutputTokens.value_or(0) > most / choices) {
        auto error = failure(ErrorKind::Invalid, "output_tokens_not_allowed",
                             "The request asks for " + std::to_string(*call.facts.maxOutputTokens * choices) +
                                 " output tokens, and this key may ask for " + std::to_string(most) +
                                 " at most (max_output_tokens). Ask for fewer.");
        return tl::unexpected(Refusal{std::move(error.value()), {}});
    }
    if (call.facts.maxOutputTokens || call.body.empty())
        return {};
    const auto edits =
        dialects::outputCapEdits(call.address.operation, call.facts, call.body,
                                 call.resolution.candidates.front().model, std::max<std::uint64_t>(most / choices, 1));
    std::string capped;
    for (const auto piece : dialects::applyEdits(call.body, edits))
        capped += piece;
    const dialects::RequestAddress address{call.address.model, call.address.stream};
    auto facts = dialects::scanRequest(call.address.operation, capped, bounds.scan, address);
    if (!facts)
        return tl::unexpected(Refusal{std::move(facts.error()), {}});
    // The resolution's views lie in the name that was asked for: it must not move.
    auto model = std::move(call.facts.model);
    call.cappedBody = std::move(capped);
    call.body = call.cappedBody;
    call.facts = std::move(*facts);
    call.facts.model = std::move(model);
    return {};
}

} // namespace gatehouse::pipeline
