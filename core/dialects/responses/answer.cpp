// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/answer.h"

#include "core/dialects/errors.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/responses/envelope.h"
#include "core/dialects/responses/items.h"
#include "core/dialects/responses/output_builder.h"
#include "core/dialects/translation.h"
#include "core/dialects/usage_numbers.h"

#include <algorithm>

namespace gatehouse::dialects::responses {
namespace {

using json::View;

template <typename Content>
bool holds(const std::vector<Part>& parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [](const Part& part) { return std::holds_alternative<Content>(part.content); });
}

} // namespace

Settled settledStop(View response, bool calls, bool refuses) {
    const std::string status = response["status"].text();
    if (status == "failed" || status == "cancelled")
        return {StopReason::Failed, {}};
    if (status == "incomplete") {
        const std::string reason = response["incomplete_details"]["reason"].text();
        if (reason == "max_output_tokens" || reason == "max_tokens")
            return {StopReason::MaxTokens, {}};
        if (reason == "content_filter")
            return {StopReason::Filtered, {}};
        return {StopReason::Other, reason.empty() ? "incomplete" : reason};
    }
    if (calls)
        return {StopReason::ToolUse, {}};
    return {refuses ? StopReason::Refusal : StopReason::EndTurn, {}};
}

Result<ChatAnswer> readAnswer(std::string_view body) {
    auto document = json::Document::parse(body);
    if (!document)
        return failure(ErrorKind::Unavailable, "upstream_invalid_answer",
                       "The provider's answer is not a JSON object.");
    const View root = document->root();
    if (root["error"].given() || root["status"].text() == "failed") {
        Error error = readProviderError(Dialect::OpenAiResponses, 0, body).error;
        if (error.kind != ErrorKind::Limited)
            error.kind = ErrorKind::Unavailable;
        return tl::unexpected(std::move(error));
    }
    if (!root["output"].isArray())
        return failure(ErrorKind::Unavailable, "upstream_invalid_answer", "The provider's answer has no output.");
    const std::string status = root["status"].text();
    if (status == "in_progress" || status == "queued")
        return failure(ErrorKind::Unavailable, "upstream_invalid_answer",
                       "The provider's answer is not complete: it runs in the background.");
    ChatAnswer answer;
    answer.id = root["id"].text();
    answer.model = root["model"].text();
    answer.created = root["created_at"].integer().value_or(0);
    AnswerChoice choice;
    ItemReader reader(ItemReader::From::Answer);
    for (const View item : root["output"].children())
        reader.read(item, -1, choice.parts);
    for (auto& part : choice.parts)
        part.at = -1;
    const Settled settled = settledStop(root, holds<ToolUsePart>(choice.parts), holds<RefusalPart>(choice.parts));
    choice.stop = settled.stop;
    choice.stopWord = settled.word;
    answer.choices.push_back(std::move(choice));
    json::JsonCursor at(root["usage"].written());
    if (OpenAiUsage usage; root["usage"].isObject() && usage.read(at))
        answer.usage = usage.disjoint();
    return answer;
}

std::string writeAnswer(const ChatAnswer& answer, std::string_view clientBody, Losses& losses) {
    const AskedFor asked(clientBody);
    Envelope envelope;
    envelope.id = answerId(answer.id);
    envelope.model = answer.model;
    envelope.created = answer.created;
    envelope.usage = answer.usage;
    OutputBuilder builder(envelope.id, asked);
    if (!answer.choices.empty()) {
        const AnswerChoice& choice = answer.choices.front();
        envelope.ending = endingFor(choice.stop, choice.stopWord);
        builder.addAll(choice.parts, losses);
    } else {
        envelope.ending.status = Status::Completed;
    }
    if (answer.choices.size() > 1)
        addLoss(losses, "choices", LossKind::Dropped, "The client's dialect holds one answer.");
    std::string out;
    json::Writer json(out);
    writeEnvelope(envelope, asked, builder.items(), json);
    return out;
}

} // namespace gatehouse::dialects::responses
