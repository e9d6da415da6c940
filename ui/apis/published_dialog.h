// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QDialog>
#include <QString>

class QLabel;

namespace gatehouse::ui {

// How a version is called: a command that works as it stands once the variable GATEHOUSE_API_KEY holds a key. Its text
// is "publishedCommand", its buttons are "copyCommand" and "publishedClose". Shown with open(), deletes itself.
class PublishedDialog : public QDialog {
    Q_OBJECT

public:
    PublishedDialog(const Theme& theme, const QString& api, const QString& version, const QString& command,
                    QWidget* parent);
};

} // namespace gatehouse::ui
