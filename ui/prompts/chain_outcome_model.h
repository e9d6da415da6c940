// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/live_rows.h"
#include "ui/theme/theme.h"

#include <QJsonArray>
#include <QJsonObject>

namespace gatehouse::ui {

struct ChainOutcomeRow {
    QString id;
    QJsonObject told;
};

// How each step of a run went, in the order in which they run. UI thread.
class ChainOutcomeModel : public LiveRows<ChainOutcomeRow> {
    Q_OBJECT

public:
    enum Column { Step, State, Time, Input, Output, Cost, Use, ColumnCount };

    ChainOutcomeModel(const Theme& theme, QObject* parent);
    void put(const QJsonArray& steps);
    QJsonObject at(int row) const { return row >= 0 && row < m_rows.size() ? m_rows[row].told : QJsonObject(); }

    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString textAt(const QJsonObject& step, int column) const;
    QVariant iconOf(const QString& state) const;

    const Theme& m_theme;
};

} // namespace gatehouse::ui
