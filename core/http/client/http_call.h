// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/body_source.h"
#include "core/http/client/response_parser.h"
#include "core/http/client/upstream_core.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::http {

// One request on one connection, and the reading of its answer. Owns the connection until the answer has ended; then
// it goes back to the pool when nothing is in doubt, and is closed in every other case, at once.
class HttpCall final : public UpstreamCall {
public:
    HttpCall(std::shared_ptr<UpstreamCore> core, ConnectionPtr connection, const UpstreamRequest& request,
             TimingWriter timing);
    HttpCall(const HttpCall&) = delete;
    HttpCall& operator=(const HttpCall&) = delete;
    ~HttpCall() override { leave(); }

    // Sends the request and reads the head of the answer.
    Task<Result<void>> exchange(std::string_view requestHead, std::span<const std::string_view> body,
                                BodySource* source = nullptr);
    // After an error of exchange(): what it is known to have done.
    bool sawNothing() const { return m_filled == 0 && !m_interimSeen; }
    bool sentNothing() const { return m_sent == 0; }

    const UpstreamHead& head() const override { return m_head; }
    Task<Result<std::string_view>> next() override;

private:
    enum class Sending { Done, Blocked, Broken };
    Sending sendSome(std::span<asio::const_buffer>& pieces);
    Task<Result<void>> send(std::span<asio::const_buffer> pieces);
    Task<Result<void>> sendFrom(BodySource& source);
    bool answeredEarly();
    bool takeEarlyBytes();
    Task<Result<void>> readHead();
    Result<bool> parseHead();
    Result<void> enterBody(const ResponseStart& start, std::size_t headSize);
    bool makeRoom();
    void keepHeadApart(std::size_t headSize);
    void decode(char* bytes, std::size_t size);
    Task<Result<void>> readBody();
    Error interrupted(UpstreamFailure timeout, const char* doing) const;
    void finish();
    void leave();
    tl::unexpected<Error> abandon(Error error);

    std::shared_ptr<UpstreamCore> m_core;
    ConnectionPtr m_connection; // null once the answer has ended
    TimingWriter m_timing;
    Method m_method;
    std::chrono::milliseconds m_firstByteTimeout;
    std::chrono::milliseconds m_idleTimeout;

    Buffer m_buffer;
    std::size_t m_filled = 0; // of the buffer, while the head is read
    HeadEndFinder m_finder;
    UpstreamHead m_head;
    std::unique_ptr<char[]> m_headBytes; // of the head, where the body goes on in buffers of its own
    BodyDecoder m_decoder;
    std::string_view m_ready; // decoded, not yet handed out
    std::size_t m_sent = 0;
    std::size_t m_interimAnswers = 0;
    int m_readsInARow = 0; // without a wait
    bool m_interimSeen = false;
    bool m_reusable = false;
    bool m_allSent = false;    // the request
    bool m_requestCut = false; // the answer came before the request was sent
    bool m_readFirst = false;  // a read may find something without waiting
};

} // namespace gatehouse::http
