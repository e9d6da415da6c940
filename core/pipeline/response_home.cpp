// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/response_home.h"

#include "core/routing/eligibility.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

bool isNative(const config::Provider& provider) {
    const auto passage = routing::passageTo(provider, dialects::Operation::Responses);
    return passage && !passage->translated;
}

StageResult notFound(const std::string& id, bool conversation) {
    auto error = conversation
                     ? failure(ErrorKind::Invalid, "conversation_not_found",
                               "Conversation '" + id +
                                   "' is not known here, or its provider is no target of this model. Send the items "
                                   "of the conversation in \"input\".")
                     : failure(ErrorKind::Invalid, "previous_response_not_found",
                               "Previous response with id '" + id +
                                   "' not found: this application has made none, it has been forgotten, or its "
                                   "provider is no target of this model. Send the items of the conversation in "
                                   "\"input\".");
    error.value().field = conversation ? "conversation" : "previous_response_id";
    return tl::unexpected(Refusal{std::move(error.value()), {}});
}

StageResult lead(Call& call, const std::string& id, bool conversation, routing::ResponseHomes* homes,
                 MonotonicTime now) {
    const std::string home = homes == nullptr ? std::string() : homes->find(call.app().id, id, now);
    auto& candidates = call.resolution.candidates;
    std::erase_if(candidates, [&home](const routing::Candidate& candidate) {
        return candidate.provider->id != home || !isNative(*candidate.provider);
    });
    if (home.empty() || candidates.empty())
        return notFound(id, conversation);
    return {};
}

} // namespace

StageResult goHome(Call& call, routing::ResponseHomes* homes, MonotonicTime now) {
    if (call.address.operation != dialects::Operation::Responses)
        return {};
    if (!call.facts.previousResponse.empty()) {
        if (auto led = lead(call, call.facts.previousResponse, false, homes, now); !led)
            return led;
    }
    if (!call.facts.conversation.empty())
        return lead(call, call.facts.conversation, true, homes, now);
    return {};
}

void noteHome(const Call& call, routing::ResponseHomes* homes, MonotonicTime now) {
    if (homes == nullptr || call.address.operation != dialects::Operation::Responses || call.served == nullptr ||
        !call.identity || !isNative(*call.served->provider))
        return;
    homes->remember(call.app().id, call.answer.id, call.served->provider->id, now);
    if (!call.facts.conversation.empty())
        homes->remember(call.app().id, call.facts.conversation, call.served->provider->id, now);
}

} // namespace gatehouse::pipeline
