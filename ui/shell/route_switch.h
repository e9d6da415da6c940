// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/change_desk.h"
#include "ui/client/gateway_client.h"

#include <QJsonObject>
#include <QMenu>
#include <QObject>

namespace gatehouse::ui {

class ResourceList;

// The route that served last, and a menu that puts another of its targets first. UI thread.
class RouteSwitch : public QObject {
    Q_OBJECT

public:
    RouteSwitch(GatewayClient& client, ChangeDesk& changes, QWidget* parent);

    // "gpt-4o: openai / gpt-4o-mini"; empty while nothing was served and there is no route.
    QString activeText() const;
    QMenu* menu() { return m_menu; } // "Switch provider"

Q_SIGNALS:
    void changed();

private:
    const QJsonObject* activeRoute() const;
    void fill();
    void putFirst(const QJsonObject& route, int target);

    ChangeDesk& m_changes;
    ResourceList* m_routes;
    QMenu* m_menu;   // the window's
    QString m_route; // of the last call that a route served
    QString m_served;
};

} // namespace gatehouse::ui
