// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/crossing.h"

#include "core/dialects/codec.h"
#include "core/dialects/embeddings/crossing.h"
#include "core/dialects/rerank/crossing.h"

namespace gatehouse::dialects {
namespace {

Result<std::string> crossChat(const CrossingWish& wish, std::string_view body, Losses& losses) {
    const auto client = dialectOf(wish.client);
    auto request = codecFor(client).readRequest(body, losses);
    if (!request)
        return tl::unexpected(std::move(request.error()));
    request->model = wish.providerModel;
    request->stream = wish.facts != nullptr ? wish.facts->stream : request->stream;
    return codecFor(dialectOf(wish.provider)).writeRequest(*request, client, losses);
}

Result<std::string> crossChatAnswer(const AnswerWish& wish, std::string_view body, Losses& losses) {
    auto answer = codecFor(dialectOf(wish.provider)).readAnswer(body);
    if (!answer)
        return tl::unexpected(std::move(answer.error()));
    answer->model = wish.clientModel;
    if (answer->created == 0)
        answer->created = wish.now;
    return codecFor(dialectOf(wish.client)).writeAnswerTo(wish.clientBody, *answer, losses);
}

tl::unexpected<Error> noWay() {
    return failure(ErrorKind::Internal, "no_translation", "There is no translation between these two operations.");
}

} // namespace

bool canCross(Operation client, Operation provider) {
    if (capabilityOf(client) != capabilityOf(provider))
        return false;
    const auto capability = capabilityOf(client);
    return capability == Capability::Chat || capability == Capability::Embeddings || capability == Capability::Rerank;
}

Result<std::string> crossRequest(const CrossingWish& wish, std::string_view body, Losses& losses) {
    switch (capabilityOf(wish.client)) {
    case Capability::Chat:
        return crossChat(wish, body, losses);
    case Capability::Embeddings:
        return embeddings::crossRequest(wish, body, losses);
    case Capability::Rerank:
        return rerank::crossRequest(wish, body, losses);
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
    default:
        return noWay();
    }
}

} // namespace gatehouse::dialects
