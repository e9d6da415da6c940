// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/upload.h"

#include <QtTest>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

using namespace gatehouse;
using namespace gatehouse::pipeline;

namespace {

// A client that sends its body in slices, and leaves early where it is told to.
class Client final : public http::Exchange {
public:
    Client(Executor executor, std::string body, std::size_t slice)
        : m_executor(executor), m_body(std::move(body)), m_slice(slice) {}
    std::size_t cutAt = std::string::npos;

    const http::RequestHead& head() const override { return m_head; }
    std::string_view peerAddress() const override { return "127.0.0.1"; }
    std::string_view requestId() const override { return {}; }
    bool secure() const override { return false; }
    Executor executor() const override { return m_executor; }
    Task<Result<std::string_view>> readBody(std::size_t) override { co_return std::string_view(m_body); }
    Task<Result<std::string_view>> readBodyPiece(std::size_t) override {
        if (m_at >= cutAt)
            co_return failure(ErrorKind::Cancelled, "client_left", "gone");
        m_piece = m_body.substr(m_at, m_slice); // as short-lived as a real one
        m_at += m_piece.size();
        co_return std::string_view(m_piece);
    }
    std::optional<std::uint64_t> bodyLength() const override { return m_body.size(); }
    Task<Result<void>> respond(http::ResponseHead, std::string) override { co_return Result<void>(); }
    Task<Result<void>> beginStream(http::ResponseHead) override { co_return Result<void>(); }
    Task<Result<void>> write(std::string_view) override { co_return Result<void>(); }
    Task<Result<void>> endStream() override { co_return Result<void>(); }
    bool headSent() const override { return false; }
    bool left() const override { return false; }
    bool timedOut() const override { return false; }
    void setDeadline(std::chrono::steady_clock::time_point) override {}
    Task<void> clearTimeout() override { co_return; }

private:
    Executor m_executor;
    http::RequestHead m_head;
    std::string m_body;
    std::string m_piece;
    std::size_t m_slice;
    std::size_t m_at = 0;
};

std::string part(const std::string& rest, const std::string& value) {
    return "--b\r\nContent-Disposition: form-data; " + rest + "\r\n\r\n" + value + "\r\n";
}

struct Outcome {
    std::string sent;
    std::string code;
    bool touchedEarly = false;
    bool broken = false;
};

Task<void> pass(FormUpload& upload, std::size_t mostHeld, std::string model, Outcome& outcome) {
    const auto found = co_await upload.findModel(mostHeld);
    outcome.touchedEarly = upload.touched();
    if (!found) {
        outcome.code = found.error().code;
        co_return;
    }
    upload.setModel("another target's, that was not reached");
    upload.setModel(model);
    for (;;) {
        const auto piece = co_await upload.next();
        outcome.broken = upload.broken();
        if (!piece)
            outcome.code = piece.error().code;
        if (!piece || piece->empty())
            co_return;
        outcome.sent.append(*piece);
    }
}

} // namespace

class tst_upload : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void replacesTheModelWhereverItStands();
    void holdsNoMoreThanItsBound();
    void tellsWhoseFaultItWas();

private:
    Outcome run(Client& client, const std::string& model, std::size_t mostHeld = 1'000'000) {
        FormUpload upload(client, 1'000'000, dialects::Operation::Transcriptions, "b");
        Outcome outcome;
        asio::co_spawn(m_context, pass(upload, mostHeld, model, outcome), [](const std::exception_ptr& thrown) {
            if (thrown)
                std::rethrow_exception(thrown);
        });
        m_context.restart();
        m_context.run();
        if (outcome.code.empty()) {
            Q_ASSERT(upload.length() == outcome.sent.size());
        }
        return outcome;
    }
    asio::io_context m_context;
};

void tst_upload::replacesTheModelWhereverItStands() {
    const std::string file = part("name=\"file\"; filename=\"a\"", std::string(3'000, '\r') + "\n--");
    const std::string last = "--b--\r\n";
    for (const std::size_t slice : {1UL, 2UL, 7UL, 100UL, 3'050UL, 100'000UL}) {
        for (const std::string model : {"n", "model", "a-much-longer-name-of-a-model"}) {
            for (const bool first : {true, false}) {
                const auto body = [&](const std::string& name) {
                    const auto field = part("name=\"model\"", name);
                    return (first ? field + file : file + field) + part("name=\"x\"", "model") + last;
                };
                Client client(m_context.get_executor(), body("model"), slice);
                const auto outcome = run(client, model);
                QCOMPARE(outcome.code, std::string());
                QVERIFY(!outcome.touchedEarly);
                QVERIFY(outcome.sent == body(model));
            }
        }
    }
}

void tst_upload::holdsNoMoreThanItsBound() {
    const std::string file = part("name=\"file\"; filename=\"a\"", std::string(5'000, 'x'));
    Client late(m_context.get_executor(), file + part("name=\"model\"", "m") + "--b--", 100);
    QCOMPARE(run(late, "n", 5'000).code, std::string("model_too_late"));
    Client early(m_context.get_executor(), part("name=\"model\"", "m") + file + "--b--", 100);
    QCOMPARE(run(early, "n", 5'000).code, std::string());
}

void tst_upload::tellsWhoseFaultItWas() {
    const std::string body = part("name=\"model\"", "m") + part("name=\"file\"; filename=\"a\"", std::string(500, 'x'));
    Client leaving(m_context.get_executor(), body, 10);
    leaving.cutAt = 300;
    const auto left = run(leaving, "n");
    QCOMPARE(left.code, std::string("client_left"));
    QVERIFY(left.broken);
    Client open(m_context.get_executor(), body, 10);
    const auto cut = run(open, "n");
    QCOMPARE(cut.code, std::string("multipart_cut"));
    QVERIFY(cut.broken);
}

QTEST_GUILESS_MAIN(tst_upload)
#include "tst_upload.moc"
