// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/decoded_call.h"

#include <algorithm>
#include <string>
#include <utility>

namespace gatehouse::http {
namespace {

constexpr std::string_view encodingField = "content-encoding";

std::string encodingsOf(const UpstreamHead& head) {
    std::string all;
    for (const auto& field : head.fields) {
        if (equalsIgnoringCase(field.name, encodingField))
            all.append(all.empty() ? "" : ",").append(field.value);
    }
    return all;
}

} // namespace

DecodedCall::DecodedCall(std::shared_ptr<UpstreamCore> core, std::unique_ptr<UpstreamCall> inner,
                         std::unique_ptr<ContentDecoder> decoder)
    : m_core(std::move(core)), m_inner(std::move(inner)), m_decoder(std::move(decoder)), m_head(m_inner->head()) {
    std::erase_if(m_head.fields, [](const FieldView& field) {
        return equalsIgnoringCase(field.name, encodingField) || equalsIgnoringCase(field.name, "content-length");
    });
}

tl::unexpected<Error> DecodedCall::abandon(Error error) {
    m_head.fields.clear(); // views into what goes now
    m_inner.reset();
    m_buffer.release();
    return failed(*m_core, std::move(error));
}

Result<std::string_view> DecodedCall::decodeSome() {
    while (!m_input.empty() || m_full) {
        if (!m_buffer)
            m_buffer = m_core->buffers.take();
        const auto made = m_decoder->decode(m_input, {m_buffer.data(), m_buffer.size()});
        if (!made)
            return tl::unexpected<Error>(made.error());
        m_full = *made == m_buffer.size();
        m_core->counters->decodedBytes.fetch_add(*made, std::memory_order_relaxed);
        if (*made > 0)
            return std::string_view(m_buffer.data(), *made);
    }
    return std::string_view();
}

Task<Result<std::string_view>> DecodedCall::next() {
    while (!m_done) {
        if (!m_inner)
            co_return tl::unexpected(resetError("its answer was being read", "it ended earlier"));
        auto ready = decodeSome();
        if (!ready)
            co_return abandon(std::move(ready.error()));
        if (!ready->empty())
            co_return ready;
        m_buffer.release();
        auto piece = co_await m_inner->next();
        if (!piece)
            co_return piece;
        m_input = *piece;
        m_done = piece->empty();
    }
    if (m_inner && !m_decoder->whole())
        co_return abandon(resetError("its answer was being read", "its compression has no end"));
    co_return std::string_view();
}

Result<std::unique_ptr<UpstreamCall>> decoded(const std::shared_ptr<UpstreamCore>& core, Method method,
                                              std::unique_ptr<UpstreamCall> call) {
    const auto& head = call->head();
    constexpr int noContent = 204;
    constexpr int notModified = 304;
    if (head.field(encodingField).empty() || method == Method::Head || head.status == noContent ||
        head.status == notModified)
        return call;
    const auto coding = contentCodingOf(encodingsOf(head));
    if (!coding)
        return tl::unexpected<Error>(coding.error());
    auto decoder = makeContentDecoder(*coding, core->options.decoding);
    if (!decoder)
        return call;
    return std::unique_ptr<UpstreamCall>(std::make_unique<DecodedCall>(core, std::move(call), std::move(decoder)));
}

} // namespace gatehouse::http
