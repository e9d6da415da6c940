// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/models/resource_list.h"
#include "ui/models/time_range.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

#include <QHash>
#include <QTimer>

namespace gatehouse::ui {

class ConformanceBook;

// The routes, one a row, with their targets and how those are chosen, what they cost, and how often each was asked for
// in the range that is shown. Prices and calls are asked for anew when something changes, at most once in two seconds.
// UI thread.
class RouteModel : public TableRows<QJsonObject> {
    Q_OBJECT

public:
    enum Column { Name, State, Tested, Targets, Strategy, Fallbacks, Price, Source, Calls, Errors, ColumnCount };
    enum Role {
        ObjectRole = Qt::UserRole + 1, // the route as the gateway has it: QJsonObject
        PricedRole,                    // its targets with their prices: QJsonArray
    };

    RouteModel(const Theme& theme, GatewayClient& client, TimeRange& range, const ResourceList& routes,
               const ConformanceBook& tests, QObject* parent);

    QModelIndex find(const QString& name) const;
    qint64 callsOf(const QString& name) const { return m_calls.value(name).first; }
    void refreshFigures();

private:
    QString title(int column) const override;
    QString titleHint(int column) const override;
    bool isNumber(int column) const override { return column == Fallbacks || column == Calls || column == Errors; }
    QString textAt(const QJsonObject& route, int column) const override;
    QVariant sortValue(const QJsonObject& route, int column) const override;
    QVariant roleAt(const QJsonObject& route, int column, int role) const override;
    void take();
    void takePrices(const Reply& reply);
    void takeStats(const Reply& reply);
    static QString strategyText(const QJsonObject& route);
    QJsonArray pricedTargets(const QJsonObject& route) const;
    QString toolTip(const QJsonObject& route, int column) const;

    const Theme& m_theme;
    GatewayClient& m_client;
    TimeRange& m_range;
    const ResourceList& m_list;
    const ConformanceBook& m_tests;
    QHash<QString, QJsonArray> m_priced;               // by route: targets with prices
    QHash<QString, std::pair<qint64, qint64>> m_calls; // by route: calls, errors
    QTimer m_soon;
    QLocale m_locale;
};

} // namespace gatehouse::ui
