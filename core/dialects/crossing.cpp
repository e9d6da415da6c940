// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/crossing.h"

#include "core/dialects/answer_events.h"
#include "core/dialects/codec.h"
#include "core/dialects/count_tokens/crossing.h"
#include "core/dialects/embeddings/crossing.h"
#include "core/dialects/envelope.h"
#include "core/dialects/mapping/mapped_codec.h"
#include "core/dialects/nvidia/synthesize.h"
#include "core/dialects/rerank/crossing.h"

namespace gatehouse::dialects {
namespace {

Result<std::string> crossChat(const CrossingWish& wish, std::string_view body, Losses& losses) {
    const auto client = dialectOf(wish.client);
    const bool stream = wish.facts != nullptr && wish.facts->stream;
    if (wish.begun.empty() && envelope::differ(client, dialectOf(wish.provider)))
        return envelope::rewrap(body, dialectOf(wish.provider), {wish.providerModel, stream, wish.betas});
    auto request = codecFor(wish.client).readRequest(body, losses);
    if (!request)
        return tl::unexpected(std::move(request.error()));
    request->model = wish.providerModel;
    request->stream = wish.facts != nullptr ? wish.facts->stream : request->stream;
    if (!wish.begun.empty()) {
        Message answer;
        answer.role = Role::Assistant;
        answer.parts.emplace_back().content = TextPart{std::string(wish.begun), {}};
        request->messages.push_back(std::move(answer));
    }
    const ProviderCodec provider(dialectOf(wish.provider), wish.mapping);
    return provider->writeRequest(*request, client, losses);
}

Result<ChatAnswer> readChatAnswer(const AnswerWish& wish, std::string_view body) {
    const ProviderCodec provider(dialectOf(wish.provider), wish.mapping);
    auto answer = provider->readAnswer(body);
    if (!answer)
        return answer;
    answer->model = wish.clientModel;
    if (answer->created == 0)
        answer->created = wish.now;
    return answer;
}

Result<std::string> crossChatAnswer(const AnswerWish& wish, std::string_view body, Losses& losses) {
    if (envelope::differ(dialectOf(wish.client), dialectOf(wish.provider)))
        return std::string(body);
    auto answer = readChatAnswer(wish, body);
    if (!answer)
        return tl::unexpected(std::move(answer.error()));
    return codecFor(wish.client).writeAnswerTo(wish.clientBody, *answer, losses);
}

tl::unexpected<Error> noWay() {
    return failure(ErrorKind::Internal, "no_translation", "There is no translation between these two operations.");
}

} // namespace

bool canCross(Operation client, Operation provider) {
    if (capabilityOf(client) != capabilityOf(provider))
        return false;
    const auto capability = capabilityOf(client);
    if (capability == Capability::Speech)
        return client == Operation::Speech && provider == Operation::RivaSynthesize;
    return capability == Capability::Chat || capability == Capability::Embeddings || capability == Capability::Rerank ||
           capability == Capability::CountTokens;
}

Result<std::string> crossRequest(const CrossingWish& wish, std::string_view body, Losses& losses) {
    switch (capabilityOf(wish.client)) {
    case Capability::Chat:
        return crossChat(wish, body, losses);
    case Capability::Embeddings:
        return embeddings::crossRequest(wish, body, losses);
    case Capability::Rerank:
        return rerank::crossRequest(wish, body, losses);
    case Capability::CountTokens:
        return count_tokens::crossRequest(wish, body, losses);
    case Capability::Speech:
        return nvidia::synthesizeForm(body, losses);
    default:
        return noWay();
    }
}

Result<std::string> crossAnswer(const AnswerWish& wish, std::string_view body, Losses& losses) {
    switch (capabilityOf(wish.client)) {
    case Capability::Chat:
        return crossChatAnswer(wish, body, losses);
    case Capability::Embeddings:
        return embeddings::crossAnswer(wish, body);
    case Capability::Rerank:
        return rerank::crossAnswer(wish, body);
    case Capability::CountTokens:
        return count_tokens::crossAnswer(wish, body);
    case Capability::Speech:
        return failure(ErrorKind::Unavailable, "upstream_invalid_answer",
                       "The provider answered with words where sound was asked for.");
    default:
        return noWay();
    }
}

Result<std::string> crossAnswerToStream(const AnswerWish& wish, std::string_view body, StreamWriterOptions options) {
    auto answer = readChatAnswer(wish, body);
    if (!answer)
        return tl::unexpected(std::move(answer.error()));
    const auto writer = codecFor(wish.client).streamWriter(std::move(options));
    std::string out;
    for (const auto& event : eventsOf(*answer))
        writer->write(event, out);
    writer->finish(out);
    return out;
}

ProviderCodec::ProviderCodec(Dialect dialect, std::shared_ptr<const Mapping> mapping) {
    if (mapping != nullptr && dialect == Dialect::Mapped)
        m_own = std::make_unique<const mapping::MappedCodec>(std::move(mapping));
    m_codec = m_own != nullptr ? m_own.get() : &codecFor(dialect);
}

ProviderCodec::~ProviderCodec() = default;

} // namespace gatehouse::dialects
