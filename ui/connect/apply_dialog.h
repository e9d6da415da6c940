// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/file_change.h"
#include "ui/theme/theme.h"

#include <QDialog>
#include <functional>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace gatehouse::ui {

// Shows what would change in a file of the person's, line by line, before it is changed. The key is shown as its last
// characters only. Opened with open(), deletes itself; "applied" runs once the file is written.
class ApplyDialog : public QDialog {
    Q_OBJECT

public:
    ApplyDialog(const Theme& theme, FileChange change, const QString& secret,
                std::function<void(const FileChange&, const FileDone&)> applied, QWidget* parent);

private:
    void apply();

    FileChange m_change;
    std::function<void(const FileChange&, const FileDone&)> m_applied;
    QLabel* m_fault;
    QPushButton* m_apply;
};

} // namespace gatehouse::ui
