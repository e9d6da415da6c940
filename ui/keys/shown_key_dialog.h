// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/keys/key_dialogs.h"

#include <QDialog>

class QLabel;

namespace gatehouse::ui {

// Shows a key, this once, with Copy; keeps it in the key chain where that was asked for. Leaving without having copied
// or kept it asks first. Shown with open(), deletes itself.
class ShownKeyDialog : public QDialog {
    Q_OBJECT

public:
    ShownKeyDialog(const Theme& theme, const NewKey& key, QWidget* parent);

public Q_SLOTS:
    void reject() override;

private:
    void copy();
    void keep();
    void say(const QString& icon, Theme::Tone tone, const QString& sentence);

    const Theme& m_theme;
    NewKey m_key;
    QLabel* m_icon;
    QLabel* m_told;
    bool m_safe = false; // copied or kept
};

} // namespace gatehouse::ui
