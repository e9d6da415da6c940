// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QObject>
#include <QString>
#include <QVector>
#include <vector>

namespace gatehouse::ui {

class ResourceList;

// An object of the gateway's configuration, as the search finds it.
struct FoundObject {
    QString id;
    QString title; // its name, where it has one besides the id
    QString kind;  // "Provider", for the person
    QString icon;
    QString view;     // that shows it
    QString argument; // for View::open() there
    QString calls;    // the filter of its calls, where no such view is
};

// Providers, routes, applications, keys, APIs, teams, prompts and chains of the chosen gateway. Nothing is read before
// somebody searches. UI thread.
class ObjectIndex : public QObject {
    Q_OBJECT

public:
    ObjectIndex(GatewayClient& client, QObject* parent);
    void readAnew();
    QVector<FoundObject> objects() const;

Q_SIGNALS:
    void changed();

private:
    GatewayClient& m_client;
    std::vector<ResourceList*> m_lists; // in the order of the kinds; empty until the first search
};

} // namespace gatehouse::ui
