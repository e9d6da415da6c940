// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QObject>

namespace gatehouse::ui {

// Whether what only teams need is shown: approvals, teams, the audit log. It is where the person switched it on (kept
// in the settings), and always before a gateway on another computer, which is a team's. One for each window, whose
// child it is. UI thread.
class TeamFeatures : public QObject {
    Q_OBJECT

public:
    TeamFeatures(GatewayClient& client, QObject* parent);

    static bool isOn(); // by the person
    void setOn(bool on);
    bool areShown() const;

Q_SIGNALS:
    void changed();

private:
    GatewayClient& m_client;
};

} // namespace gatehouse::ui
