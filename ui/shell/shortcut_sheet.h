// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QLineEdit;
class QTreeWidget;

namespace gatehouse::ui {

class Shortcuts;

// Ctrl+/: every command that has keys, by where it works. Deletes itself.
class ShortcutSheet : public QDialog {
    Q_OBJECT

public:
    ShortcutSheet(const Shortcuts& shortcuts, QWidget* parent);

private:
    void fill(const Shortcuts& shortcuts);
    void filter(const QString& words);

    QLineEdit* m_filter;
    QTreeWidget* m_tree;
};

} // namespace gatehouse::ui
