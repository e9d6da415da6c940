// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/live_answer.h"
#include "ui/models/scope_objects.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

class QAction;
class QLabel;
class QLineEdit;
class QStackedWidget;

namespace gatehouse::ui {

class CacheModel;
class MetricCard;
class NoticePanel;
class TableView;

// What the caches hold, how often they answered and what that saved; and how to throw it away.
class CacheView : public View {
    Q_OBJECT

public:
    explicit CacheView(Console& console);
    void refresh() override;
    void focusFilter() override;
    void open(const QString& argument) override; // words to filter by

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeActions();
    QWidget* makeTop();
    QWidget* makeCards();
    QWidget* makeTable();
    void choose();
    void showFigures();
    void showSelection();
    QString selectedRoute() const; // empty: none
    void purge();
    void askToPurge(const QJsonObject& what);
    void purgeNow(const QJsonObject& what);
    QString impactOf(const QJsonObject& what) const;
    void editSettings();

    Console& m_console;
    LiveAnswer m_cache;
    ScopeObjects m_objects;
    CacheModel* m_model;
    TableView* m_table = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_stale = nullptr;
    MetricCard* m_rate = nullptr;
    MetricCard* m_saved = nullptr;
    MetricCard* m_entries = nullptr;
    MetricCard* m_disk = nullptr;
    QAction* m_purge = nullptr;
    QAction* m_set = nullptr;
    QAction* m_route = nullptr;
    QAction* m_calls = nullptr;
};

} // namespace gatehouse::ui
