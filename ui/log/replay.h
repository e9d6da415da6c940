// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/certificate_pin.h"
#include "ui/client/console_key.h"
#include "ui/client/gateway_client.h"
#include "ui/log/call_request.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QPointer>

class QNetworkReply;

namespace gatehouse::ui {

// Sends a recorded request again, through the gateway's own port and with a key of the console's own: it is limited,
// recorded and paid for like any other call. One at a time. UI thread.
class Replay : public QObject {
    Q_OBJECT

public:
    struct Result {
        int status = 0;    // 0: no answer
        QString requestId; // of the new call
        QString sentence;  // what went wrong, or empty
        QByteArray body;   // of the answer, its beginning
        qint64 milliseconds = 0;
    };

    explicit Replay(GatewayClient& client, QObject* parent = nullptr);
    bool isRunning() const { return m_running; }
    void start(const CallRequest& request);
    void cancel();

Q_SIGNALS:
    void progressed(const QByteArray& piece);
    void finished(const gatehouse::ui::Replay::Result& result);

private:
    void send(const CallRequest& request, const QByteArray& key);
    void read();
    void end();

    GatewayClient& m_client;
    ConsoleKey m_key;
    QNetworkAccessManager m_network;
    CertificatePin m_pin{m_network};
    QPointer<QNetworkReply> m_reply;
    Result m_result;
    QElapsedTimer m_clock;
    bool m_running = false;
    quint64 m_round = 0;
};

} // namespace gatehouse::ui
