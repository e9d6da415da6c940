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

class NoticePanel;
class TableView;

// What was deleted in the last 30 days: bring it back, or purge it. Its table is "trashTable", its buttons
// "restoreTrash" and "purgeTrash". Shown with open(), deletes itself.
class TrashDialog : public QDialog {
    Q_OBJECT

public:
    TrashDialog(Console& console, QWidget* parent);

private:
    QWidget* makeButtons();
    void load();
    void take(const Reply& reply);
    void showPossible();
    void restore();
    void restoreNext(QStringList ids, int done);
    void askPurge();
    void purgeNext(QStringList ids);
    QStringList selected() const;
    void tell(const QString& sentence);

    Console& m_console;
    TableView* m_table;
    QStandardItemModel* m_model;
    NoticePanel* m_notice;
    QStackedWidget* m_pages;
    QLabel* m_outcome;
    QPushButton* m_restore = nullptr;
    QPushButton* m_purge = nullptr;
    QTimer m_soon;
    quint64 m_round = 0;
    bool m_busy = false;
};

} // namespace gatehouse::ui
