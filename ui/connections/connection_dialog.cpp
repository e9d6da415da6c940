// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connection_dialog.h"

#include "ui/connections/connection_setup.h"
#include "ui/widgets/form_dialog.h"

#include <QCoreApplication>

namespace gatehouse::ui {
namespace {

QString words(const char* text) {
    return QCoreApplication::translate("ConnectionDialog", text);
}

} // namespace

FormDialog* openConnectionDialog(Connections& connections, const QString& id, const QString& why, QWidget* window) {
    const bool isNew = id.isEmpty();
    auto* dialog =
        new FormDialog(connections.console().theme, isNew ? words("Add a connection") : words("Edit connection"),
                       words("Connect"), window);
    dialog->setObjectName(QStringLiteral("connectionDialog"));
    auto* setup = new ConnectionSetup(connections, dialog->form(), id, dialog);
    dialog->setSave([setup] { setup->start(); });
    QObject::connect(setup, &ConnectionSetup::done, dialog, &FormDialog::succeeded);
    QObject::connect(setup, &ConnectionSetup::failed, dialog, &FormDialog::failed);
    dialog->setBanner(why);
    dialog->open();
    if (!why.isEmpty())
        setup->focusToken();
    return dialog;
}

} // namespace gatehouse::ui
