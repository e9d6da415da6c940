// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/log/call_contents.h"

#include <QObject>
#include <QStringList>
#include <QVector>

namespace gatehouse::ui {

// Reads calls with what was recorded of them, one after the other, and writes them as a HAR file. Deletes itself.
class HarExport : public QObject {
    Q_OBJECT

public:
    static constexpr int mostCalls = 200;

    HarExport(GatewayClient& client, QStringList ids, QString file, QObject* parent);

Q_SIGNALS:
    void finished(const QString& fault, int calls); // an empty fault: it is written

private:
    void next();
    void fetchBodies(const QString& id);
    void write();
    void end(const QString& fault);

    GatewayClient& m_client;
    QStringList m_ids;
    QString m_file;
    QVector<QJsonObject> m_calls;
    QVector<QByteArray> m_contents; // as it came; empty: none
};

} // namespace gatehouse::ui
