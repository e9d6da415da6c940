// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

#include <QJsonObject>

class QComboBox;
class QLineEdit;

namespace gatehouse::ui {

// A chain that is not there yet. The dialog is "newChainDialog".
class NewChainDialog : public FormDialog {
    Q_OBJECT

public:
    // content: what its first version holds; empty: a step to begin with.
    NewChainDialog(Console& console, const QStringList& taken, const QJsonObject& content, const QString& id,
                   QWidget* parent);

Q_SIGNALS:
    void created(const QString& id);

private:
    void save(Console& console);

    QJsonObject m_content;
    QLineEdit* m_id;
    QLineEdit* m_title;
    QComboBox* m_team;
};

} // namespace gatehouse::ui
