// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/contract/wire_forms.h"

#include <QByteArray>
#include <QJsonObject>
#include <QNetworkRequest>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <optional>

class QNetworkAccessManager;
class QNetworkReply;

namespace gatehouse::ui {

// Follows the gateway's server-sent events. Reconnects by itself, half a second after a loss and then ever later up to
// eight seconds, and resumes behind the last event it saw. UI thread.
class EventStream : public QObject {
    Q_OBJECT

public:
    EventStream(QNetworkAccessManager& network, QObject* parent);
    ~EventStream() override;

    // Starts over with this request.
    void open(const QNetworkRequest& request);
    void close();
    void retryNow();

Q_SIGNALS:
    void opened(bool resumed); // resumed: nothing was missed so far
    void lost();
    void gap(); // events were missed
    void event(const QString& type, const QJsonObject& data);

private:
    void connectOnce();
    void read();
    void ended();
    void dispatch(const SseFrame& frame);

    QNetworkAccessManager& m_network;
    QNetworkRequest m_request;
    QPointer<QNetworkReply> m_reply;
    std::optional<SseReader> m_reader;
    QByteArray m_lastId;
    QTimer m_retry;
    QTimer m_silence; // the gateway says something at least every 15 s
    int m_failures = 0;
    bool m_open = false;
};

} // namespace gatehouse::ui
