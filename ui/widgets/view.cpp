// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/view.h"

#include <QAction>

namespace gatehouse::ui {

QAction* View::addCommand(const Theme& theme, const char* name, const QString& text, const QString& icon,
                          std::function<void()> run) {
    auto* action = new QAction(theme.icon(icon), text, this);
    action->setObjectName(QLatin1String(name));
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    if (run)
        connect(action, &QAction::triggered, this, std::move(run));
    addAction(action);
    return action;
}

} // namespace gatehouse::ui
