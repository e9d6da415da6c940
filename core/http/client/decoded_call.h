// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/client/content_decoder.h"
#include "core/http/client/upstream_core.h"

#include <memory>
#include <string_view>

namespace gatehouse::http {

// A call whose body comes compressed, read as if it did not: the head lacks Content-Encoding and Content-Length. Each
// piece that arrives is decoded at once, so a compressed stream stays a stream. A coding without its end is a cut body.
class DecodedCall final : public UpstreamCall {
public:
    DecodedCall(std::shared_ptr<UpstreamCore> core, std::unique_ptr<UpstreamCall> inner,
                std::unique_ptr<ContentDecoder> decoder);
    const UpstreamHead& head() const override { return m_head; }
    Task<Result<std::string_view>> next() override;

private:
    Result<std::string_view> decodeSome();
    tl::unexpected<Error> abandon(Error error);

    std::shared_ptr<UpstreamCore> m_core;
    std::unique_ptr<UpstreamCall> m_inner;
    std::unique_ptr<ContentDecoder> m_decoder;
    UpstreamHead m_head; // views into the inner call's
    Buffer m_buffer;
    std::string_view m_input; // arrived, not yet decoded
    bool m_full = false;      // the last output filled its buffer: there may be more of it
    bool m_done = false;
};

// The call itself where nothing is compressed. Errors: Unavailable (upstream_protocol).
Result<std::unique_ptr<UpstreamCall>> decoded(const std::shared_ptr<UpstreamCore>& core, Method method,
                                              std::unique_ptr<UpstreamCall> call);

} // namespace gatehouse::http
