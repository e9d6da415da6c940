// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/own_gateway.h"
#include "ui/settings/settings_page.h"

#include <QHash>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace gatehouse::ui {

// How the gateway inside this program reaches providers: proxy and certificate authorities.
class NetworkPage : public SettingsPage {
    Q_OBJECT

public:
    NetworkPage(Console& console, OwnGateway* own);
    bool canReset() const override { return m_own != nullptr; }
    void reset() override;

private:
    void addFields();
    void show(const OwnGatewaySettings& settings);
    OwnGatewaySettings entered() const;
    bool check(); // shows what is wrong at its field
    void edited();
    void apply();
    void addAuthority();

    OwnGateway* m_own;
    QComboBox* m_way = nullptr;
    QLineEdit* m_proxy = nullptr;
    QLineEdit* m_password = nullptr;
    QLineEdit* m_noProxy = nullptr;
    QPlainTextEdit* m_ca = nullptr;
    QPushButton* m_apply = nullptr;
    SettingRow* m_proxyRow = nullptr;
    SettingRow* m_passwordRow = nullptr;
    SettingRow* m_applyRow = nullptr;
    QHash<QString, SettingRow*> m_fields; // by the name in the configuration
};

} // namespace gatehouse::ui
