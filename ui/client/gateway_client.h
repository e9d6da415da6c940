// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_address.h"
#include "ui/client/reply.h"

#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSslCertificate>
#include <QUrlQuery>
#include <functional>

class QNetworkReply;

namespace gatehouse::ui {

class CertificatePin;
class EventStream;

// The one door to a gateway, embedded or remote: requests to its admin API, and what it tells by itself. Lives on the
// UI thread and never blocks it. A handler is not called any more once its context is gone or another gateway has been
// chosen.
class GatewayClient : public QObject {
    Q_OBJECT

public:
    enum class State { Connecting, Connected, Lost };
    enum class Verb { Post, Put, Patch, Delete };
    using Handler = std::function<void(const Reply&)>;

    explicit GatewayClient(QObject* parent = nullptr);
    ~GatewayClient() override;

    // Forgets the gateway before, its requests included.
    void connectTo(GatewayAddress address);
    void reconnectNow();
    const GatewayAddress& address() const { return m_address; }
    State state() const { return m_state; }

    // Paths are below /admin/v1, such as "/calls".
    void get(const QString& path, const QUrlQuery& query, QObject* context, Handler handler);
    // ifMatch: the ETag that the change was made from, or empty.
    void send(Verb verb, const QString& path, const QJsonObject& body, QObject* context, Handler handler,
              const QByteArray& ifMatch = {});
    // The same with a body that is not a JSON object, such as a configuration in YAML.
    void sendText(Verb verb, const QString& path, const QUrlQuery& query, const QByteArray& mediaType,
                  const QByteArray& text, QObject* context, Handler handler);
    // A text in the form asked for ("application/yaml").
    void getText(const QString& path, const QUrlQuery& query, const QByteArray& mediaType, QObject* context,
                 Handler handler);
    // A long answer, piece by piece, without a limit of time: POSTs, hands each piece to "piece" (false: give up) and
    // ends with "handler", whose reply has no body when all went well. abort() of what is returned gives up too.
    using Piece = std::function<bool(const QByteArray& bytes, qint64 received, qint64 total)>;
    QNetworkReply* download(const QString& path, QObject* context, Piece piece, Handler handler);
    // No further pieces for now: the gateway waits. Whoever takes the pieces is not ready for more.
    static void hold(QNetworkReply& reply, bool held);
    // The same with GET.
    QNetworkReply* downloadGet(const QString& path, const QUrlQuery& query, QObject* context, Piece piece,
                               Handler handler);

Q_SIGNALS:
    void stateChanged(gatehouse::ui::GatewayClient::State state);
    void gatewayChosen(); // connectTo() was called: answers of the gateway before are not heard any more
    // The gateway shows another certificate than the one that is trusted: nothing was sent to it.
    void certificateRefused(const QSslCertificate& found);
    // Server-sent events of the gateway: "call.started", "call.finished", "config.changed" …
    void event(const QString& type, const QJsonObject& data);
    // Events were missed, or this is the first time that they flow: what is shown must be read again.
    void refreshNeeded();

private:
    QNetworkRequest requestFor(const QString& path, const QUrlQuery& query) const;
    void follow(QNetworkReply* reply, QObject* context, Handler handler);
    QNetworkReply* followPieces(QNetworkReply* reply, QObject* context, Piece piece, Handler handler);
    void setState(State state);

    GatewayAddress m_address;
    QNetworkAccessManager m_network;
    CertificatePin* m_pin;
    EventStream* m_events;
    State m_state = State::Connecting;
    quint64 m_generation = 0; // of the gateway chosen; answers of an earlier one are dropped
};

} // namespace gatehouse::ui
