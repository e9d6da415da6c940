// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/apis/lifecycle_fields.h"
#include "core/apis/text_stream.h"
#include "core/base/result.h"
#include "core/http/exchange.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::pipeline {

// How what the stages write comes to the client of a published API.
enum class AnswerForm {
    Dialect, // as it is
    Text,    // the text of an OpenAI chat: text/plain, or its pieces as server-sent events
    Held,    // not at all: it is kept here, and somebody answers for it
};

// A client's request to a published API, and in its place what the stages shall see: a request of a dialect's own
// address. Answers go through in the form of the API. Lives in the handler's coroutine, around the client's exchange.
class ApiExchange final : public http::Exchange {
public:
    explicit ApiExchange(http::Exchange& client) : m_client(client) {}

    // From here on the stages see POST of that path and query with that body as JSON. Fields that say something about
    // the client's own body, or that are meant for a provider, are left out.
    void replaceRequest(std::string path, std::string query, std::string body);
    // What is asked and answered must not be kept for others; before replaceRequest().
    void forbidCaching() { m_cached = false; }
    // Only the address is another: method, fields and query stay.
    void replacePath(std::string_view path);
    // The body is another, however it is asked for.
    void replaceBody(std::string body) { m_body = std::move(body); }

    void setForm(AnswerForm form, bool streamed) {
        m_form = form;
        m_streamed = streamed;
    }
    // Errors as problem documents (RFC 9457) in place of a dialect's.
    void tellProblems(bool on) { m_problems = on; }
    // The error that is about to be answered with: its document then says more than the dialect's form has room for.
    void noteFault(const Error& fault) { m_fault = fault; }
    // Fields of every answer from here on.
    void addFields(const apis::NamedTexts& fields);

    // What was held: status 0 where nobody answered.
    const http::ResponseHead& heldHead() const { return m_heldHead; }
    bool holds() const { return m_holds; }
    const std::string& heldBody() const { return m_heldBody; }
    void hold(ApiExchange& other); // what the other one held
    void dropHeld();
    // To the client, past the form.
    Task<Result<void>> answer(http::ResponseHead head, std::string body);

    http::Exchange& client() { return m_client; }

    const http::RequestHead& head() const override { return m_head ? *m_head : m_client.head(); }
    std::string_view peerAddress() const override { return m_client.peerAddress(); }
    bool secure() const override { return m_client.secure(); }
    Executor executor() const override { return m_client.executor(); }
    std::string_view requestId() const override { return m_client.requestId(); }
    Task<Result<std::string_view>> readBody(std::size_t most) override;
    Task<Result<std::string_view>> readBodyPiece(std::size_t most) override;
    void releaseBody() override;
    std::optional<std::uint64_t> bodyLength() const override;
    bool takesStreams() override { return m_client.takesStreams(); }
    Task<Result<void>> respond(http::ResponseHead head, std::string body) override;
    Task<Result<void>> beginStream(http::ResponseHead head) override;
    Task<Result<void>> write(std::string_view bytes) override;
    Task<Result<void>> endStream() override;
    bool headSent() const override { return m_holds || m_client.headSent(); }
    bool left() const override { return m_client.left(); }
    bool timedOut() const override { return m_client.timedOut(); }
    void setDeadline(std::chrono::steady_clock::time_point deadline) override { m_client.setDeadline(deadline); }
    Task<void> clearTimeout() override { return m_client.clearTimeout(); }

private:
    void writeProblem(http::ResponseHead& head, std::string& body) const;
    void writeText(http::ResponseHead& head, std::string& body);
    void finishHead(http::ResponseHead& head) const;

    http::Exchange& m_client;
    std::optional<http::RequestHead> m_head;
    std::string m_path;
    std::string m_query;
    std::optional<std::string> m_body;
    bool m_cached = true;
    AnswerForm m_form = AnswerForm::Dialect;
    bool m_streamed = false;
    bool m_problems = true;
    std::optional<Error> m_fault;
    apis::NamedTexts m_fields;
    apis::TextStream m_text;
    std::string m_out; // of one write
    bool m_holds = false;
    http::ResponseHead m_heldHead;
    std::string m_heldBody;
};

} // namespace gatehouse::pipeline
