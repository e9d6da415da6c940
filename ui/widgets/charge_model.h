// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/table_rows.h"

#include <QJsonArray>
#include <QLocale>
#include <QString>

namespace gatehouse::ui {

// What one subscription is charged. Money is exact, in dollars.
struct ChargeRow {
    QString subscription;
    QString api;
    QString app;
    QString team;
    QString plan; // empty: none
    qint64 calls = 0;
    QString months;
    QString perCall;
    QString cost; // of providers, with its markup
    QString total;
    qint64 unknown = 0; // calls whose cost nobody knows
};

// What subscriptions are charged, one a row. UI thread.
class ChargeModel : public TableRows<ChargeRow> {
    Q_OBJECT

public:
    enum Column { Api, Plan, App, Team, Calls, Months, PerCall, Cost, Total, ColumnCount };

    explicit ChargeModel(QObject* parent) : TableRows(ColumnCount, parent) {}
    void put(const QVector<ChargeRow>& rows);
    static QVector<ChargeRow> read(const QJsonArray& items);
    QString total() const;  // of all, exact
    qint64 unknown() const; // calls of all whose cost nobody knows

private:
    QString title(int column) const override;
    bool isNumber(int column) const override { return column >= Calls; }
    QString textAt(const ChargeRow& row, int column) const override;
    QVariant sortValue(const ChargeRow& row, int column) const override;

    QLocale m_locale;
};

} // namespace gatehouse::ui
