// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/own_gateway.h"
#include "ui/settings/settings_page.h"

class QLabel;
class QPushButton;
class QSpinBox;

namespace gatehouse::ui {

// Where the gateway is; of the console's own, the ports.
class GatewayPage : public SettingsPage {
    Q_OBJECT

public:
    GatewayPage(Console& console, OwnGateway* own);
    void refresh() override;
    bool canReset() const override { return m_own != nullptr; }
    void reset() override;

private:
    void addAddresses();
    void addPorts();
    void showPorts(const OwnGatewaySettings& settings);
    void check();
    void applyPorts();

    OwnGateway* m_own;
    QLabel* m_gateway = nullptr;
    QLabel* m_admin = nullptr;
    QSpinBox* m_gatewayPort = nullptr;
    QSpinBox* m_adminPort = nullptr;
    SettingRow* m_adminRow = nullptr;
    SettingRow* m_applyRow = nullptr;
    QPushButton* m_apply = nullptr;
};

} // namespace gatehouse::ui
