// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/keys/key_dialogs.h"
#include "ui/keys/key_figures.h"
#include "ui/models/resource_list.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

class QAction;
class QLabel;
class QLineEdit;
class QMenu;
class QStackedWidget;

namespace gatehouse::ui {

class KeyModel;
class NoticePanel;
class TableView;

// The gateway's keys: who holds them, what they may do and did, and how they come and go.
class KeysView : public View {
    Q_OBJECT

public:
    explicit KeysView(Console& console);
    void refresh() override;
    void focusFilter() override;
    void open(const QString& argument) override; // a key's id, or words to filter by

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeTop();
    QWidget* makeTable();
    void makeActions();
    void choose();        // table, or what stands in its place
    void showSelection(); // which commands fit it
    void fillMenu(QMenu* menu);
    QJsonObject selected() const; // empty: none, or several

    void createKey();
    void editKey();
    void rotateKey();
    void switchKey(); // disables or enables
    void revokeKey();
    void deleteKey();
    void showCalls();
    void showLimits();
    void exportRows();
    void showNewKey(const NewKey& key);
    void revokeNow(const QJsonObject& key);
    QString impactOf(const QJsonObject& key) const;

    Console& m_console;
    ResourceList m_keys;
    ResourceList m_apps;
    ResourceList m_teams;
    KeyFigures m_figures;
    KeyModel* m_model;
    TableView* m_table = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_stale = nullptr;
    QAction* m_create = nullptr;
    QAction* m_edit = nullptr;
    QAction* m_rotate = nullptr;
    QAction* m_switch = nullptr;
    QAction* m_revoke = nullptr;
    QAction* m_delete = nullptr;
    QAction* m_calls = nullptr;
    QAction* m_limits = nullptr;
    QString m_wanted; // an id to select once it is read
};

} // namespace gatehouse::ui
