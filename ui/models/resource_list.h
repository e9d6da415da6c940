// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QVector>

namespace gatehouse::ui {

// All objects of one kind ("/providers", "/routes", "/apps", "/keys", "/teams" …), read page by page and again whenever
// the gateway says that the configuration changed. What was read before stays while it is read anew or cannot be. UI
// thread.
class ResourceList : public QObject {
    Q_OBJECT

public:
    enum class Loading { Idle, Loading, Failed };

    ResourceList(GatewayClient& client, QString path, QObject* parent = nullptr);

    void reload();
    const QVector<QJsonObject>& items() const { return m_items; } // in the gateway's order
    const QJsonObject* find(const QString& id) const;
    bool loadedOnce() const { return m_loadedOnce; }
    Loading loading() const { return m_loading; }
    const Problem& problem() const { return m_problem; } // while Failed

Q_SIGNALS:
    void changed();
    void loadingChanged();

private:
    void fetch(const QString& cursor);

    GatewayClient& m_client;
    QString m_path;
    QVector<QJsonObject> m_items;
    QVector<QJsonObject> m_coming;
    QTimer m_soon; // changes come in bunches
    Loading m_loading = Loading::Idle;
    Problem m_problem;
    bool m_loadedOnce = false;
    quint64 m_round = 0;
};

} // namespace gatehouse::ui
