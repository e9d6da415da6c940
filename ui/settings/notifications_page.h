// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings_page.h"

namespace gatehouse::ui {

// What is told, and where.
class NotificationsPage : public SettingsPage {
    Q_OBJECT

public:
    explicit NotificationsPage(Console& console);
    bool canReset() const override { return true; }
    void reset() override;

private:
    QVector<QCheckBox*> m_boxes;
};

} // namespace gatehouse::ui
