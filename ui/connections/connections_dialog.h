// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connections/connections.h"

#include <QDialog>

class QPushButton;
class QStackedWidget;
class QStandardItemModel;

namespace gatehouse::ui {

class TableView;

// All remote gateways: connect, add, edit, remove. Its table is "connectionsTable". Shown with open(), deletes itself.
class ConnectionsDialog : public QDialog {
    Q_OBJECT

public:
    ConnectionsDialog(Connections& connections, QWidget* parent);

private:
    QWidget* makeButtons();
    void fill();
    void showPossible();
    QString selected() const;
    void remove();

    Connections& m_connections;
    TableView* m_table;
    QStandardItemModel* m_model;
    QStackedWidget* m_pages;
    QPushButton* m_connect = nullptr;
    QPushButton* m_edit = nullptr;
    QPushButton* m_remove = nullptr;
};

} // namespace gatehouse::ui
