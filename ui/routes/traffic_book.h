// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QVector>
#include <QWidget>

namespace gatehouse::ui {

// How the targets do at this moment, as GET /traffic tells it: asked once a second while a widget that watches is
// visible. UI thread.
class TrafficBook : public QObject {
    Q_OBJECT

public:
    explicit TrafficBook(GatewayClient& client, QObject* parent = nullptr);

    void watch(QWidget* watcher); // until it is destroyed
    void ask();
    // "62 % of the calls · 412 ms to the first token · healthy"; empty: nothing is known.
    QString sentenceOf(const QString& route, const QJsonObject& target) const;
    // How the canary of a route stands; empty: there is none, or nothing is known.
    QJsonObject canaryOf(const QString& route) const;
    bool knows() const { return m_known; }

Q_SIGNALS:
    void changed();

private:
    void take(const Reply& reply);
    QJsonObject targetOf(const QString& route, const QJsonObject& target) const;

    GatewayClient& m_client;
    QTimer m_timer;
    QVector<QPointer<QWidget>> m_watchers;
    QJsonObject m_answer;
    QLocale m_locale;
    bool m_asking = false;
    bool m_known = false;
};

} // namespace gatehouse::ui
