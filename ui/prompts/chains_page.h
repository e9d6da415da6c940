// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QWidget>

class QAction;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace gatehouse::ui {

class ChainEditor;
class ChainModel;
class NoticePanel;
class TableView;

// All chains, and the editor of one: the other half of the prompts' view, whose commands it carries out.
class ChainsPage : public QWidget {
    Q_OBJECT

public:
    // What stands in the list's head and in its context menu.
    struct Commands {
        QList<QWidget*> aside;
        QList<QWidget*> beside;
        QList<QAction*> menu;
    };
    ChainsPage(Console& console, const Commands& commands, QWidget* parent = nullptr);

    ChainEditor& editor() { return *m_editor; }
    const ChainModel& chains() const { return *m_model; }
    bool isEditing() const; // one is open, and was read
    void refresh();
    void focusFilter();
    void open(const QString& id); // empty: the list
    QString current() const;      // what a command is about: the open chain, or the one that is selected
    QStringList selectedIds() const;
    void create(const QJsonObject& content, const QString& id);
    void duplicate();
    void remove();
    bool isListed() const; // the list is shown
    QString filter() const;
    void setFilter(const QString& words);
    void exportRows();
    int versionToPublish() const;

Q_SIGNALS:
    void stateChanged();
    void logWanted(const QString& requestId);

private:
    QWidget* makeList(const Commands& commands);
    QWidget* makeTable(const QList<QAction*>& menu);
    void choose();
    void showEditor(const QString& id);
    void showList();
    void removeOne(const QString& id);

    Console& m_console;
    ChainModel* m_model;
    ChainEditor* m_editor;
    QStackedWidget* m_pages;
    QWidget* m_listPage = nullptr;
    TableView* m_table = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_stale = nullptr;
    QString m_wanted; // a chain to open once the list is read
};

} // namespace gatehouse::ui
