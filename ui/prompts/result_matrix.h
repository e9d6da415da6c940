// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/test_run.h"
#include "ui/theme/theme.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QJsonArray>

namespace gatehouse::ui {

// The tests of a prompt, one a row, and how each came out with each version and model of a run. UI thread.
class ResultMatrix : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Name, Given, Asked, FirstResult };

    ResultMatrix(const Theme& theme, QObject* parent);
    void setTests(const QJsonArray& tests);
    void setRun(const TestRunState& run);
    QJsonObject test(int row) const { return m_tests.at(row).toObject(); }
    const TestOutcome* outcome(const QModelIndex& index) const; // null: none there (yet)

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Combination {
        int version = 0;
        QString model;

        bool operator==(const Combination&) const = default;
    };
    QString resultText(const QModelIndex& index) const;
    QString testText(const QJsonObject& test, int column) const;

    const Theme& m_theme;
    QJsonArray m_tests;
    QVector<Combination> m_combinations;
    QHash<QString, TestOutcome> m_outcomes;
    bool m_running = false;
};

} // namespace gatehouse::ui
