// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/embeddings/crossing.h"

#include "core/dialects/embeddings/answer_reader.h"
#include "core/dialects/embeddings/answer_writer.h"
#include "core/dialects/embeddings/request_reader.h"
#include "core/dialects/embeddings/request_writer.h"

namespace gatehouse::dialects::embeddings {

Result<std::string> crossRequest(const CrossingWish& wish, std::string_view body, Losses& losses) {
    auto request = readRequest(wish.client, body);
    if (!request)
        return tl::unexpected(std::move(request.error()));
    request->model = wish.providerModel;
    return writeRequest(*request, wish.provider, losses);
}

Result<std::string> crossAnswer(const AnswerWish& wish, std::string_view body) {
    auto request = readRequest(wish.client, wish.clientBody);
    if (!request)
        return tl::unexpected(std::move(request.error()));
    auto answer = readAnswer(wish.provider, body);
    if (!answer)
        return tl::unexpected(std::move(answer.error()));
    request->model = wish.clientModel;
    // A dialect that does not name the precision has the one that was asked for.
    if (wish.provider == Operation::Embeddings && request->precisions.size() == 1)
        answer->kinds.front().precision = request->precisions.front();
    return writeAnswer(*answer, *request);
}

} // namespace gatehouse::dialects::embeddings
