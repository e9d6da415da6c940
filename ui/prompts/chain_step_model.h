// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/live_rows.h"

#include <QJsonArray>
#include <QJsonObject>

namespace gatehouse::ui {

struct ChainStepRow {
    QString id;
    QJsonObject step;
};

// A chain's steps, one a row, in the order in which they are written. UI thread.
class ChainStepModel : public LiveRows<ChainStepRow> {
    Q_OBJECT

public:
    enum Column { Id, Kind, Use, When, ColumnCount };

    explicit ChainStepModel(QObject* parent) : LiveRows(ColumnCount, parent) {}
    void put(const QJsonArray& steps);

    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace gatehouse::ui
