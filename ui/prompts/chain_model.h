// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/widgets/table_rows.h"

#include <QDateTime>
#include <QLocale>

namespace gatehouse::ui {

// Of a chain as the list shows it.
struct ChainRow {
    QString id;
    QString title;
    QString team;
    QString labels;
    int version = 0; // the newest
    int steps = 0;   // of the newest
    QDateTime changed;
    QString published; // "triage/1, triage/2"

    const QString& name() const { return title.isEmpty() ? id : title; }
};

// The gateway's chains, one a row, with the APIs that serve them. UI thread.
class ChainModel : public TableRows<ChainRow> {
    Q_OBJECT

public:
    enum Column { Name, Id, Labels, Version, Steps, Published, Changed, Team, ColumnCount };
    enum Role { IdRole = Qt::UserRole + 1 };

    ChainModel(GatewayClient& client, QObject* parent);

    void reload();
    const ResourceList& list() const { return m_chains; }
    QStringList ids() const;
    const ChainRow* row(const QString& id) const;
    QModelIndex find(const QString& id) const;

Q_SIGNALS:
    void changed();

private:
    void build();
    QString title(int column) const override;
    bool isNumber(int column) const override { return column == Version || column == Steps; }
    QString textAt(const ChainRow& row, int column) const override;
    QVariant sortValue(const ChainRow& row, int column) const override;
    QVariant roleAt(const ChainRow& row, int column, int role) const override;

    ResourceList m_chains;
    ResourceList m_apis;
    QLocale m_locale;
};

} // namespace gatehouse::ui
