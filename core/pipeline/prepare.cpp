// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/prepare.h"

#include "core/dialects/anthropic_family.h"
#include "core/dialects/count_tokens/crossing.h"
#include "core/dialects/crossing.h"
#include "core/dialects/envelope.h"
#include "core/dialects/foreign_thoughts.h"
#include "core/dialects/nvidia/input_type.h"
#include "core/dialects/nvidia/synthesize.h"
#include "core/dialects/openai/variant.h"
#include "core/dialects/responses/foreign_items.h"
#include "core/dialects/translation.h"
#include "core/pipeline/answer.h"
#include "core/providers/provider_request.h"
#include "core/routing/eligibility.h"

namespace gatehouse::pipeline {
namespace {

using dialects::Dialect;
using dialects::Operation;

constexpr std::string_view asEvents = "alt=sse"; // Gemini's streams: events in place of an array

bool saysAlready(std::string_view target, std::string_view part) {
    return part == asEvents && target.ends_with(part);
}

// The client's query for a provider of the same dialect (Anthropic's clients say ?beta=true there), without the place
// where Gemini's put a key.
void addQuery(std::string& target, std::string_view query) {
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(part.size() + 1, query.size()));
        if (!part.empty() && !part.starts_with("key=") && !saysAlready(target, part))
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

PreparedRequest passThrough(const Call& call, const routing::Candidate& candidate,
                            const dialects::openai::Variant* variant) {
    PreparedRequest prepared;
    const bool canAsk =
        call.address.dialect == Dialect::OpenAi &&
        (call.address.operation == Operation::ChatCompletions || call.address.operation == Operation::Completions);
    const bool mayAsk = canAsk && (variant == nullptr || !variant->tellsUsageUnasked());
    prepared.usageHidden = mayAsk && call.facts.stream && !call.facts.usageAsked;
    prepared.edits = dialects::passThroughEdits(call.facts, call.address.dialect, call.address.operation, call.body,
                                                candidate.model, prepared.usageHidden);
    // A gateway of the same kind knows its own marks.
    if (call.address.operation == Operation::Responses && candidate.provider->preset != "gatehouse-peer") {
        auto edits = dialects::responses::foreignItemEdits(call.body, prepared.losses);
        prepared.edits.insert(prepared.edits.end(), edits.begin(), edits.end());
    }
    return prepared;
}

// Where the vendor's form of OpenAI's dialect differs from OpenAI's.
const dialects::openai::Variant* variantFor(const routing::Candidate& candidate, Operation operation) {
    if (operation != Operation::ChatCompletions)
        return nullptr;
    return dialects::openai::variantOf(candidate.provider->preset, candidate.provider->host);
}

void adapt(PreparedRequest& prepared, const Call& call, const dialects::openai::Variant& variant) {
    if (!prepared.translated) {
        auto edits = dialects::openai::variantEdits(variant, call.body, prepared.losses);
        prepared.edits.insert(prepared.edits.end(), edits.begin(), edits.end());
        return;
    }
    const auto edits = dialects::openai::variantEdits(variant, prepared.rewritten, prepared.losses);
    if (edits.empty())
        return;
    std::string adapted;
    for (const auto piece : dialects::applyEdits(prepared.rewritten, edits))
        adapted += piece;
    prepared.rewritten = std::move(adapted);
}

// A strict route takes no loss.
Result<void> checkLosses(const PreparedRequest& prepared, const Call& call, const config::Provider& provider) {
    const auto* route = call.resolution.route;
    if (route == nullptr || !route->strict || !dialects::anyLoss(prepared.losses))
        return {};
    return failure(ErrorKind::Invalid, "translation_loss",
                   "Route \"" + route->model + "\" is strict, and provider \"" + provider.id +
                       "\" cannot be told: " + listLosses(prepared.losses) +
                       ". Leave these fields out, or ask a model whose provider takes them.");
}

// Tensors, and questions about them: the body as it came, for the path names the model.
PreparedRequest passTensors(const Call& call) {
    PreparedRequest prepared;
    prepared.method = call.address.method;
    prepared.contentType = call.exchange.head().field("content-type");
    return prepared;
}

// Anthropic's header, which may stand several times.
std::string betasOf(const http::RequestHead& head) {
    std::string names;
    for (const auto& field : head.fields) {
        if (equalsIgnoringCase(field.name, "anthropic-beta"))
            names.append(names.empty() ? "" : ",").append(field.value);
    }
    return names;
}

Result<PreparedRequest> translate(const Call& call, const routing::Candidate& candidate,
                                  const routing::Passage& passage, std::string_view begun) {
    PreparedRequest prepared;
    prepared.translated = true;
    dialects::CrossingWish wish;
    wish.client = call.address.operation;
    wish.provider = passage.row.operation;
    wish.providerModel = candidate.model;
    wish.facts = &call.facts;
    wish.begun = begun;
    if (passage.row.operation == Operation::MappedChat)
        wish.mapping = prepared.mapping = candidate.provider->mapping;
    const std::string betas = betasOf(call.exchange.head());
    wish.betas = betas;
    auto written = dialects::crossRequest(wish, call.body, prepared.losses);
    if (!written)
        return tl::unexpected(std::move(written.error()));
    prepared.rewritten = std::move(*written);
    if (!betas.empty() && !dialects::isAnthropicFamily(passage.dialect()))
        dialects::addLoss(prepared.losses, "anthropic-beta", dialects::LossKind::Dropped,
                          "The provider's dialect has no betas of Anthropic's.");
    if (passage.row.operation == Operation::RivaSynthesize)
        prepared.contentType = dialects::nvidia::formTypeOf(prepared.rewritten);
    // From an envelope that says them in the body to one that says them in a header.
    const bool fromBody = call.address.dialect == Dialect::BedrockInvoke;
    if (fromBody && dialects::envelope::differ(call.address.dialect, passage.dialect())) {
        if (auto names = dialects::envelope::betasIn(call.body); !names.empty())
            prepared.fields.push_back({"anthropic-beta", std::move(names)});
    }
    return prepared;
}

void addInputType(PreparedRequest& prepared, std::string_view client) {
    const auto edit = dialects::nvidia::missingInputType(prepared.translated ? prepared.rewritten : client, client);
    if (!edit)
        return;
    if (prepared.translated)
        prepared.rewritten.insert(edit->where.offset, edit->text);
    else
        prepared.edits.push_back(*edit);
}

// A provider that cannot count is not asked.
Result<PreparedRequest> estimateTokens(const Call& call, const config::Provider& provider) {
    PreparedRequest prepared;
    prepared.operation = call.address.operation;
    prepared.dialect = call.address.dialect;
    prepared.answer = dialects::count_tokens::estimatedAnswer(call.address.operation, call.facts, prepared.losses);
    if (auto checked = checkLosses(prepared, call, provider); !checked)
        return tl::unexpected(std::move(checked.error()));
    return prepared;
}

// The client's bytes go on, but where they hold what this provider would refuse: then its own dialect is written anew.
bool isRewritten(const Call& call, const routing::Passage& passage) {
    return passage.translated || (dialects::capabilityOf(call.address.operation) == dialects::Capability::Chat &&
                                  !call.form && dialects::mayHoldForeignThoughts(call.address.dialect, call.body));
}

} // namespace

Result<PreparedRequest> prepareRequest(const Call& call, const routing::Candidate& candidate, std::string_view begun) {
    if (dialects::isRelayed(call.address.operation))
        return relay(call, candidate);
    const auto& provider = *candidate.provider;
    const auto passage = routing::passageTo(provider, call.address.operation);
    if (!passage && dialects::capabilityOf(call.address.operation) == dialects::Capability::CountTokens)
        return estimateTokens(call, provider);
    if (!passage)
        return tl::unexpected(passage.error());
    const auto* variant = variantFor(candidate, passage->row.operation);
    auto prepared = !begun.empty() || isRewritten(call, *passage) ? translate(call, candidate, *passage, begun)
                    : dialects::capabilityOf(call.address.operation) == dialects::Capability::Infer ? passTensors(call)
                    : call.form ? passForm(call, candidate)
                                : passThrough(call, candidate, variant);
    if (!prepared)
        return prepared;
    if (provider.form == dialects::ProviderForm::Nim && passage->row.operation == Operation::Embeddings)
        addInputType(*prepared, call.body);
    prepared->operation = passage->row.operation;
    prepared->dialect = passage->dialect();
    if (variant != nullptr)
        adapt(*prepared, call, *variant);
    if (auto checked = checkLosses(*prepared, call, provider); !checked)
        return tl::unexpected(std::move(checked.error()));
    prepared->target =
        providers::targetOf(provider, passage->row, candidate.model, call.facts.stream, call.address.version);
    if (prepared->translated)
        return prepared;
    // Its own form of a stream passes as it comes.
    if (wantsArray(call) && prepared->target.ends_with(asEvents))
        prepared->target.resize(prepared->target.size() - asEvents.size() - 1);
    addQuery(prepared->target, call.exchange.head().query);
    return prepared;
}

bool wantsArray(const Call& call) {
    if (call.address.operation != Operation::GenerateContent || !call.facts.stream)
        return false;
    std::string_view query = call.exchange.head().query;
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        if (part == asEvents || part == "%24alt=sse" || part == "$alt=sse")
            return false;
        query.remove_prefix(std::min(part.size() + 1, query.size()));
    }
    return true;
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
