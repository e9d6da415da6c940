// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/command_button.h"

#include <QAction>
#include <QPushButton>

namespace gatehouse::ui {

QPushButton* commandButton(QAction* action, const char* name, bool primary) {
    auto* button = new QPushButton;
    button->setObjectName(QLatin1String(name));
    if (primary)
        button->setProperty("role", QStringLiteral("primary"));
    const auto follow = [button, action] {
        button->setText(action->text());
        button->setIcon(action->icon());
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->isEnabled() ? action->shortcut().toString(QKeySequence::NativeText)
                                               : action->property("why").toString());
    };
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    follow();
    return button;
}

} // namespace gatehouse::ui
