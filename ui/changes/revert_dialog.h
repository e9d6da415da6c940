// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QDialog>
#include <QJsonArray>

namespace gatehouse::ui {

// What going back would do, before it is done. Its buttons are "confirmRevert" and "cancelRevert"; after confirmed()
// it stays, busy, until its owner accepts it. Shown with open(), deletes itself.
class RevertDialog : public QDialog {
    Q_OBJECT

public:
    RevertDialog(const Theme& theme, const QString& question, const QJsonArray& changes, QWidget* parent);

Q_SIGNALS:
    void confirmed();
};

} // namespace gatehouse::ui
