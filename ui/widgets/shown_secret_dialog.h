// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QDialog>
#include <QString>

class QLabel;

namespace gatehouse::ui {

// What a dialog says about a secret that is shown once.
struct ShownSecret {
    QString title; // "Signing secret of orders"
    QString words; // what it is for, and that it is not shown again
    QString name;  // of the field, for a screen reader
    QString secret;
    QString again; // how one gets another: asked before the dialog is left without a copy
};

// Shows a secret, this once, with Copy. Leaving without having copied it asks first. Its parts are "shownSecret",
// "copySecret" and "secretDone". Shown with open(), deletes itself.
class ShownSecretDialog : public QDialog {
    Q_OBJECT

public:
    ShownSecretDialog(const Theme& theme, ShownSecret shown, QWidget* parent);

public Q_SLOTS:
    void reject() override;

private:
    ShownSecret m_shown;
    QLabel* m_told;
    bool m_copied = false;
};

} // namespace gatehouse::ui
