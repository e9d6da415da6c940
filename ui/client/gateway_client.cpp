// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/gateway_client.h"

#include "ui/client/certificate_pin.h"
#include "ui/client/event_stream.h"

#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>
#include <chrono>

namespace gatehouse::ui {
namespace {

constexpr int patienceMilliseconds = 30'000;
constexpr qint64 pieceBytes = 1024 * 1024;
constexpr char receivedProperty[] = "gatehouseReceived";
constexpr char holdProperty[] = "gatehouseHold";

QByteArray nameOf(GatewayClient::Verb verb) {
    switch (verb) {
    case GatewayClient::Verb::Post:
        return "POST";
    case GatewayClient::Verb::Put:
        return "PUT";
    case GatewayClient::Verb::Patch:
        return "PATCH";
    case GatewayClient::Verb::Delete:
        return "DELETE";
    }
    return "POST";
}

QByteArray mediaTypeOf(GatewayClient::Verb verb) {
    return verb == GatewayClient::Verb::Patch ? "application/merge-patch+json" : "application/json";
}

} // namespace

GatewayClient::GatewayClient(QObject* parent)
    : QObject(parent), m_pin(new CertificatePin(m_network, this)), m_events(new EventStream(m_network, this)) {
    connect(m_pin, &CertificatePin::refused, this, &GatewayClient::certificateRefused);
    // The environment's proxy is for providers; a gateway is reached directly.
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    connect(m_events, &EventStream::opened, this, [this](bool resumed) {
        setState(State::Connected);
        if (!resumed)
            Q_EMIT refreshNeeded();
    });
    connect(m_events, &EventStream::lost, this, [this] { setState(State::Lost); });
    connect(m_events, &EventStream::gap, this, &GatewayClient::refreshNeeded);
    connect(m_events, &EventStream::event, this, &GatewayClient::event);
}

GatewayClient::~GatewayClient() = default;

void GatewayClient::connectTo(GatewayAddress address) {
    ++m_generation;
    m_address = std::move(address);
    m_pin->set(m_address.certificate);
    Q_EMIT gatewayChosen();
    setState(State::Connecting);
    m_events->open(requestFor(QStringLiteral("/events"), {}));
}

void GatewayClient::reconnectNow() {
    m_events->retryNow();
}

void GatewayClient::get(const QString& path, const QUrlQuery& query, QObject* context, Handler handler) {
    QNetworkRequest request = requestFor(path, query);
    request.setTransferTimeout(patienceMilliseconds);
    follow(m_network.get(request), context, std::move(handler));
}

void GatewayClient::send(Verb verb, const QString& path, const QJsonObject& body, QObject* context, Handler handler,
                         const QByteArray& ifMatch) {
    QNetworkRequest request = requestFor(path, {});
    request.setTransferTimeout(patienceMilliseconds);
    if (!ifMatch.isEmpty())
        request.setRawHeader("If-Match", ifMatch);
    QByteArray bytes;
    if (verb != Verb::Delete) {
        request.setHeader(QNetworkRequest::ContentTypeHeader, mediaTypeOf(verb));
        bytes = QJsonDocument(body).toJson(QJsonDocument::Compact);
    }
    follow(m_network.sendCustomRequest(request, nameOf(verb), bytes), context, std::move(handler));
}

void GatewayClient::sendText(Verb verb, const QString& path, const QUrlQuery& query, const QByteArray& mediaType,
                             const QByteArray& text, QObject* context, Handler handler) {
    QNetworkRequest request = requestFor(path, query);
    request.setTransferTimeout(patienceMilliseconds);
    request.setHeader(QNetworkRequest::ContentTypeHeader, mediaType);
    follow(m_network.sendCustomRequest(request, nameOf(verb), text), context, std::move(handler));
}

void GatewayClient::getText(const QString& path, const QUrlQuery& query, const QByteArray& mediaType, QObject* context,
                            Handler handler) {
    QNetworkRequest request = requestFor(path, query);
    request.setTransferTimeout(patienceMilliseconds);
    request.setRawHeader("Accept", mediaType);
    follow(m_network.get(request), context, std::move(handler));
}

QNetworkReply* GatewayClient::download(const QString& path, QObject* context, Piece piece, Handler handler) {
    return followPieces(m_network.post(requestFor(path, {}), QByteArray()), context, std::move(piece),
                        std::move(handler));
}

QNetworkReply* GatewayClient::downloadGet(const QString& path, const QUrlQuery& query, QObject* context, Piece piece,
                                          Handler handler) {
    return followPieces(m_network.get(requestFor(path, query)), context, std::move(piece), std::move(handler));
}

QNetworkReply* GatewayClient::followPieces(QNetworkReply* reply, QObject* context, Piece piece, Handler handler) {
    reply->setReadBufferSize(pieceBytes);
    const auto take = [reply, piece = std::move(piece), guard = QPointer<QObject>(context)](bool atTheEnd) {
        if (reply->property(holdProperty).toBool() && !atTheEnd)
            return;
        if (guard.isNull()) {
            reply->abort();
            return;
        }
        if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200)
            return; // a problem: follow() reads it whole
        const qint64 before = reply->property(receivedProperty).toLongLong();
        const QByteArray bytes = reply->readAll();
        reply->setProperty(receivedProperty, before + bytes.size());
        const qint64 total = reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
        if (!bytes.isEmpty() && !piece(bytes, before + bytes.size(), total))
            reply->abort();
    };
    connect(reply, &QNetworkReply::readyRead, this, [take] { take(false); });
    connect(reply, &QNetworkReply::finished, this, [reply, take] {
        if (reply->error() == QNetworkReply::NoError)
            take(true);
    });
    follow(reply, context, [reply, handler = std::move(handler)](const Reply& whole) {
        const bool cut = whole.ok() && reply->error() != QNetworkReply::NoError;
        handler(cut ? Reply::unreachable(tr("The answer was cut off. Try again.")) : whole);
    });
    return reply;
}

void GatewayClient::hold(QNetworkReply& reply, bool held) {
    reply.setProperty(holdProperty, held);
    if (!held)
        Q_EMIT reply.readyRead();
}

QNetworkRequest GatewayClient::requestFor(const QString& path, const QUrlQuery& query) const {
    QUrl url(m_address.admin);
    // An id comes percent-encoded: it may hold a slash.
    url.setPath(QStringLiteral("/admin/v1") + path, QUrl::TolerantMode);
    url.setQuery(query);
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + m_address.token);
    return request;
}

void GatewayClient::follow(QNetworkReply* reply, QObject* context, Handler handler) {
    connect(reply, &QNetworkReply::finished, this,
            [this, reply, generation = m_generation, guard = QPointer<QObject>(context), handler = std::move(handler)] {
                reply->deleteLater();
                if (generation != m_generation || guard.isNull())
                    return;
                const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
                if (status == 0) {
                    handler(
                        Reply::unreachable(tr("The gateway does not answer (%1). Check that it runs, then try again.")
                                               .arg(reply->errorString())));
                    return;
                }
                handler(Reply(status, reply->readAll(), reply->rawHeader("ETag")));
            });
}

void GatewayClient::setState(State state) {
    if (m_state == state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

} // namespace gatehouse::ui
