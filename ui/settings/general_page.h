// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings_page.h"

class QCheckBox;

namespace gatehouse::ui {

// How the program behaves on the desktop, and taking configurations in and out.
class GeneralPage : public SettingsPage {
    Q_OBJECT

public:
    explicit GeneralPage(Console& console);
    void refresh() override;
    bool canReset() const override { return true; }
    void reset() override;

private:
    void setLogin(bool on);
    void setTeamFeatures(bool on);

    QCheckBox* m_tray;
    QCheckBox* m_window;
    QCheckBox* m_login;
    QCheckBox* m_teams;
    SettingRow* m_loginRow;
};

} // namespace gatehouse::ui
