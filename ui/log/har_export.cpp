// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/har_export.h"

#include "ui/client/aside.h"
#include "ui/log/call_request.h"

#include <QCoreApplication>
#include <QSaveFile>

namespace gatehouse::ui {

HarExport::HarExport(GatewayClient& client, QStringList ids, QString file, QObject* parent)
    : QObject(parent), m_client(client), m_ids(std::move(ids)), m_file(std::move(file)) {
    next();
}

void HarExport::next() {
    if (m_calls.size() == m_ids.size()) {
        write();
        return;
    }
    const QString id = m_ids.at(m_calls.size());
    m_client.get(QStringLiteral("/calls/") + id, {}, this, [this, id](const Reply& reply) {
        if (!reply.ok()) {
            end(reply.problem().detail);
            return;
        }
        m_calls.append(reply.object());
        fetchBodies(id);
    });
}

void HarExport::fetchBodies(const QString& id) {
    m_client.get(QStringLiteral("/calls/") + id + QStringLiteral("/bodies"), {}, this, [this](const Reply& reply) {
        if (!reply.ok() && reply.status() != 404) {
            end(reply.problem().detail);
            return;
        }
        m_contents.append(reply.ok() ? reply.body() : QByteArray());
        next();
    });
}

void HarExport::write() {
    runAside(
        this,
        [calls = m_calls, bytes = m_contents, file = m_file, gateway = m_client.address().gateway,
         version = QCoreApplication::applicationVersion()] {
            QVector<CallContents> contents;
            for (const auto& one : bytes)
                contents.append(CallContents::read(one));
            QVector<const CallContents*> pointers;
            for (const auto& one : contents)
                pointers.append(&one);
            const QByteArray har = asHar(calls, pointers, gateway, version);
            QSaveFile out(file);
            if (!out.open(QIODevice::WriteOnly) || out.write(har) != har.size() || !out.commit())
                return out.errorString();
            return QString();
        },
        [this](const QString& why) {
            end(why.isEmpty()
                    ? QString()
                    : tr("%1 could not be written: %2. Choose another place and export again.").arg(m_file, why));
        });
}

void HarExport::end(const QString& fault) {
    Q_EMIT finished(fault, static_cast<int>(m_calls.size()));
    deleteLater();
}

} // namespace gatehouse::ui
