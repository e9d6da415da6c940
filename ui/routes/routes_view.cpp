// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/routes_view.h"

#include "ui/routes/canary_dialog.h"
#include "ui/routes/conformance_book.h"
#include "ui/routes/conformance_dialog.h"
#include "ui/routes/model_book.h"
#include "ui/routes/price_dialog.h"
#include "ui/routes/route_dialog.h"
#include "ui/routes/route_model.h"
#include "ui/routes/simulation_panel.h"
#include "ui/routes/traffic_book.h"
#include "ui/widgets/command_button.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/range_button.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QFrame>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QUrlQuery>
#include <QVBoxLayout>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr int tableShare = 5;
constexpr int simulationShare = 3;
constexpr int simulationCharacters = 44; // wide at least

QString nameOf(const QJsonObject& route) {
    return route.value(QLatin1String("model")).toString();
}

QString pathOf(const QJsonObject& route) {
    return QString(QStringLiteral("/routes/") + QString::fromLatin1(QUrl::toPercentEncoding(nameOf(route))));
}

} // namespace

RoutesView::RoutesView(Console& console)
    : m_console(console), m_routes(console.client, QStringLiteral("/routes")),
      m_providers(console.client, QStringLiteral("/providers")), m_apps(console.client, QStringLiteral("/apps")),
      m_book(new ModelBook(console.client, m_providers, this)), m_tests(new ConformanceBook(console.client, this)),
      m_traffic(new TrafficBook(console.client, this)),
      m_model(new RouteModel(console.theme, console.client, console.range, m_routes, *m_tests, this)) {
    makeActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    m_notice = new NoticePanel(console.theme);
    m_notice->setObjectName(QStringLiteral("routesNotice"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(makeTable());
    m_simulation = new SimulationPanel(console, m_routes, m_apps);
    m_simulation->setObjectName(QStringLiteral("simulation"));
    m_simulation->setMinimumWidth(fontMetrics().averageCharWidth() * simulationCharacters);
    m_split = new QSplitter(Qt::Horizontal);
    m_split->setChildrenCollapsible(false);
    m_split->addWidget(m_stack);
    m_split->addWidget(m_simulation);
    m_split->setStretchFactor(0, tableShare);
    m_split->setStretchFactor(1, simulationShare);
    layout->addWidget(m_split, 1);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (m_routes.loading() == ResourceList::Loading::Failed)
            refresh();
        else if (!m_filter->text().isEmpty())
            m_filter->clear();
        else
            createRoute();
    });
    connect(m_simulation, &SimulationPanel::priceAsked, this,
            [this](const QJsonObject& target) { setPriceOf(QJsonArray{target}); });
    connect(&m_routes, &ResourceList::changed, this, [this] {
        if (!m_wanted.isEmpty() && m_model->find(m_wanted).isValid())
            select(std::exchange(m_wanted, {}));
        choose();
        showSelection();
    });
    connect(&m_routes, &ResourceList::loadingChanged, this, &RoutesView::choose);
    connect(&m_providers, &ResourceList::changed, this, [this] {
        showSelection();
        if (m_providers.loadedOnce() && !m_unpriced.isEmpty())
            setPriceOf(std::exchange(m_unpriced, {}));
    });
    connect(m_model, &QAbstractItemModel::dataChanged, this, &RoutesView::showSelection);
    choose();
    showSelection();
}

void RoutesView::makeActions() {
    m_create = addCommand(m_console.theme, "actionCreateRoute", tr("Create route"), QStringLiteral("plus"),
                          [this] { createRoute(); });
    m_create->setIcon(m_console.theme.icon(QStringLiteral("plus"), Theme::Tone::OnAccent));
    m_create->setShortcut(QKeySequence::New);
    m_edit = addCommand(m_console.theme, "actionRename", tr("Edit"), QStringLiteral("edit"), [this] { editRoute(); });
    m_simulate = addCommand(m_console.theme, "actionSimulate", tr("Simulate"), QStringLiteral("route"),
                            [this] { simulateRoute(); });
    m_test = addCommand(m_console.theme, "actionConformance", tr("Run conformance test…"), QStringLiteral("checks"),
                        [this] { testRoute(); });
    m_canary = addCommand(m_console.theme, "actionCanary", tr("Canary…"), QStringLiteral("git-compare"),
                          [this] { showCanary(); });
    m_switch = addCommand(m_console.theme, "actionSwitchRoute", tr("Disable"), QStringLiteral("player-pause"),
                          [this] { switchRoute(); });
    m_price =
        addCommand(m_console.theme, "actionSetPrice", tr("Set price"), QStringLiteral("coin"), [this] { setPrice(); });
    m_calls = addCommand(m_console.theme, "actionRouteCalls", tr("Show its calls"), QStringLiteral("activity"),
                         [this] { showCalls(); });
    addCommand(m_console.theme, "actionTraffic", tr("Show live traffic"), QStringLiteral("arrows-exchange"),
               [this] { Q_EMIT goTo(QStringLiteral("traffic"), {}); });
    m_delete = addCommand(m_console.theme, "actionDelete", tr("Delete route"), QStringLiteral("trash"),
                          [this] { deleteRoute(); });
    addCommand(m_console.theme, "actionExport", tr("Export routes"), QStringLiteral("download"),
               [this] { exportRows(); });
}

QWidget* RoutesView::makeTop() {
    m_stale = staleLine("routesStale");
    m_filter = filterField(m_console.theme, "routesFilter", tr("Filter routes"));
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->setQuickFilter(words);
        choose();
    });
    return listHead(
        tr("Models and routes"), m_stale,
        {new RangeButton(m_console.theme, m_console.range), commandButton(m_create, "createRoute", true)}, m_filter,
        {commandButton(m_edit, "editRoute"), commandButton(m_simulate, "simulateRoute"),
         commandButton(m_test, "testRoute"), commandButton(m_canary, "routeCanary"), commandButton(m_price, "setPrice"),
         commandButton(m_switch, "switchRoute"), commandButton(m_delete, "deleteRoute")});
}

QWidget* RoutesView::makeTable() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("routesTable"));
    m_table->setAccessibleName(tr("Routes"));
    m_table->setSource(m_model);
    m_table->setColumnWidths({110, 80, 100, 0, 110, 80, 130, 120, 60, 60});
    m_table->setColumnsHidden({RouteModel::Fallbacks, RouteModel::Source, RouteModel::Errors});
    connect(m_table, &TableView::opened, this, &RoutesView::editRoute);
    connect(m_table, &TableView::deletePressed, this, &RoutesView::deleteRoute);
    connect(m_table, &TableView::exported, this, [this](const QString& file, int rows) {
        m_console.toast.say(tr("%n row(s) written to %1.", nullptr, rows).arg(file));
    });
    connect(m_table, &TableView::selectionMoved, this, &RoutesView::showSelection);
    connect(m_table, &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) { fillMenu(menu); });
    return cardOf(m_table);
}

void RoutesView::fillMenu(QMenu* menu) {
    for (auto* action : {m_edit, m_simulate, m_test, m_canary, m_price, m_switch, m_calls})
        menu->addAction(action);
    menu->addSeparator();
    menu->addAction(m_delete);
}

void RoutesView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    m_model->refreshFigures();
    m_tests->refresh();
}

void RoutesView::refresh() {
    m_tests->refresh();
    m_routes.reload();
    m_providers.reload();
    m_apps.reload();
    m_model->refreshFigures();
}

void RoutesView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void RoutesView::toggleInspector() {
    m_simulation->setVisible(m_simulation->isHidden());
}

void RoutesView::setNarrow(bool narrow) {
    m_split->setOrientation(narrow ? Qt::Vertical : Qt::Horizontal);
    m_simulation->setNarrow(narrow);
    if (narrow)
        m_split->setSizes({m_split->height() / 2, m_split->height() / 2});
    else
        m_split->setSizes({m_split->width() * tableShare, m_split->width() * simulationShare});
}

void RoutesView::select(const QString& name) {
    const auto index = m_model->find(name);
    if (index.isValid())
        m_table->setCurrentIndex(m_table->viewIndex(index));
    else
        m_wanted = name; // it is being read
}

void RoutesView::open(const QString& argument) {
    const auto rest = argument.mid(argument.indexOf(u':') + 1);
    if (argument == QLatin1String("new")) {
        createRoute();
    } else if (argument.startsWith(QLatin1String("simulate:"))) {
        m_simulation->show();
        m_simulation->ask(rest);
    } else if (argument.startsWith(QLatin1String("price:"))) {
        askPrice(rest.section(u'/', 0, 0), rest.section(u'/', 1));
    } else if (m_model->find(argument).isValid() || !m_routes.loadedOnce()) {
        select(argument);
    } else {
        m_filter->setText(argument);
    }
}

void RoutesView::choose() {
    const ListWords words{tr("What is shown is old: %1"),
                          tr("Retry"),
                          tr("Reading the routes…"),
                          QStringLiteral("route"),
                          tr("No routes yet. A route gives clients one name for several models and fails over between "
                             "them; without one they ask for provider/model."),
                          tr("Create route"),
                          tr("No route has these words."),
                          tr("Clear filter")};
    m_stack->setCurrentIndex(showListState(m_routes, m_table->shownRows(), words, *m_notice, *m_stale) ? 1 : 0);
}

QJsonObject RoutesView::selected() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.size() == 1 ? rows.front().data(RouteModel::ObjectRole).toJsonObject() : QJsonObject();
}

void RoutesView::showSelection() {
    const auto route = selected();
    const bool one = !route.isEmpty();
    const bool enabled = route.value(QLatin1String("enabled")).toBool(true);
    for (auto* action : {m_edit, m_test, m_canary, m_switch, m_price, m_calls, m_delete}) {
        action->setProperty("why", tr("Select one route first."));
        action->setEnabled(one);
    }
    if (one && !route.value(QLatin1String("canary")).isObject()) {
        m_canary->setProperty("why", tr("This route has no canary. Edit the route to give it one."));
        m_canary->setEnabled(false);
    }
    const auto targets = route.value(QLatin1String("targets")).toArray();
    const bool priced = std::any_of(targets.begin(), targets.end(), [this](const QJsonValue& target) {
        return m_providers.find(target.toObject().value(QLatin1String("provider")).toString()) != nullptr;
    });
    if (one && !priced) {
        m_price->setProperty("why", tr("The demo provider's prices are pretended and stay as they are."));
        m_price->setEnabled(false);
    }
    m_switch->setText(enabled ? tr("Disable") : tr("Enable"));
    m_switch->setIcon(m_console.theme.icon(enabled ? QStringLiteral("player-pause") : QStringLiteral("player-play")));
}

RouteDialog::Known RoutesView::known() const {
    return {*m_book, *m_traffic, m_routes, m_providers};
}

void RoutesView::createRoute() {
    (new RouteDialog(m_console, known(), {}, this, [this](const QString& name) { select(name); }))->open();
}

void RoutesView::editRoute() {
    const auto route = selected();
    if (!route.isEmpty())
        (new RouteDialog(m_console, known(), route, this, [](const QString&) {}))->open();
}

void RoutesView::submit(const Change& change) {
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (!reply.ok())
            m_console.toast.say(reply.problem().detail);
    });
}

void RoutesView::switchRoute() {
    const auto route = selected();
    if (route.isEmpty())
        return;
    const bool enabled = route.value(QLatin1String("enabled")).toBool(true);
    Change change;
    change.path = pathOf(route);
    change.title = (enabled ? tr("Disable route %1") : tr("Enable route %1")).arg(nameOf(route));
    change.before = route;
    change.after = route;
    change.after.insert(QLatin1String("enabled"), !enabled);
    submit(change);
}

// Who would miss it: its calls, and the applications that may ask for this very name.
QString RoutesView::impactOf(const QJsonObject& route) const {
    int apps = 0;
    for (const auto& app : m_apps.items()) {
        if (app.value(QLatin1String("models")).toArray().contains(nameOf(route)))
            ++apps;
    }
    const auto calls =
        tr("%1: %n call(s).", "range", static_cast<int>(m_model->callsOf(nameOf(route)))).arg(m_console.range.name());
    return apps == 0 ? calls : QString(calls + u' ' + tr("%n application(s) name it in their models.", nullptr, apps));
}

void RoutesView::deleteRoute() {
    const auto route = selected();
    if (route.isEmpty())
        return;
    Confirmation what;
    what.title = tr("Delete route %1?").arg(nameOf(route));
    what.text = tr("Clients that ask for this name are refused from now on. You can undo this.");
    what.impact = impactOf(route);
    what.verb = tr("Delete");
    confirm(this, what, [this, route] {
        Change change;
        change.path = pathOf(route);
        change.title = tr("Delete route %1").arg(nameOf(route));
        change.before = route;
        submit(change);
    });
}

void RoutesView::simulateRoute() {
    m_simulation->show();
    const auto route = selected();
    if (!route.isEmpty())
        m_simulation->ask(nameOf(route));
    else if (auto* model = m_simulation->findChild<QLineEdit*>(QStringLiteral("simulateModel")))
        model->setFocus();
}

void RoutesView::testRoute() {
    const auto route = selected();
    if (route.isEmpty())
        return;
    auto* dialog = new ConformanceDialog(m_console, nameOf(route), this);
    connect(dialog, &ConformanceDialog::runChanged, m_tests, &ConformanceBook::refresh);
    connect(dialog, &ConformanceDialog::callsAsked, this,
            [this](const QString& filter) { Q_EMIT goTo(QStringLiteral("log"), filter); });
    dialog->open();
}

void RoutesView::showCanary() {
    const auto route = selected();
    if (!route.isEmpty())
        (new CanaryDialog(m_console, route, this))->open();
}

void RoutesView::setPrice() {
    const auto rows = m_table->selectedSourceRows();
    if (rows.size() == 1)
        setPriceOf(rows.front().data(RouteModel::PricedRole).toJsonArray());
}

void RoutesView::setPriceOf(const QJsonArray& targets) {
    if (!m_providers.loadedOnce()) { // the price stands with its provider, which is being read
        m_unpriced = targets;
        return;
    }
    QJsonArray settable; // not the demo provider's
    for (const auto& target : targets) {
        if (m_providers.find(target.toObject().value(QLatin1String("provider")).toString()) != nullptr)
            settable.append(target);
    }
    if (settable.isEmpty())
        m_console.toast.say(tr("The demo provider's prices are pretended and stay as they are."));
    else
        (new PriceDialog(m_console, m_providers, settable, this))->open();
}

// From elsewhere, such as a call whose cost is unknown: how the price stands is asked for first.
void RoutesView::askPrice(const QString& provider, const QString& model) {
    const QJsonObject question{{QStringLiteral("model"), QString(provider + u'/' + model)}};
    m_console.client.send(GatewayClient::Verb::Post, QStringLiteral("/simulate"), question, this,
                          [this](const Reply& reply) {
                              if (reply.ok())
                                  setPriceOf(reply.object().value(QLatin1String("targets")).toArray());
                              else
                                  m_console.toast.say(reply.problem().detail);
                          });
}

void RoutesView::showCalls() {
    const auto route = selected();
    if (!route.isEmpty())
        Q_EMIT goTo(QStringLiteral("log"), QString(QStringLiteral("route:") + nameOf(route)));
}

void RoutesView::exportRows() {
    m_table->exportRows();
}

} // namespace gatehouse::ui
