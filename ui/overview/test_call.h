// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/chat_stream.h"
#include "ui/client/console_key.h"
#include "ui/client/gateway_client.h"

#include <QObject>

namespace gatehouse::ui {

// One call to the demo provider through the gateway's own port, as a client would send it. UI thread.
class TestCall : public QObject {
    Q_OBJECT

public:
    TestCall(GatewayClient& client, ConsoleKey& key, QObject* parent);
    void send();
    bool isRunning() const { return m_running; }

Q_SIGNALS:
    void runningChanged();
    void answered(const QString& id, double milliseconds);
    void failed(const QString& sentence);

private:
    void ended();
    void setRunning(bool running);

    GatewayClient& m_client;
    ConsoleKey& m_key;
    ChatStream m_stream;
    bool m_running = false;
};

} // namespace gatehouse::ui
