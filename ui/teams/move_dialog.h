// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/teams/team_book.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

class QComboBox;

namespace gatehouse::ui {

// Moves an application to another team, or a key to another application.
class MoveDialog : public FormDialog {
    Q_OBJECT

public:
    enum class What { Application, Key };
    MoveDialog(Console& console, const TeamBook& book, What what, const QJsonObject& object, QWidget* parent);

private:
    void save();

    Console& m_console;
    What m_what;
    QJsonObject m_object;
    QComboBox* m_target;
};

} // namespace gatehouse::ui
