// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QDialog>
#include <QJsonObject>
#include <QLocale>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QStandardItemModel;
class QTableView;
class QVBoxLayout;

namespace gatehouse::ui {

class NoticePanel;

// What the calls of the last days would have done under something that is not saved yet: who would have served them,
// what would have been refused, and the money. Nothing is sent and nothing is changed. Deletes itself.
class EvaluationDialog : public QDialog {
    Q_OBJECT

public:
    // "question": of POST /evaluate without the days: {"route": {…}} or {"limits": {…}}.
    EvaluationDialog(Console& console, const QString& title, const QJsonObject& question, QWidget* parent);

private:
    QWidget* makeTop();
    QWidget* makeResult();
    QWidget* makeButtons();
    void run();
    void cancel();
    void setRunning(bool running);
    void take(const Reply& reply);
    void show(const QJsonObject& answer);
    void showTargets(const QJsonObject& answer);
    void showNotes(const QJsonObject& answer);
    void addNote(const QString& icon, const QString& sentence);
    QString callsWords(const QJsonObject& answer) const;
    QString moneyWords(const QJsonObject& answer) const;

    Console& m_console;
    QJsonObject m_question;
    QLocale m_locale;
    QComboBox* m_days = nullptr;
    QStackedWidget* m_stack = nullptr; // notice or result
    NoticePanel* m_notice = nullptr;
    QWidget* m_result = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_money = nullptr;
    QLabel* m_calls = nullptr;
    QStandardItemModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    QVBoxLayout* m_notes = nullptr;
    QPushButton* m_start = nullptr;
    QPushButton* m_cancel = nullptr;
    quint64 m_round = 0;
};

} // namespace gatehouse::ui
