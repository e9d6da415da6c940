// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings_page.h"

#include <QJsonObject>

class QLabel;

namespace gatehouse::ui {

// Versions, licences, and what a report of a fault needs.
class AboutPage : public SettingsPage {
    Q_OBJECT

public:
    explicit AboutPage(Console& console);
    void refresh() override;

private:
    QString diagnostics() const; // holds no secret and no address

    QLabel* m_gateway;
    QJsonObject m_status;
};

} // namespace gatehouse::ui
