// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/replay.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace gatehouse::ui {
namespace {

constexpr qsizetype mostKept = qsizetype{1} << 20U; // of an answer
constexpr int unauthorized = 401;

} // namespace

Replay::Replay(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client), m_key(client) {
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

void Replay::start(const CallRequest& request) {
    cancel();
    m_running = true;
    m_result = {};
    m_key.obtain(this, [this, request, round = ++m_round](const QByteArray& key, const Problem& problem) {
        if (round != m_round)
            return;
        if (!key.isEmpty()) {
            send(request, key);
            return;
        }
        m_running = false;
        m_result.sentence = problem.detail;
        Q_EMIT finished(m_result);
    });
}

void Replay::cancel() {
    ++m_round;
    m_running = false;
    if (m_reply.isNull())
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater();
    m_reply = nullptr;
}

void Replay::send(const CallRequest& request, const QByteArray& key) {
    m_pin.set(m_client.address().certificate);
    QUrl url(m_client.address().gateway);
    url.setPath(request.path);
    QNetworkRequest wanted(url);
    wanted.setRawHeader("Authorization", "Bearer " + key);
    wanted.setRawHeader("x-gatehouse-tags", "replay");
    wanted.setHeader(QNetworkRequest::ContentTypeHeader, request.contentType);
    if (request.path.contains(QLatin1String("/messages")))
        wanted.setRawHeader("anthropic-version", "2023-06-01");
    m_clock.start();
    m_reply = m_network.sendCustomRequest(wanted, request.method, request.body);
    connect(m_reply, &QNetworkReply::readyRead, this, &Replay::read);
    connect(m_reply, &QNetworkReply::finished, this, &Replay::end);
}

void Replay::read() {
    const QByteArray piece = m_reply->readAll();
    m_result.body += piece.left(std::max<qsizetype>(mostKept - m_result.body.size(), 0));
    if (!piece.isEmpty())
        Q_EMIT progressed(piece);
}

void Replay::end() {
    read();
    m_running = false;
    m_result.milliseconds = m_clock.elapsed();
    m_result.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    m_result.requestId = QString::fromLatin1(m_reply->rawHeader("x-request-id"));
    if (m_result.status == unauthorized)
        m_key.refused();
    if (m_result.status == 0) {
        m_result.sentence = tr("The gateway's port does not answer (%1). Check that it runs, then try again.")
                                .arg(m_reply->errorString());
    } else if (m_result.status >= 400) {
        const auto error = QJsonDocument::fromJson(m_result.body).object().value(QLatin1String("error")).toObject();
        m_result.sentence = error.value(QLatin1String("message")).toString();
        if (m_result.sentence.isEmpty())
            m_result.sentence = tr("The call ended with status %1.").arg(m_result.status);
    } else if (m_reply->error() != QNetworkReply::NoError) {
        m_result.sentence = tr("The answer broke off.");
    }
    m_reply->deleteLater();
    m_reply = nullptr;
    Q_EMIT finished(m_result);
}

} // namespace gatehouse::ui
