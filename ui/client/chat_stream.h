// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/wire_forms.h"
#include "ui/client/certificate_pin.h"
#include "ui/client/gateway_address.h"

#include <QElapsedTimer>
#include <QHash>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QVector>
#include <optional>

namespace gatehouse::ui {

// A chat call's request: the body is sent as it is, in the dialect of the path.
struct ChatRequest {
    QByteArray key; // a gateway key
    QJsonObject body;
    QString path = QStringLiteral("/v1/chat/completions");
    QByteArray tags;       // x-gatehouse-tags, or empty
    QByteArray cache = {}; // x-gatehouse-cache, or empty
};

struct ChatToolCall {
    QString id;
    QString name;
    QString arguments; // JSON as it came, perhaps not whole yet
};

struct ChatUsage {
    qint64 input = 0;
    qint64 cachedInput = 0;
    qint64 output = 0;
    qint64 reasoning = 0;
};

// What a call has come to so far. Times are milliseconds since it was sent.
struct ChatAnswer {
    enum class End {
        Running,
        Complete,
        Truncated,   // it broke off; what came before stands
        Refused,     // an error in place of an answer
        Unreachable, // no answer at all
        Cancelled    // by cancel()
    };

    End end = End::Running;
    int status = 0;
    QString requestId;
    QHash<QByteArray, QByteArray> headers; // x-gatehouse-…, names in lower case
    QString text;
    QString reasoning;
    QString refusal; // of the model
    QVector<ChatToolCall> tools;
    QString finishReason;
    std::optional<ChatUsage> usage;
    QString code;     // of what went wrong: x-gatehouse-error, or the error's own
    QString sentence; // what went wrong and what to do, for the person
    double firstByteMs = -1;
    double firstTokenMs = -1;
    double totalMs = -1;
    QByteArray raw; // the answer's body as it came, up to rawBound
};

// One chat call through the gateway's own port, streamed where the body says "stream": true, else whole. Deltas are
// read in the form of OpenAI's Chat Completions; of other dialects there is "raw". What the answer has come to is in
// answer(); progressed() tells that there is more. UI thread; nothing here waits.
// Source: platform.openai.com/docs/api-reference/chat-streaming; WIRE §1.
class ChatStream : public QObject {
    Q_OBJECT

public:
    static constexpr qsizetype rawBound = qsizetype{8} << 20U;

    explicit ChatStream(QObject* parent = nullptr);
    ~ChatStream() override;

    // Cancels the call before, if it still runs, without a word.
    void start(const GatewayAddress& gateway, const ChatRequest& request);
    void cancel();
    bool isRunning() const { return m_reply != nullptr; }
    const ChatAnswer& answer() const { return m_answer; }

Q_SIGNALS:
    void progressed(); // as often as bytes come: gather before painting
    void finished();   // once for each start(), whatever the end

private:
    void drop();
    void readHead();
    void read();
    void ended();
    void takeChunk(const QByteArray& data);
    void takeDelta(const QJsonObject& delta);
    void takeTools(const QJsonArray& calls);
    void takeWhole();
    void takeError(const QJsonObject& error);
    void judge(const QString& transport);
    void noteFirstToken();

    QNetworkAccessManager m_network;
    CertificatePin m_pin{m_network};
    QPointer<QNetworkReply> m_reply;
    std::optional<SseReader> m_events; // where the answer is a stream
    ChatAnswer m_answer;
    QElapsedTimer m_clock;
    bool m_done = false; // the stream said that it is whole
    bool m_cancelled = false;
};

} // namespace gatehouse::ui
