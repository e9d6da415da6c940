// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/prepare.h"

#include "core/dialects/codec.h"

namespace gatehouse::pipeline {
namespace {

using dialects::Dialect;
using dialects::Operation;

bool isChat(Operation operation) {
    return operation == Operation::ChatCompletions || operation == Operation::Messages;
}

PreparedRequest passThrough(const Call& call, const routing::Candidate& candidate) {
    PreparedRequest prepared;
    const bool canAsk =
        call.address.dialect == Dialect::OpenAi &&
        (call.address.operation == Operation::ChatCompletions || call.address.operation == Operation::Completions);
    prepared.usageHidden = canAsk && call.facts.stream && !call.facts.usageAsked;
    prepared.edits = dialects::passThroughEdits(call.facts, call.address.dialect, call.address.operation, call.body,
                                                candidate.model, prepared.usageHidden);
    return prepared;
}

Result<PreparedRequest> translate(const Call& call, const routing::Candidate& candidate) {
    PreparedRequest prepared;
    prepared.translated = true;
    const auto& reader = dialects::codecFor(call.address.dialect);
    auto request = reader.readRequest(call.body, prepared.losses);
    if (!request)
        return tl::unexpected(std::move(request.error()));
    request->model = candidate.model;
    auto written =
        dialects::codecFor(candidate.provider->dialect).writeRequest(*request, call.address.dialect, prepared.losses);
    if (!written)
        return tl::unexpected(std::move(written.error()));
    prepared.rewritten = std::move(*written);
    return prepared;
}

} // namespace

Result<PreparedRequest> prepareRequest(const Call& call, const routing::Candidate& candidate) {
    if (dialectOf(*candidate.provider, call) == call.address.dialect)
        return passThrough(call, candidate);
    if (isChat(call.address.operation))
        return translate(call, candidate);
    return failure(ErrorKind::Invalid, "operation_unsupported",
                   "Provider \"" + candidate.provider->id + "\" speaks " +
                       std::string(dialects::nameOf(candidate.provider->dialect)) + ", which has no " +
                       std::string(dialects::nameOf(call.address.operation)) +
                       ". Route this model to a provider that has it.");
}

std::vector<std::string_view> PreparedRequest::pieces(std::string_view original) const {
    if (translated)
        return {rewritten};
    return dialects::applyEdits(original, edits);
}

dialects::Dialect dialectOf(const config::Provider& provider, const Call& call) {
    return provider.demo ? call.address.dialect : provider.dialect;
}

Operation operationFor(Operation operation, Dialect provider) {
    if (!isChat(operation))
        return operation;
    return provider == Dialect::Anthropic ? Operation::Messages : Operation::ChatCompletions;
}

bool isPermanent(const Error& error) {
    return error.code == "provider_auth" || error.code == "provider_quota" || error.code == "provider_model";
}

Error callTimedOut() {
    return failure(ErrorKind::Timeout, "call_timeout",
                   "The call took longer than the provider's total time-out. Raise timeouts.total, or ask for less.")
        .value();
}

} // namespace gatehouse::pipeline
