// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/chat_stream.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkProxy>

namespace gatehouse::ui {
namespace {

// A provider may think for minutes before its first byte; the gateway has its own limits before this one.
constexpr int patienceMilliseconds = 16 * 60 * 1000;
constexpr double nanosecondsPerMillisecond = 1e6;

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

QJsonObject object(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toObject();
}

std::optional<ChatUsage> usageOf(const QJsonObject& told) {
    if (told.isEmpty())
        return std::nullopt;
    ChatUsage usage;
    usage.input = told.value(QLatin1String("prompt_tokens")).toInteger();
    usage.output = told.value(QLatin1String("completion_tokens")).toInteger();
    usage.cachedInput = object(told, "prompt_tokens_details").value(QLatin1String("cached_tokens")).toInteger();
    usage.reasoning = object(told, "completion_tokens_details").value(QLatin1String("reasoning_tokens")).toInteger();
    return usage;
}

// Providers have two names for it.
QString reasoningOf(const QJsonObject& message) {
    const QString named = text(message, "reasoning_content");
    return named.isEmpty() ? text(message, "reasoning") : named;
}

} // namespace

ChatStream::ChatStream(QObject* parent) : QObject(parent) {
    // The environment's proxy is for providers; a gateway is reached directly.
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

ChatStream::~ChatStream() {
    drop();
}

void ChatStream::drop() {
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
}

void ChatStream::start(const GatewayAddress& gateway, const ChatRequest& request) {
    drop();
    m_answer = {};
    m_events.reset();
    m_done = false;
    m_cancelled = false;
    m_pin.set(gateway.certificate);
    QUrl url(gateway.gateway);
    url.setPath(request.path);
    QNetworkRequest call(url);
    call.setTransferTimeout(patienceMilliseconds);
    call.setRawHeader("Authorization", "Bearer " + request.key);
    call.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    call.setHeader(QNetworkRequest::UserAgentHeader, QByteArray("gatehouse-console"));
    if (!request.tags.isEmpty())
        call.setRawHeader("x-gatehouse-tags", request.tags);
    if (!request.cache.isEmpty())
        call.setRawHeader("x-gatehouse-cache", request.cache);
    m_clock.start();
    m_reply = m_network.post(call, QJsonDocument(request.body).toJson(QJsonDocument::Compact));
    connect(m_reply, &QNetworkReply::metaDataChanged, this, &ChatStream::readHead);
    connect(m_reply, &QNetworkReply::readyRead, this, &ChatStream::read);
    connect(m_reply, &QNetworkReply::finished, this, &ChatStream::ended);
}

void ChatStream::cancel() {
    if (!m_reply)
        return;
    m_cancelled = true;
    m_reply->abort(); // leads to ended()
}

void ChatStream::readHead() {
    if (m_answer.status != 0)
        return;
    m_answer.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    m_answer.requestId = QString::fromLatin1(m_reply->rawHeader("x-request-id"));
    for (const auto& [name, value] : m_reply->rawHeaderPairs()) {
        if (name.toLower().startsWith("x-gatehouse-"))
            m_answer.headers.insert(name.toLower(), value);
    }
    const bool streamed =
        m_reply->header(QNetworkRequest::ContentTypeHeader).toByteArray().startsWith("text/event-stream");
    if (streamed && m_answer.status == 200)
        m_events.emplace();
    Q_EMIT progressed();
}

void ChatStream::read() {
    readHead();
    const QByteArray bytes = m_reply->readAll();
    if (bytes.isEmpty())
        return;
    if (m_answer.firstByteMs < 0)
        m_answer.firstByteMs = static_cast<double>(m_clock.nsecsElapsed()) / nanosecondsPerMillisecond;
    m_answer.raw += bytes.left(rawBound - m_answer.raw.size());
    if (!m_events)
        return;
    m_events->feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    while (const SseFrame* frame = m_events->next()) {
        if (frame->kind == SseKind::Event)
            takeChunk(QByteArray(frame->data.data(), static_cast<qsizetype>(frame->data.size())));
    }
    Q_EMIT progressed();
}

void ChatStream::takeChunk(const QByteArray& data) {
    if (data == "[DONE]") {
        m_done = true;
        return;
    }
    const auto chunk = QJsonDocument::fromJson(data).object();
    if (const auto error = chunk.value(QLatin1String("error")); error.isObject()) {
        takeError(error.toObject());
        return;
    }
    if (const auto usage = usageOf(object(chunk, "usage")))
        m_answer.usage = usage;
    for (const auto& value : chunk.value(QLatin1String("choices")).toArray()) {
        const auto choice = value.toObject();
        if (choice.value(QLatin1String("index")).toInt() != 0)
            continue;
        takeDelta(object(choice, "delta"));
        if (const QString reason = text(choice, "finish_reason"); !reason.isEmpty()) {
            m_answer.finishReason = reason;
            m_done = true;
        }
    }
}

void ChatStream::takeDelta(const QJsonObject& delta) {
    const QString said = text(delta, "content");
    const QString thought = reasoningOf(delta);
    const QString refusal = text(delta, "refusal");
    const auto tools = delta.value(QLatin1String("tool_calls")).toArray();
    if (!said.isEmpty() || !thought.isEmpty() || !refusal.isEmpty() || !tools.isEmpty())
        noteFirstToken();
    m_answer.text += said;
    m_answer.reasoning += thought;
    m_answer.refusal += refusal;
    takeTools(tools);
}

void ChatStream::takeTools(const QJsonArray& calls) {
    constexpr int mostTools = 128; // an index from outside must not make us allocate
    for (const auto& value : calls) {
        const auto call = value.toObject();
        const int index = call.value(QLatin1String("index")).toInt(static_cast<int>(m_answer.tools.size()));
        if (index < 0 || index >= mostTools)
            continue;
        if (index >= m_answer.tools.size())
            m_answer.tools.resize(index + 1);
        auto& tool = m_answer.tools[index];
        const auto function = object(call, "function");
        if (tool.id.isEmpty())
            tool.id = text(call, "id");
        tool.name += text(function, "name");
        tool.arguments += text(function, "arguments");
    }
}

void ChatStream::takeWhole() {
    const auto body = QJsonDocument::fromJson(m_answer.raw).object();
    if (const auto error = body.value(QLatin1String("error")); error.isObject()) {
        takeError(error.toObject());
        return;
    }
    m_answer.usage = usageOf(object(body, "usage"));
    const auto choice = body.value(QLatin1String("choices")).toArray().at(0).toObject();
    takeDelta(object(choice, "message"));
    m_answer.finishReason = text(choice, "finish_reason");
    m_done = !body.isEmpty();
}

void ChatStream::takeError(const QJsonObject& error) {
    m_answer.sentence = text(error, "message");
    m_answer.code = QString::fromLatin1(m_answer.headers.value("x-gatehouse-error"));
    if (m_answer.code.isEmpty())
        m_answer.code = text(error, "code");
    if (m_answer.code.isEmpty())
        m_answer.code = text(error, "type");
}

void ChatStream::noteFirstToken() {
    if (m_answer.firstTokenMs < 0)
        m_answer.firstTokenMs = static_cast<double>(m_clock.nsecsElapsed()) / nanosecondsPerMillisecond;
}

void ChatStream::ended() {
    if (!m_cancelled)
        read();
    const bool broke = m_reply->error() != QNetworkReply::NoError && m_answer.status < 400;
    const QString transport = broke ? m_reply->errorString() : QString();
    m_reply->deleteLater();
    m_reply = nullptr;
    m_answer.totalMs = static_cast<double>(m_clock.nsecsElapsed()) / nanosecondsPerMillisecond;
    if (!m_events && m_answer.status != 0 && !m_cancelled)
        takeWhole();
    judge(transport);
    Q_EMIT progressed();
    Q_EMIT finished();
}

// A stream is whole by its content, not by its connection: one without a finish reason was cut.
void ChatStream::judge(const QString& transport) {
    if (m_cancelled) {
        m_answer.end = ChatAnswer::End::Cancelled;
        return;
    }
    if (m_answer.status == 0) {
        m_answer.end = ChatAnswer::End::Unreachable;
        m_answer.code = QStringLiteral("unreachable");
        m_answer.sentence = tr("The gateway does not answer (%1). Check that it runs, then try again.").arg(transport);
        return;
    }
    if (m_answer.status >= 300) {
        m_answer.end = ChatAnswer::End::Refused;
        if (m_answer.code.isEmpty())
            m_answer.code = QString::fromLatin1(m_answer.headers.value("x-gatehouse-error"));
        if (m_answer.sentence.isEmpty())
            m_answer.sentence = tr("The answer was an error with status %1 and no reason.").arg(m_answer.status);
        return;
    }
    if (m_done && transport.isEmpty() && m_answer.sentence.isEmpty()) {
        m_answer.end = ChatAnswer::End::Complete;
        return;
    }
    m_answer.end = ChatAnswer::End::Truncated;
    if (m_answer.sentence.isEmpty())
        m_answer.sentence = tr("The answer broke off before its end. What came until then is shown; try again.");
}

} // namespace gatehouse::ui
