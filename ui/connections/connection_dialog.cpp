// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connection_dialog.h"

#include "ui/connections/connection_setup.h"
#include "ui/widgets/form_dialog.h"

#include <QCoreApplication>

namespace gatehouse::ui {
namespace {

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(ConnectionDialog)
};

} // namespace

FormDialog* openConnectionDialog(Connections& connections, const QString& id, const QString& why, QWidget* window) {
    const bool isNew = id.isEmpty();
    auto* dialog = new FormDialog(connections.console().theme,
                                  isNew ? Words::tr("Add a connection") : Words::tr("Edit connection"),
                                  Words::tr("Connect"), window);
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
