// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QObject>
#include <QPointer>

class QWidget;

namespace gatehouse::ui {

// Asks the person when somebody else changed the same object: opens a MergeDialog over the window. One for each window.
class ConflictPrompt : public QObject {
    Q_OBJECT

public:
    ConflictPrompt(Console& console, QWidget* window);
};

} // namespace gatehouse::ui
