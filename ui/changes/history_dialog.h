// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QPushButton;
class QStackedWidget;
class QStandardItemModel;

namespace gatehouse::ui {

class ChangeCards;
class NoticePanel;
class Reverting;
class TableView;

// Every revision of the configuration: who changed what, and the way back. What taking one back would do is shown
// before it is done. Its table is "historyTable", its buttons "revertRevision", "returnToRevision" and "moreRevisions".
// Shown with open(), deletes itself.
class HistoryDialog : public QDialog {
    Q_OBJECT

public:
    HistoryDialog(Console& console, QWidget* parent);

private:
    QWidget* makeContent();
    QWidget* makeButtons();
    void load(const QString& cursor);
    void take(const Reply& reply, bool first);
    void showSelected();
    QString selected() const;
    void tell(const QString& sentence);

    Console& m_console;
    TableView* m_table = nullptr;
    QStandardItemModel* m_model;
    ChangeCards* m_cards = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_pages;
    Reverting* m_reverting;
    QLabel* m_outcome = nullptr;
    QPushButton* m_more = nullptr;
    QPushButton* m_revert = nullptr;
    QPushButton* m_return = nullptr;
    QString m_cursor;
    QTimer m_soon;
    quint64 m_round = 0;
};

} // namespace gatehouse::ui
