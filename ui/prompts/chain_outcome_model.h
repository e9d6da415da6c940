// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

#include <QJsonArray>
#include <QJsonObject>

namespace gatehouse::ui {

struct ChainOutcomeRow {
    QString id;
    QJsonObject told;
};

// How each step of a run went, in the order in which they run. UI thread.
class ChainOutcomeModel : public TableRows<ChainOutcomeRow> {
    Q_OBJECT

public:
    enum Column { Step, State, Time, Input, Output, Cost, Use, ColumnCount };

    ChainOutcomeModel(const Theme& theme, QObject* parent);
    void put(const QJsonArray& steps);
    QJsonObject at(int row) const { return row >= 0 && row < m_rows.size() ? m_rows[row].told : QJsonObject(); }

private:
    QString title(int column) const override;
    bool isNumber(int column) const override { return column >= Time && column <= Cost; }
    QString textAt(const ChainOutcomeRow& row, int column) const override;
    QVariant roleAt(const ChainOutcomeRow& row, int column, int role) const override;
    QVariant iconOf(const QString& state) const;

    const Theme& m_theme;
};

} // namespace gatehouse::ui
