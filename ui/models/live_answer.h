// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

namespace gatehouse::ui {

// The answer to one question of the admin API, asked again every second while it is watched, and never before the
// answer before has come. What was answered stays while there is no newer answer. UI thread.
class LiveAnswer : public QObject {
    Q_OBJECT

public:
    LiveAnswer(GatewayClient& client, QString path, QObject* parent);

    void setWatched(bool watched); // while the page that shows it is in sight
    void askNow();
    const QJsonObject& answer() const { return m_answer; }
    QJsonArray items() const { return m_answer.value(QLatin1String("items")).toArray(); }
    bool loadedOnce() const { return m_loadedOnce; }
    bool failed() const { return m_failed; }
    const Problem& problem() const { return m_problem; } // while failed

Q_SIGNALS:
    void changed(); // a new answer, or a new failure

private:
    void take(const Reply& reply);

    GatewayClient& m_client;
    QString m_path;
    QTimer m_again;
    QJsonObject m_answer;
    Problem m_problem;
    bool m_watched = false;
    bool m_asking = false;
    bool m_loadedOnce = false;
    bool m_failed = false;
};

} // namespace gatehouse::ui
