// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/prepare.h"

#include "core/dialects/codec.h"
#include "core/pipeline/answer.h"
#include "core/providers/provider_request.h"
#include "core/routing/eligibility.h"

namespace gatehouse::pipeline {
namespace {

using dialects::Dialect;
using dialects::Operation;

// The client's query for a provider of the same dialect (Anthropic's clients say ?beta=true there), without the place
// where Gemini's put a key.
std::string forwardedQuery(std::string_view query) {
    std::string out;
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(part.size() + 1, query.size()));
        if (!part.empty() && !part.starts_with("key="))
            out.append(out.empty() ? "?" : "&").append(part);
    }
    return out;
}

Result<PreparedRequest> relay(const Call& call, const routing::Candidate& candidate) {
    const auto& head = call.exchange.head();
    PreparedRequest prepared;
    prepared.method = call.address.method;
    prepared.target = providers::relayTarget(*candidate.provider, call.address.path) + forwardedQuery(head.query);
    prepared.contentType = head.field("content-type");
    prepared.source = call.upload.get();
    return prepared;
}

PreparedRequest passForm(const Call& call, const routing::Candidate& candidate) {
    PreparedRequest prepared;
    prepared.contentType = call.exchange.head().field("content-type");
    prepared.source = call.upload.get();
    if (call.formUpload != nullptr)
        call.formUpload->setModel(candidate.model);
    else
        prepared.edits = dialects::formEdits(call.facts, candidate.model);
    return prepared;
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

// The body in the provider's dialect; its address is added by who asks.
Result<PreparedRequest> prepareBody(const Call& call, const routing::Candidate& candidate) {
    const auto& provider = *candidate.provider;
    const auto operation = call.address.operation;
    const auto passage = routing::passageTo(provider, call.address.dialect, operation);
    if (!passage)
        return tl::unexpected(passage.error());
    if (*passage == routing::Passage::Translated)
        return translate(call, candidate);
    return call.form ? passForm(call, candidate) : passThrough(call, candidate);
}

} // namespace

Result<PreparedRequest> prepareRequest(const Call& call, const routing::Candidate& candidate) {
    if (dialects::isRelayed(call.address.operation))
        return relay(call, candidate);
    auto prepared = prepareBody(call, candidate);
    if (!prepared)
        return prepared;
    const auto& provider = *candidate.provider;
    const auto operation = routing::operationFor(call.address.operation, dialectOf(provider, call));
    auto target = providers::targetOf(provider, operation, candidate.model);
    if (!target)
        return tl::unexpected(std::move(target.error()));
    prepared->target = std::move(*target);
    if (!prepared->translated)
        prepared->target += forwardedQuery(call.exchange.head().query);
    return prepared;
}

std::vector<std::string_view> PreparedRequest::pieces(std::string_view original) const {
    if (translated)
        return {rewritten};
    return dialects::applyEdits(original, edits);
}

dialects::Dialect dialectOf(const config::Provider& provider, const Call& call) {
    return routing::dialectOf(provider, call.address.dialect);
}

bool isPermanent(const Error& error) {
    return error.code == "provider_auth" || error.code == "provider_quota" || error.code == "provider_model";
}

Error whyStopped(const Call& call) {
    if (call.cancelled)
        return callCancelled();
    return failure(ErrorKind::Timeout, "call_timeout",
                   "The call took longer than the provider's total time-out. Raise timeouts.total, or ask for less.")
        .value();
}

} // namespace gatehouse::pipeline
