// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/prepare.h"

#include "core/dialects/crossing.h"
#include "core/pipeline/answer.h"
#include "core/providers/provider_request.h"
#include "core/routing/eligibility.h"

namespace gatehouse::pipeline {
namespace {

using dialects::Dialect;
using dialects::Operation;

// The client's query for a provider of the same dialect (Anthropic's clients say ?beta=true there), without the place
// where Gemini's put a key.
void addQuery(std::string& target, std::string_view query) {
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(part.size() + 1, query.size()));
        if (!part.empty() && !part.starts_with("key="))
            target.append(target.find('?') == std::string::npos ? "?" : "&").append(part);
    }
}

Result<PreparedRequest> relay(const Call& call, const routing::Candidate& candidate) {
    const auto& head = call.exchange.head();
    PreparedRequest prepared;
    prepared.method = call.address.method;
    prepared.operation = call.address.operation;
    prepared.dialect = candidate.provider->dialect();
    prepared.target = providers::relayTarget(*candidate.provider, call.address.path);
    addQuery(prepared.target, head.query);
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

Result<PreparedRequest> translate(const Call& call, const routing::Candidate& candidate,
                                  const routing::Passage& passage) {
    PreparedRequest prepared;
    prepared.translated = true;
    dialects::CrossingWish wish;
    wish.client = call.address.operation;
    wish.provider = passage.row.operation;
    wish.providerModel = candidate.model;
    wish.facts = &call.facts;
    auto written = dialects::crossRequest(wish, call.body, prepared.losses);
    if (!written)
        return tl::unexpected(std::move(written.error()));
    prepared.rewritten = std::move(*written);
    if (call.resolution.route != nullptr && call.resolution.route->strict && dialects::anyLoss(prepared.losses))
        return failure(ErrorKind::Invalid, "translation_loss",
                       "Route \"" + call.resolution.route->model + "\" is strict, and provider \"" +
                           candidate.provider->id + "\" cannot be told: " + listLosses(prepared.losses) +
                           ". Leave these fields out, or ask a model whose provider takes them.");
    return prepared;
}

} // namespace

Result<PreparedRequest> prepareRequest(const Call& call, const routing::Candidate& candidate) {
    if (dialects::isRelayed(call.address.operation))
        return relay(call, candidate);
    const auto& provider = *candidate.provider;
    const auto passage = routing::passageTo(provider, call.address.operation);
    if (!passage)
        return tl::unexpected(passage.error());
    auto prepared = passage->translated ? translate(call, candidate, *passage)
                    : call.form         ? passForm(call, candidate)
                                        : passThrough(call, candidate);
    if (!prepared)
        return prepared;
    prepared->operation = passage->row.operation;
    prepared->dialect = passage->dialect();
    prepared->target = providers::targetOf(provider, passage->row, candidate.model, call.facts.stream);
    if (!prepared->translated)
        addQuery(prepared->target, call.exchange.head().query);
    return prepared;
}

std::vector<std::string_view> PreparedRequest::pieces(std::string_view original) const {
    if (translated)
        return {rewritten};
    return dialects::applyEdits(original, edits);
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
