// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/live_answer.h"
#include "ui/theme/theme.h"
#include "ui/traffic/traffic_row.h"
#include "ui/widgets/table_rows.h"

#include <QLocale>

namespace gatehouse::ui {

// Every target, by key, with what goes on there now. UI thread.
class TrafficModel : public TableRows<TrafficRow> {
    Q_OBJECT

public:
    enum Column { Target, Key, Circuit, InFlight, Waiting, Learned, Health, FirstToken, Errors, Share, ColumnCount };
    enum Role {
        IdRole = Qt::UserRole + 1, // of the row
    };

    TrafficModel(const Theme& theme, const LiveAnswer& traffic, QObject* parent);

    const QVector<TrafficRow>& rows() const { return m_rows; }
    const TrafficRow* find(const QString& id) const;

private:
    QString title(int column) const override;
    bool isNumber(int column) const override { return column == InFlight || column == Waiting || column >= FirstToken; }
    QString textAt(const TrafficRow& row, int column) const override;
    QVariant sortValue(const TrafficRow& row, int column) const override;
    QVariant roleAt(const TrafficRow& row, int column, int role) const override;
    void take();
    QVariant iconAt(const TrafficRow& row, int column) const;
    static QVariant barAt(const TrafficRow& row);

    const Theme& m_theme;
    const LiveAnswer& m_traffic;
    QLocale m_locale;
};

} // namespace gatehouse::ui
