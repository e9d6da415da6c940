// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/analytics/report.h"
#include "ui/models/resource_list.h"
#include "ui/widgets/chart_data.h"

#include <QObject>

namespace gatehouse::ui {

// Budgets of teams and applications as heights of a chart of spend: what a step may cost where the period is spent
// evenly. UI thread.
class BudgetLines : public QObject {
    Q_OBJECT

public:
    BudgetLines(GatewayClient& client, QObject* parent);
    // The lowest few; where the chart is split by team or application, only theirs.
    std::vector<ChartLimit> linesFor(const Report& report, qint64 stepMs) const;

Q_SIGNALS:
    void changed();

private:
    ResourceList m_teams;
    ResourceList m_apps;
};

} // namespace gatehouse::ui
