// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/table_rows.h"

#include <QJsonArray>
#include <QJsonObject>

namespace gatehouse::ui {

struct ChainStepRow {
    QString id;
    QJsonObject step;
};

// A chain's steps, one a row, in the order in which they are written. UI thread.
class ChainStepModel : public TableRows<ChainStepRow> {
    Q_OBJECT

public:
    enum Column { Id, Kind, Use, When, ColumnCount };

    explicit ChainStepModel(QObject* parent) : TableRows(ColumnCount, parent) {}
    void put(const QJsonArray& steps);

private:
    QString title(int column) const override;
    QString textAt(const ChainStepRow& row, int column) const override;
};

} // namespace gatehouse::ui
