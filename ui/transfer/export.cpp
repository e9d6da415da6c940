// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/export.h"

#include "ui/client/aside.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QSaveFile>
#include <QWidget>

namespace gatehouse::ui {
namespace {

QString write(const QString& path, const QByteArray& text) {
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        return {};
    return file.errorString();
}

} // namespace

void exportConfiguration(Console& console, QWidget* parent, const QString& path) {
    auto* toast = &console.toast;
    console.client.getText(
        QStringLiteral("/config/export"), {}, QByteArrayLiteral("application/yaml"), parent,
        [toast, parent, path](const Reply& reply) {
            if (!reply.ok()) {
                toast->say(reply.problem().detail);
                return;
            }
            runAside(
                parent, [path, text = reply.body()] { return write(path, text); },
                [toast, path](const QString& fault) {
                    toast->say(
                        fault.isEmpty()
                            ? QCoreApplication::translate("Export", "Configuration written to %1, without secrets.")
                                  .arg(path)
                            : QCoreApplication::translate("Export", "%1 cannot be written: %2 Choose another place.")
                                  .arg(path, fault));
                });
        });
}

void chooseExport(Console& console, QWidget* parent) {
    auto* dialog = new QFileDialog(parent, QCoreApplication::translate("Export", "Export the configuration"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("yaml"));
    dialog->setNameFilters({QCoreApplication::translate("Export", "YAML files (*.yaml *.yml)")});
    dialog->selectFile(QStringLiteral("gatehouse.yaml"));
    QObject::connect(dialog, &QFileDialog::fileSelected, parent,
                     [&console, parent](const QString& path) { exportConfiguration(console, parent, path); });
    dialog->open();
}

} // namespace gatehouse::ui
