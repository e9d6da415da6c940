// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/theme/theme.h"

#include <QObject>
#include <QString>
#include <QTimer>

namespace gatehouse::ui {

// How the chosen gateway is, in one word, for header, menus, tray and notifications. UI thread.
class GatewayWatch : public QObject {
    Q_OBJECT

public:
    enum class State {
        Starting, // not reached yet
        Running,
        Degraded, // serves calls, but something is amiss
        Paused,
        Stopping,
        Lost, // it does not answer
    };

    explicit GatewayWatch(GatewayClient& client, QObject* parent = nullptr);

    State state() const;
    bool isPaused() const { return m_paused; }
    bool isConnected() const { return m_client.state() == GatewayClient::State::Connected; }
    int runningCalls() const { return m_running; } // as of the last look
    // What is amiss, a line each; empty unless degraded.
    const QStringList& problems() const { return m_problems; }
    // Tells the gateway; failed() says why it could not be.
    void setPaused(bool paused);
    void look(); // asks how it is, now
    bool isChanging() const { return m_changing; }

    static QString wordFor(State state);
    static QString iconFor(State state);
    static Theme::Tone toneFor(State state);

Q_SIGNALS:
    void changed();
    void failed(const QString& sentence);

private:
    void onEvent(const QString& type, const QJsonObject& data);

    GatewayClient& m_client;
    QTimer m_again;
    bool m_paused = false;
    bool m_stopping = false;
    bool m_changing = false;
    quint64 m_told = 0; // times that a pause was told of; what was asked for before is older
    int m_running = 0;
    QStringList m_problems;
};

} // namespace gatehouse::ui
