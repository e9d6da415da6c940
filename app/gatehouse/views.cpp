// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gatehouse/views.h"

#include "ui/analytics/analytics_view.h"
#include "ui/apis/apis_view.h"
#include "ui/approvals/approvals_view.h"
#include "ui/audit/audit_view.h"
#include "ui/budgets/budgets_view.h"
#include "ui/cache/cache_view.h"
#include "ui/connect/connect_view.h"
#include "ui/keys/keys_view.h"
#include "ui/limits/limits_view.h"
#include "ui/log/log_view.h"
#include "ui/overview/overview_view.h"
#include "ui/playground/playground_view.h"
#include "ui/prompts/prompts_view.h"
#include "ui/providers/providers_view.h"
#include "ui/routes/routes_view.h"
#include "ui/settings/settings_view.h"
#include "ui/teams/teams_view.h"
#include "ui/traffic/traffic_view.h"

#include <QCoreApplication>

namespace gatehouse::app {
namespace {

QString title(const char* text) {
    return QCoreApplication::translate("Views", text);
}

template <typename Page>
ui::ViewEntry entry(const char* id, const QString& name, const char* icon, int group, ui::Console& console) {
    return {QLatin1String(id), name, QLatin1String(icon), group, [&console] { return new Page(console); }};
}

// What only teams need.
template <typename Page>
ui::ViewEntry teamEntry(const char* id, const QString& name, const char* icon, int group, ui::Console& console) {
    auto made = entry<Page>(id, name, icon, group, console);
    made.isForTeams = true;
    return made;
}

std::vector<ui::PageEntry> settingsPages() {
    std::vector<ui::PageEntry> pages;
    for (const auto& place : ui::SettingsView::places())
        pages.push_back({place.id, place.title, place.words});
    return pages;
}

} // namespace

std::vector<ui::ViewEntry> makeViews(ui::Console& console, ui::OwnGateway* own) {
    return {
        entry<ui::OverviewView>("overview", title(QT_TRANSLATE_NOOP("Views", "Overview")), "layout-dashboard", 0,
                                console),
        entry<ui::LogView>("log", title(QT_TRANSLATE_NOOP("Views", "Live log")), "activity", 0, console),
        entry<ui::PlaygroundView>("playground", title(QT_TRANSLATE_NOOP("Views", "Playground")), "message-chatbot", 0,
                                  console),
        entry<ui::ProvidersView>("providers", title(QT_TRANSLATE_NOOP("Views", "Providers")), "cloud-computing", 1,
                                 console),
        entry<ui::RoutesView>("routes", title(QT_TRANSLATE_NOOP("Views", "Models and routes")), "route", 1, console),
        entry<ui::TrafficView>("traffic", title(QT_TRANSLATE_NOOP("Views", "Traffic")), "arrows-exchange", 1, console),
        entry<ui::CacheView>("cache", title(QT_TRANSLATE_NOOP("Views", "Cache")), "database", 1, console),
        entry<ui::ConnectView>("connect", title(QT_TRANSLATE_NOOP("Views", "Connect a client")), "plug-connected", 1,
                               console),
        entry<ui::PromptsView>("prompts", title(QT_TRANSLATE_NOOP("Views", "Prompts")), "file-text", 2, console),
        entry<ui::ApisView>("apis", title(QT_TRANSLATE_NOOP("Views", "Published APIs")), "world", 2, console),
        teamEntry<ui::ApprovalsView>("approvals", title(QT_TRANSLATE_NOOP("Views", "Approvals")), "checks", 2, console),
        entry<ui::KeysView>("keys", title(QT_TRANSLATE_NOOP("Views", "Keys")), "key", 3, console),
        teamEntry<ui::TeamsView>("teams", title(QT_TRANSLATE_NOOP("Views", "Teams")), "users", 3, console),
        entry<ui::BudgetsView>("budgets", title(QT_TRANSLATE_NOOP("Views", "Budgets")), "wallet", 3, console),
        entry<ui::LimitsView>("limits", title(QT_TRANSLATE_NOOP("Views", "Limits")), "adjustments", 3, console),
        entry<ui::AnalyticsView>("analytics", title(QT_TRANSLATE_NOOP("Views", "Analytics")), "chart-line", 4, console),
        teamEntry<ui::AuditView>("audit", title(QT_TRANSLATE_NOOP("Views", "Audit")), "history", 4, console),
        {QStringLiteral("settings"), title(QT_TRANSLATE_NOOP("Views", "Settings")), QStringLiteral("settings"), 9,
         [&console, own] { return new ui::SettingsView(console, own); }, settingsPages()},
    };
}

} // namespace gatehouse::app
