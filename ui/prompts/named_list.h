// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QAbstractItemModel;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace gatehouse::ui {

class TableView;

// A short table with Add, Edit and Remove beneath, such as that of a prompt's variables. Enter and a double click edit,
// Del removes. Its parts are "add_" + name, "edit_" + name and "remove_" + name; the table is "table_" + name.
class NamedList : public QWidget {
    Q_OBJECT

public:
    struct Words {
        QString title; // for a screen reader
        QString add;
        QString edit;
        QString remove;
        QString empty; // where there is nothing yet: what it would be for
    };

    NamedList(const Theme& theme, const QString& name, const Words& words, QAbstractItemModel* model,
              const QList<int>& widths, QWidget* parent = nullptr);
    TableView& table() { return *m_table; }
    void addButtons(const QList<QPushButton*>& buttons); // beside the others
    int selected() const;                                // row of the model; -1: none, or several

Q_SIGNALS:
    void addPressed();
    void editPressed(int row);
    void removePressed(int row);

private:
    void showState();

    TableView* m_table;
    QHBoxLayout* m_buttons;
    QAbstractItemModel* m_model;
    QLabel* m_empty;
    QPushButton* m_edit;
    QPushButton* m_remove;
};

} // namespace gatehouse::ui
