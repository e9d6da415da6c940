// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/rerank/crossing.h"

#include "core/dialects/rerank/answer.h"
#include "core/dialects/rerank/request.h"

namespace gatehouse::dialects::rerank {

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
    const auto answer = readAnswer(wish.provider, body);
    if (!answer)
        return tl::unexpected(answer.error());
    request->model = wish.clientModel;
    return writeAnswer(*answer, *request);
}

} // namespace gatehouse::dialects::rerank
