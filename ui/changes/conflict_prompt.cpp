// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/conflict_prompt.h"

#include "ui/changes/merge_dialog.h"

#include <QApplication>
#include <QWidget>

namespace gatehouse::ui {

ConflictPrompt::ConflictPrompt(Console& console, QWidget* window) : QObject(window) {
    connect(&console.changes, &ChangeDesk::conflict, this,
            [&console, window](const Change& mine, const QJsonObject& theirs, const QByteArray& theirEtag) {
                // Over the dialog in which it was saved, where there is one.
                auto* over = QApplication::activeModalWidget();
                auto* dialog = new MergeDialog(console.theme, console.changes, mine, theirs, theirEtag,
                                               over == nullptr ? window : over);
                dialog->open();
            });
}

} // namespace gatehouse::ui
