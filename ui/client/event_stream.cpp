// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/event_stream.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <algorithm>
#include <chrono>

namespace gatehouse::ui {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds firstWait{500};
constexpr milliseconds longestWait{8'000};
constexpr milliseconds longestSilence{35'000}; // two heartbeats and some

milliseconds waitAfter(int failures) {
    return std::min(firstWait * (1 << std::min(failures, 5)), longestWait);
}

} // namespace

EventStream::EventStream(QNetworkAccessManager& network, QObject* parent) : QObject(parent), m_network(network) {
    m_retry.setSingleShot(true);
    m_silence.setSingleShot(true);
    m_silence.setInterval(longestSilence);
    connect(&m_retry, &QTimer::timeout, this, &EventStream::connectOnce);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        if (m_reply)
            m_reply->abort();
    });
}

EventStream::~EventStream() {
    close();
}

void EventStream::open(const QNetworkRequest& request) {
    close();
    m_request = request;
    m_lastId.clear();
    m_failures = 0;
    connectOnce();
}

void EventStream::close() {
    m_retry.stop();
    m_silence.stop();
    m_open = false;
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
        m_reply->deleteLater();
        m_reply = nullptr;
    }
}

void EventStream::retryNow() {
    if (m_reply == nullptr)
        connectOnce();
}

void EventStream::connectOnce() {
    m_retry.stop();
    QNetworkRequest request(m_request);
    request.setRawHeader("Accept", "text/event-stream");
    if (!m_lastId.isEmpty())
        request.setRawHeader("Last-Event-ID", m_lastId);
    m_reader.emplace();
    m_reply = m_network.get(request);
    connect(m_reply, &QNetworkReply::readyRead, this, &EventStream::read);
    connect(m_reply, &QNetworkReply::finished, this, &EventStream::ended);
    m_silence.start();
}

void EventStream::read() {
    if (m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200)
        return; // ended() follows
    m_silence.start();
    if (!m_open) {
        m_open = true;
        m_failures = 0;
        Q_EMIT opened(!m_lastId.isEmpty());
    }
    const QByteArray bytes = m_reply->readAll();
    m_reader->feed({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    while (const SseFrame* frame = m_reader->next()) {
        if (frame->id)
            m_lastId = QByteArray(frame->id->data(), static_cast<qsizetype>(frame->id->size()));
        if (frame->kind == SseKind::Event)
            dispatch(*frame);
        if (!m_reply)
            return; // a listener has closed this stream
    }
}

void EventStream::dispatch(const SseFrame& frame) {
    const QString type = QString::fromUtf8(frame.type.data(), static_cast<qsizetype>(frame.type.size()));
    if (type == QLatin1String("gap")) {
        Q_EMIT gap();
        return;
    }
    const QByteArray data(frame.data.data(), static_cast<qsizetype>(frame.data.size()));
    Q_EMIT event(type, QJsonDocument::fromJson(data).object());
}

void EventStream::ended() {
    m_silence.stop();
    m_reply->deleteLater();
    m_reply = nullptr;
    m_open = false;
    m_retry.start(waitAfter(m_failures++));
    Q_EMIT lost();
}

} // namespace gatehouse::ui
