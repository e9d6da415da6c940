// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QDialog>
#include <QJsonObject>
#include <QTimer>

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace gatehouse::ui {

class ConformanceTable;
class NoticePanel;

// Tries a route with real calls in every client dialect: what it would cost, how it goes, and the table of verdicts.
// Closing it does not stop a run. Deletes itself.
class ConformanceDialog : public QDialog {
    Q_OBJECT

public:
    ConformanceDialog(Console& console, const QString& route, QWidget* parent);

Q_SIGNALS:
    void runChanged();                      // started or ended
    void callsAsked(const QString& filter); // of a cell, for the log

private:
    QWidget* makeResult();
    QWidget* makeButtons();
    void read();     // the last run
    void readPlan(); // what another would cost
    void start();
    void stop();
    void takeRun(const QJsonObject& run);
    void takePlan(const QJsonObject& plan);
    void fail(const Problem& problem);
    void showCell();
    void showButtons();
    QString path() const;

    Console& m_console;
    QString m_route;
    QJsonObject m_run;
    QTimer m_again;
    bool m_running = false;
    bool m_planned = false;
    QLabel* m_warning = nullptr;
    QStackedWidget* m_stack = nullptr; // notice or result
    NoticePanel* m_notice = nullptr;
    QWidget* m_result = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_summary = nullptr;
    ConformanceTable* m_model = nullptr;
    QTableView* m_table = nullptr;
    QLabel* m_reason = nullptr;
    QPushButton* m_calls = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_stop = nullptr;
};

} // namespace gatehouse::ui
