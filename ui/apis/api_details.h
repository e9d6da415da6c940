// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/apis/api_book.h"
#include "ui/widgets/console.h"

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QTabWidget;

namespace gatehouse::ui {

class ChargePanel;
class ExperimentPanel;
class VersionGrid;

// Everything about the API that is selected: its versions side by side, its experiment, what it
// earned, and how it is called.
class ApiDetails : public QFrame {
    Q_OBJECT

public:
    ApiDetails(Console& console, const ApiBook& book, QWidget* parent = nullptr);
    void show(const ApiRow* row); // null: none
    QString command() const;      // empty: none is known yet
    void openExperiment();

private:
    void readCall(const ApiRow& row);
    void putCall(const ApiRow& row, const QJsonArray& variables);

    Console& m_console;
    const ApiBook& m_book;
    QLabel* m_title;
    QLabel* m_about;
    QTabWidget* m_tabs;
    VersionGrid* m_versions;
    ExperimentPanel* m_experiment;
    ChargePanel* m_charges;
    QPlainTextEdit* m_command;
    QString m_key;       // of what is shown
    QJsonObject m_shown; // the version, as the command was made from
    quint64 m_round = 0;
};

} // namespace gatehouse::ui
