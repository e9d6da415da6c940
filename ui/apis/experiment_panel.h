// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/apis/api_book.h"
#include "ui/apis/experiment_model.h"
#include "ui/widgets/console.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace gatehouse::ui {

class TableView;

// How the experiment of a version stands: each arm with its calls and its score, the interval drawn, which is probably
// best, and what is advised. Read again every few seconds while it is in sight. "experimentStop" ends it with the
// selected arm as the winner.
class ExperimentPanel : public QWidget {
    Q_OBJECT

public:
    ExperimentPanel(Console& console, QWidget* parent = nullptr);
    void show(const ApiRow& row);
    bool hasExperiment() const { return m_there; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void ask();
    void take(const Reply& reply);
    QString adviceFor(const QJsonObject& told, const QVector<ArmRow>& arms) const;
    QString ruleOf(const QJsonObject& told) const;
    void showPossible();
    void askStop();
    void stop(const QString& winner);

    Console& m_console;
    ApiRow m_row;
    ExperimentModel* m_model;
    TableView* m_table;
    QLabel* m_advice;
    QLabel* m_rule;
    QPushButton* m_stop;
    QTimer m_again;
    bool m_there = false;
    bool m_running = false;
    quint64 m_round = 0;
};

} // namespace gatehouse::ui
