// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_address.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QUrl>
#include <QUrlQuery>
#include <functional>

namespace gatehouse::ui {

// An admin API of a test's own, on a free port of this machine: answers what the test scripts, at once or late, and
// tells events. For what a real gateway would not do on demand: thousands of objects, late, hostile or broken answers.
class ScriptedAdmin : public QObject {
public:
    struct Request {
        QByteArray verb;
        QString path; // below /admin/v1, decoded
        QUrlQuery query;
        QJsonObject body;
    };
    struct Answer {
        int status = 200;
        QJsonObject body{};
        int afterMilliseconds = 0;
    };
    using Script = std::function<Answer(const Request&)>;

    explicit ScriptedAdmin(Script script) : m_script(std::move(script)) {
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            while (auto* socket = m_server.nextPendingConnection())
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(*socket); });
        });
        m_server.listen(QHostAddress::LocalHost);
    }

    GatewayAddress address() const {
        GatewayAddress address;
        address.name = QStringLiteral("Scripted gateway");
        address.admin = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()));
        address.gateway = address.admin;
        address.token = "token";
        return address;
    }
    void tell(const QByteArray& type, const QJsonObject& data = {}) {
        for (const auto& stream : std::as_const(m_streams)) {
            if (stream)
                stream->write("event: " + type + "\ndata: " + QJsonDocument(data).toJson(QJsonDocument::Compact) +
                              "\n\n");
        }
    }
    static Answer problem(int status, const QString& code, const QString& detail, const QString& field = {}) {
        QJsonObject body{
            {QStringLiteral("status"), status}, {QStringLiteral("code"), code}, {QStringLiteral("detail"), detail}};
        if (!field.isEmpty())
            body.insert(QStringLiteral("field"), field);
        return {status, body};
    }

private:
    void read(QTcpSocket& socket) {
        QByteArray bytes = socket.property("bytes").toByteArray();
        bytes += socket.readAll();
        for (;;) {
            const auto head = bytes.indexOf("\r\n\r\n");
            qsizetype length = 0;
            if (const auto at = bytes.toLower().indexOf("content-length:"); at >= 0 && at < head)
                length = bytes.mid(at + 15, bytes.indexOf("\r\n", at) - at - 15).trimmed().toLongLong();
            if (head < 0 || bytes.size() < head + 4 + length)
                break;
            answer(socket, bytes.left(bytes.indexOf("\r\n")), bytes.mid(head + 4, length));
            bytes.remove(0, head + 4 + length);
        }
        socket.setProperty("bytes", bytes);
    }

    void answer(QTcpSocket& socket, const QByteArray& line, const QByteArray& body) {
        const auto words = line.split(' ');
        const QUrl url(QString::fromLatin1(words.value(1)));
        Request request{words.value(0), url.path().mid(9), QUrlQuery(url), QJsonDocument::fromJson(body).object()};
        if (request.path == QLatin1String("/events")) {
            socket.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n: hello\n\n");
            m_streams.append(&socket);
            return;
        }
        const auto told = m_script(request);
        const auto send = [guard = QPointer<QTcpSocket>(&socket), told] {
            if (!guard)
                return;
            const auto json = QJsonDocument(told.body).toJson(QJsonDocument::Compact);
            guard->write("HTTP/1.1 " + QByteArray::number(told.status) +
                         " Answer\r\nContent-Type: application/json\r\nETag: \"1\"\r\nContent-Length: " +
                         QByteArray::number(json.size()) + "\r\n\r\n" + json);
        };
        if (told.afterMilliseconds > 0)
            QTimer::singleShot(told.afterMilliseconds, this, send);
        else
            send();
    }

    Script m_script;
    QTcpServer m_server;
    QVector<QPointer<QTcpSocket>> m_streams;
};

} // namespace gatehouse::ui
