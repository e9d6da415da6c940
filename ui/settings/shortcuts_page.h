// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings_page.h"

#include <QStandardItemModel>

class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::ui {

class TableView;

// The keys of every command, and other ones in their place.
class ShortcutsPage : public SettingsPage {
    Q_OBJECT

public:
    explicit ShortcutsPage(Console& console);
    void refresh() override;
    bool canReset() const override;
    void reset() override;

private:
    QWidget* makeTable();
    QWidget* makeEditor();
    QString chosen() const; // the command's id
    void choose();
    void assign();
    void set(const QString& id, const QString& title, const QKeySequence& keys);

    QStandardItemModel m_rows;
    TableView* m_table;
    QLineEdit* m_filter;
    QLabel* m_command;
    QLabel* m_fault;
    QKeySequenceEdit* m_keys;
    QPushButton* m_assign;
    QPushButton* m_remove;
    QPushButton* m_standard;
};

} // namespace gatehouse::ui
