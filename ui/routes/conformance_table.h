// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QJsonObject>
#include <QStringList>

namespace gatehouse::ui {

// A conformance run: a row for each client dialect, a column for each feature, a verdict in each cell.
class ConformanceTable : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { CellRole = Qt::UserRole + 1 }; // as the gateway told it: QJsonObject

    explicit ConformanceTable(const Theme& theme, QObject* parent = nullptr);
    void show(const QJsonObject& run); // with its cells; empty: nothing

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    // Why a cell is as it is, in a sentence.
    static QString sentenceOf(const QJsonObject& cell);

private:
    QJsonObject cellAt(const QModelIndex& index) const;

    const Theme& m_theme;
    QStringList m_dialects;
    QStringList m_features;
    QHash<QString, QJsonObject> m_cells; // by "dialect feature"
};

} // namespace gatehouse::ui
