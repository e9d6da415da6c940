// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/analytics/budget_lines.h"

#include "ui/models/format.h"

#include <QJsonObject>
#include <QLocale>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr std::size_t mostLines = 3;
constexpr double dayMs = 86'400'000;

double daysOf(const QString& period) {
    if (period == QLatin1String("day"))
        return 1;
    if (period == QLatin1String("week"))
        return 7;
    return period == QLatin1String("month") ? 30.4375 : 0; // of all time there is no rate
}

QString periodText(const QString& period) {
    if (period == QLatin1String("day"))
        return BudgetLines::tr("a day");
    return period == QLatin1String("week") ? BudgetLines::tr("a week") : BudgetLines::tr("a month");
}

void add(std::vector<ChartLimit>& out, const ResourceList& list, qint64 stepMs) {
    for (const auto& object : list.items()) {
        const auto budget = object.value(QLatin1String("budget")).toObject();
        const QString period = budget.value(QLatin1String("period")).toString();
        const auto usd = budget.value(QLatin1String("usd")).toVariant().toString();
        const double days = daysOf(period);
        if (days <= 0 || usd.toDouble() <= 0)
            continue;
        //: A line on a chart: whose budget, how much, in which time
        out.push_back(
            {usd.toDouble() * static_cast<double>(stepMs) / (days * dayMs),
             BudgetLines::tr("Budget of %1: %2 %3")
                 .arg(object.value(QLatin1String("id")).toString(), moneyText(QLocale(), usd), periodText(period))});
    }
}

} // namespace

BudgetLines::BudgetLines(GatewayClient& client, QObject* parent)
    : QObject(parent), m_teams(client, QStringLiteral("/teams")), m_apps(client, QStringLiteral("/apps")) {
    connect(&m_teams, &ResourceList::changed, this, &BudgetLines::changed);
    connect(&m_apps, &ResourceList::changed, this, &BudgetLines::changed);
}

std::vector<ChartLimit> BudgetLines::linesFor(const Report& report, qint64 stepMs) const {
    std::vector<ChartLimit> out;
    if (report.measure != Measure::Spend || report.kind == ChartKind::HourMap)
        return out;
    if (report.group != GroupBy::App)
        add(out, m_teams, stepMs);
    if (report.group != GroupBy::Team)
        add(out, m_apps, stepMs);
    std::stable_sort(out.begin(), out.end(),
                     [](const ChartLimit& a, const ChartLimit& b) { return a.value < b.value; });
    if (out.size() > mostLines)
        out.resize(mostLines);
    return out;
}

} // namespace gatehouse::ui
