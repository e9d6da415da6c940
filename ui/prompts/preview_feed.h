// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QVector>
#include <functional>

namespace gatehouse::ui {

struct RenderedMessage {
    QString role;
    QString text;
    QStringList images;
};

// What the gateway says is wrong with a prompt, or with the values it was tried with.
struct RenderFault {
    QString field; // "messages[1].content"; empty: the whole
    int message = -1;
    int line = 0; // of the message's template, from 1; 0: not known
    QString sentence;
};

// Has the gateway render a prompt while it is written (POST /prompts/render): a moment after the last key, one request
// at a time. What was rendered last stays while the newest cannot be. UI thread.
class PreviewFeed : public QObject {
    Q_OBJECT

public:
    PreviewFeed(GatewayClient& client, QObject* parent);

    void ask(const QJsonObject& version, const QJsonObject& values);
    void forget(); // another prompt follows

    bool rendered() const { return m_rendered; } // there is something, be it old
    bool isWaiting() const { return m_waiting || m_soon.isActive(); }
    bool isOld() const { return m_old; }
    const QVector<RenderedMessage>& messages() const { return m_messages; }
    const QVector<RenderFault>& faults() const { return m_faults; }
    const QJsonObject& body() const { return m_body; } // a Chat Completions request, secret values masked
    bool hasSecrets() const;                           // a variable is secret
    // The request with the secret values that were written. An empty body: "problem" says why. Not called once the
    // context or this prompt is gone.
    using Written = std::function<void(const QJsonObject& body, const QString& problem)>;
    void askWritten(QObject* context, Written done);

Q_SIGNALS:
    void changed();

private:
    void send();
    void take(const Reply& reply);
    void takeFaults(const QJsonArray& told);

    GatewayClient& m_client;
    QTimer m_soon;
    QJsonObject m_asked;
    bool m_waiting = false;
    bool m_again = false; // it changed while a request was under way
    bool m_rendered = false;
    bool m_old = false;
    quint64 m_round = 0;
    QVector<RenderedMessage> m_messages;
    QVector<RenderFault> m_faults;
    QJsonObject m_body;
};

} // namespace gatehouse::ui
