// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/shell/gateway_watch.h"
#include "ui/theme/theme.h"

#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QTimer>
#include <QVector>
#include <functional>

namespace gatehouse::ui {

class DesktopNotifier;

// Something that a person should hear of, and what leads to it.
struct Notification {
    quint64 number = 0;
    QDateTime at;
    QString kind;  // as in notificationKinds()
    QString cause; // told once in fifteen minutes
    QString title;
    QString text;
    Theme::Tone tone = Theme::Tone::Info;
    QString view;     // that shows more, or empty
    QString argument; // for View::open() there
    bool seen = false;
};

// What happened to the gateway, in words: kept while the program runs and shown under the bell; told on the desktop
// too. Listens to the gateway's events. UI thread.
class NotificationCenter : public QObject {
    Q_OBJECT

public:
    static constexpr int quietSeconds = 15 * 60; // after a cause was told

    NotificationCenter(GatewayClient& client, GatewayWatch& watch, QObject* parent = nullptr);

    const QVector<Notification>& all() const { return m_all; } // newest first
    int unseen() const;
    void markSeen();
    void clear();
    void open(quint64 number); // as a click does
    // Tells it, unless its kind is switched off or its cause was told lately.
    void tell(Notification news);
    void setClock(std::function<QDateTime()> now) { m_now = std::move(now); } // for tests

Q_SIGNALS:
    void changed();
    void openAsked(const QString& view, const QString& argument);

private:
    void onEvent(const QString& type, const QJsonObject& data);
    void onHealth(const QJsonObject& data);
    void onTarget(const QJsonObject& data);
    void onBudget(const QJsonObject& data);
    void onRequested(const QJsonObject& subscription);
    void onFinished(const QJsonObject& call);
    void lookIntoFailover(const QString& route, const QString& id);
    void onState();
    bool isQuiet(const QString& cause) const;

    GatewayClient& m_client;
    GatewayWatch& m_watch;
    DesktopNotifier* m_desktop;
    QVector<Notification> m_all;
    QHash<QString, QDateTime> m_told;    // by cause
    QHash<QString, QString> m_failovers; // by route: the provider that did not serve
    QHash<QString, QDateTime> m_looked;  // by route: when its failover was looked into last
    QTimer m_lostLong;
    bool m_wasThere = false;
    bool m_wasStopping = false;
    bool m_toldLost = false;
    quint64 m_last = 0;
    std::function<QDateTime()> m_now = [] { return QDateTime::currentDateTime(); };
};

} // namespace gatehouse::ui
