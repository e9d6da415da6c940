// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/prompt_draft.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;

namespace gatehouse::ui {

// A free id that begins so: "mood", "mood-2".
QString freeId(const QString& wanted, const QStringList& taken);
// What is wrong with an id; empty: nothing.
QString idFault(const QString& written, const QStringList& taken);
// The organisation and its teams; they are read now.
void fillOwners(QComboBox& box, Console& console);

// A prompt that is not there yet: from an example, of another prompt, or of what the playground asked. The dialog is
// "newPromptDialog".
class NewPromptDialog : public FormDialog {
    Q_OBJECT

public:
    // version: what it begins with; empty: the person chooses an example.
    NewPromptDialog(Console& console, const QStringList& taken, const QJsonObject& version, const QString& id,
                    QWidget* parent);

Q_SIGNALS:
    void created(const QString& id);

private:
    void proposeId();
    QJsonObject prompt() const;

    QJsonObject m_version;
    QLineEdit* m_id;
    QLineEdit* m_title;
    QComboBox* m_example = nullptr;
    QComboBox* m_team;
    QString m_proposed; // as long as the person wrote no other
    QStringList m_taken;
};

// Why a version was made. The dialog is "saveVersionDialog".
class SaveVersionDialog : public FormDialog {
    Q_OBJECT

public:
    SaveVersionDialog(const Theme& theme, int version, QWidget* parent);

Q_SIGNALS:
    // The dialog stays busy until succeeded() or failed().
    void saveWanted(const QString& comment);

private:
    QPlainTextEdit* m_comment;
};

} // namespace gatehouse::ui
