// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings_page.h"

class QComboBox;

namespace gatehouse::ui {

// Theme, scale, language.
class AppearancePage : public SettingsPage {
    Q_OBJECT

public:
    explicit AppearancePage(Console& console);
    bool canReset() const override { return true; }
    void reset() override;

private:
    void chooseTheme(int appearance);
    void chooseSize(int percent);
    void chooseLanguage(const QString& code);

    QComboBox* m_theme;
    QComboBox* m_size;
    QComboBox* m_language;
};

} // namespace gatehouse::ui
