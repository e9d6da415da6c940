// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/wander.h"

#include <QApplication>
#include <QMenu>

namespace gatehouse::ui {

QList<QAction*> harmlessActions(QWidget* window) {
    QList<QAction*> actions;
    for (auto* action : window->findChildren<QAction*>()) {
        const QString name = action->objectName();
        const bool leaves =
            name.startsWith(QLatin1String("actionQuit")) || name.startsWith(QLatin1String("actionOpenView"));
        if (name.startsWith(QLatin1String("action")) && !leaves && action->isEnabled() && action->isVisible() &&
            action->menu() == nullptr)
            actions.append(action);
    }
    return actions;
}

QList<QDialog*> openDialogs() {
    QList<QDialog*> open;
    for (auto* widget : QApplication::topLevelWidgets()) {
        if (auto* dialog = qobject_cast<QDialog*>(widget); dialog != nullptr && dialog->isVisible())
            open.append(dialog);
    }
    return open;
}

void closeDialogs() {
    for (int rounds = 0; rounds < 5 && !openDialogs().isEmpty(); ++rounds) { // one may ask whether to leave
        for (auto* dialog : openDialogs()) {
            dialog->reject();
            dialog->close();
        }
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
}

} // namespace gatehouse::ui
