// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

#include <QJsonArray>
#include <QLocale>
#include <QString>

namespace gatehouse::ui {

// An arm of an experiment: a version of the prompt with what callers said of its answers.
struct ArmRow {
    QString version;   // "sentiment@3"
    double share = -1; // of the calls, 0 to 1; less than 0: not known
    qint64 calls = 0;
    qint64 scores = 0;
    double mean = -1; // 0 to 1; less than 0: not scored yet
    double low = -1;  // of the interval that the mean lies in
    double high = -1;
    double best = -1; // probability that it is the best
};

QVector<ArmRow> armsOf(const QJsonArray& told);

// The arms of an experiment, one a row. UI thread.
class ExperimentModel : public TableRows<ArmRow> {
    Q_OBJECT

public:
    enum Column { Version, Share, Calls, Score, Best, ColumnCount };

    ExperimentModel(const Theme& theme, QObject* parent);

    void setArms(const QVector<ArmRow>& arms);
    QString versionAt(int row) const { return m_rows.value(row).version; }

private:
    QString title(int column) const override;
    bool isNumber(int column) const override { return column == Share || column == Calls || column == Best; }
    QString textAt(const ArmRow& row, int column) const override;
    QVariant sortValue(const ArmRow& row, int column) const override;
    QVariant roleAt(const ArmRow& row, int column, int role) const override;
    QVariant scaled(double value) const; // on the scale that all arms share

    const Theme& m_theme;
    QLocale m_locale;
    double m_least = 0;
    double m_most = 1;
};

} // namespace gatehouse::ui
