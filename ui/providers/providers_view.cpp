// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/providers_view.h"

#include "ui/providers/provider_details.h"
#include "ui/providers/test_panel.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int askApartMilliseconds = 2'000;
constexpr int mostErrors = 5;
constexpr int detailsWidth = 340;

} // namespace

ProvidersView::ProvidersView(Console& console)
    : m_console(console), m_catalogue(console.client), m_model(console.theme, m_catalogue),
      m_providers(console.client, QStringLiteral("/providers")), m_routes(console.client, QStringLiteral("/routes")) {
    setObjectName(QStringLiteral("providersView"));
    makeActions();
    m_details = new ProviderDetails(console, m_model);
    m_splitter = new QSplitter;
    m_splitter->setObjectName(QStringLiteral("providersSplitter"));
    m_splitter->setProperty("role", QStringLiteral("gap"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(space::large);
    m_splitter->addWidget(makeTable());
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setSizes({detailsWidth * 2, detailsWidth});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::large);
    layout->addWidget(makeTop());
    layout->addWidget(m_splitter, 1);
    connectNews();
    takeObjects();
}

QWidget* ProvidersView::makeTop() {
    auto* title = new QLabel(tr("Providers"));
    title->setProperty("role", QStringLiteral("title"));
    m_stale = new QLabel;
    m_stale->setObjectName(QStringLiteral("providersStale"));
    m_stale->setProperty("role", QStringLiteral("fault"));
    m_stale->setTextFormat(Qt::PlainText);
    m_search = new QLineEdit;
    m_search->setObjectName(QStringLiteral("providerFilter"));
    m_search->setPlaceholderText(tr("Filter providers"));
    m_search->setAccessibleName(tr("Filter providers"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(m_console.theme.icon(QStringLiteral("search"), Theme::Tone::Secondary),
                        QLineEdit::LeadingPosition);
    auto* test = new QPushButton(m_console.theme.icon(QStringLiteral("plug-connected")), tr("Test"));
    test->setObjectName(QStringLiteral("testProvider"));
    auto* add =
        new QPushButton(m_console.theme.icon(QStringLiteral("plus"), Theme::Tone::OnAccent), tr("Add provider"));
    add->setObjectName(QStringLiteral("addProvider"));
    add->setProperty("role", QStringLiteral("primary"));
    connect(test, &QPushButton::clicked, this, &ProvidersView::test);
    connect(add, &QPushButton::clicked, this, &ProvidersView::add);
    connect(m_commands.value(QStringLiteral("actionTestProvider")), &QAction::changed, test,
            [this, test] { test->setEnabled(m_commands.value(QStringLiteral("actionTestProvider"))->isEnabled()); });
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->setQuickFilter(words);
        chooseContent();
    });
    auto* top = new QWidget;
    auto* layout = new QHBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(title);
    layout->addSpacing(space::large);
    layout->addWidget(m_stale, 1);
    layout->addWidget(m_search);
    layout->addWidget(test);
    layout->addWidget(add);
    return top;
}

QWidget* ProvidersView::makeTable() {
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("providersTable"));
    m_table->setAccessibleName(tr("Providers"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSource(&m_model);
    m_table->setColumnWidths({132, 0, 148, 68, 52, 72, 68, 96});
    m_table->setDragEnabled(true);
    m_table->setAcceptDrops(true);
    m_table->setDropIndicatorShown(true);
    m_table->setDragDropMode(QAbstractItemView::InternalMove);
    m_table->setDragDropOverwriteMode(false);
    connect(m_table, &TableView::selectionMoved, this, &ProvidersView::showSelected);
    connect(m_table, &TableView::opened, this, &ProvidersView::edit);
    connect(m_table, &TableView::deletePressed, this, &ProvidersView::remove);
    connect(m_table, &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) {
        for (const auto* name : {"actionTestProvider", "actionEditProvider", "actionReplaceKey", "actionEnableProvider",
                                 "actionMoveUp", "actionMoveDown", "actionDelete"})
            menu->addAction(m_commands.value(QLatin1String(name)));
    });
    m_notice = new NoticePanel(m_console.theme);
    connect(m_notice, &NoticePanel::pressed, this, &ProvidersView::pressNotice);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_notice);
    auto* layout = new QVBoxLayout(card);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(m_stack);
    return card;
}

QAction* ProvidersView::addCommand(const char* name, const QString& text, const char* icon, const QKeySequence& keys,
                                   void (ProvidersView::*run)()) {
    auto* action = View::addCommand(m_console.theme, name, text, QLatin1String(icon), [this, run] { (this->*run)(); });
    if (!keys.isEmpty())
        action->setShortcut(keys);
    m_commands.insert(QLatin1String(name), action);
    return action;
}

void ProvidersView::makeActions() {
    addCommand("actionAddProvider", tr("Add provider…"), "plus", QKeySequence(Qt::CTRL | Qt::Key_N),
               &ProvidersView::add);
    addCommand("actionTestProvider", tr("Test provider"), "plug-connected", QKeySequence(Qt::CTRL | Qt::Key_T),
               &ProvidersView::test);
    addCommand("actionEditProvider", tr("Edit provider…"), "edit", {}, &ProvidersView::edit);
    addCommand("actionReplaceKey", tr("Replace key…"), "key", {}, &ProvidersView::replaceKey);
    addCommand("actionReadKeys", tr("Read keys again"), "shield-lock", {}, &ProvidersView::readKeys);
    addCommand("actionFetchModels", tr("Fetch models"), "refresh", {}, &ProvidersView::fetchModels);
    addCommand("actionEnableProvider", tr("Disable provider"), "player-pause", {}, &ProvidersView::toggleEnabled);
    addCommand("actionMoveUp", tr("Move provider up"), "arrow-up", QKeySequence(Qt::ALT | Qt::Key_Up),
               &ProvidersView::moveUp);
    addCommand("actionMoveDown", tr("Move provider down"), "arrow-down", QKeySequence(Qt::ALT | Qt::Key_Down),
               &ProvidersView::moveDown);
    addCommand("actionTraffic", tr("Show live traffic"), "arrows-exchange", {}, &ProvidersView::showTraffic);
    addCommand("actionExport", tr("Export providers…"), "file-export", {}, &ProvidersView::exportRows);
    addCommand("actionDelete", tr("Delete provider…"), "trash", {}, &ProvidersView::remove);
}

void ProvidersView::connectNews() {
    m_soon.setSingleShot(true);
    m_soon.setInterval(askApartMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &ProvidersView::refresh);
    connect(&m_console.client, &GatewayClient::event, this, [this](const QString& type) {
        if (!isVisible())
            return;
        if (type == QLatin1String("health.changed"))
            refresh();
        else if (type == QLatin1String("call.finished") && !m_soon.isActive())
            m_soon.start();
    });
    connect(&m_console.client, &GatewayClient::refreshNeeded, this, [this] {
        m_catalogue.load();
        refresh();
    });
    connect(&m_providers, &ResourceList::changed, this, [this] {
        takeObjects();
        refresh();
    });
    connect(&m_providers, &ResourceList::loadingChanged, this, &ProvidersView::chooseContent);
    connect(&m_routes, &ResourceList::changed, this, [this] { m_details->setRoutes(m_routes.items()); });
    connect(&m_catalogue, &ProviderCatalogue::changed, &m_model, &ProviderModel::refreshNames);
    connect(&m_model, &QAbstractItemModel::modelReset, this, [this] {
        if (!m_wanted.isEmpty())
            select(m_wanted);
        chooseContent();
    });
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &ProvidersView::showSelected);
    connect(&m_model, &ProviderModel::moveAsked, this, &ProvidersView::move);
    connect(m_details, &ProviderDetails::testAsked, this, &ProvidersView::testKey);
    connect(m_details, &ProviderDetails::replaceAsked, this, &ProvidersView::replace);
    connect(m_details, &ProviderDetails::unlockAsked, this, &ProvidersView::readKeys);
    connect(m_details, &ProviderDetails::editAsked, this, &ProvidersView::edit);
    connect(m_details, &ProviderDetails::fetchAsked, this, &ProvidersView::fetchModels);
    connect(m_details, &ProviderDetails::enableAsked, this, &ProvidersView::toggleEnabled);
    connect(m_details, &ProviderDetails::deleteAsked, this, &ProvidersView::remove);
    connect(m_details, &ProviderDetails::goTo, this, &View::goTo);
}

void ProvidersView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    refresh();
}

void ProvidersView::refresh() {
    if (!isVisible() || m_console.client.address().admin.isEmpty())
        return; // showEvent() asks
    m_catalogue.load();
    m_console.client.get(QStringLiteral("/provider-health"), {}, this,
                         [this](const Reply& reply) { takeHealth(reply); });
    askErrors();
    askSecrets();
}

void ProvidersView::takeObjects() {
    const auto* row = selected();
    if (row != nullptr && m_wanted.isEmpty())
        m_wanted = row->id;
    m_model.setObjects(m_providers.items());
    chooseContent();
}

void ProvidersView::takeHealth(const Reply& reply) {
    if (!reply.ok()) {
        m_stale->setText(reply.problem().detail); // what is shown stays, and says that it is old
        return;
    }
    m_stale->clear();
    m_healthKnown = true;
    const auto* row = selected();
    if (row != nullptr && m_wanted.isEmpty())
        m_wanted = row->id;
    m_model.setHealth(reply.items());
    chooseContent();
}

void ProvidersView::askErrors() {
    const auto* row = selected();
    if (row == nullptr)
        return;
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("q"), QStringLiteral("provider:\"%1\" status>=400 after:-24h").arg(row->id));
    query.addQueryItem(QStringLiteral("limit"), QString::number(mostErrors));
    m_console.client.get(QStringLiteral("/calls"), query, this, [this, id = row->id](const Reply& reply) {
        if (reply.ok())
            m_details->setErrors(id, reply.items());
    });
}

void ProvidersView::askSecrets() {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QStringLiteral("500"));
    m_console.client.get(QStringLiteral("/secrets"), query, this, [this](const Reply& reply) {
        if (!reply.ok())
            return;
        QHash<QString, SecretFacts> facts;
        const auto items = reply.items();
        for (const auto& value : items) {
            const auto secret = value.toObject();
            facts.insert(secret.value(QLatin1String("name")).toString(),
                         {secret.value(QLatin1String("last_four")).toString(),
                          QDateTime::fromString(secret.value(QLatin1String("date")).toString(), Qt::ISODateWithMs)});
        }
        m_details->setSecrets(facts);
    });
}

// Loading, empty, no match, failed, or the table.
void ProvidersView::chooseContent() {
    if (m_table == nullptr || m_notice == nullptr)
        return;
    const bool loaded = m_providers.loadedOnce();
    const bool failed = m_providers.loading() == ResourceList::Loading::Failed;
    bool content = false;
    if (!loaded && failed)
        m_notice->show(QStringLiteral("plug-connected-x"), Theme::Tone::Error, m_providers.problem().detail,
                       tr("Retry"));
    else if (!loaded)
        m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Secondary, tr("Reading the providers…"), {});
    else if (m_model.onlyBuiltIn())
        m_notice->show(QStringLiteral("plug-connected"), Theme::Tone::Secondary,
                       tr("Only the demo provider is here. Add one to reach real models."), tr("Add provider"));
    else if (m_table->shownRows() == 0)
        m_notice->show(QStringLiteral("search"), Theme::Tone::Secondary, tr("No provider fits the filter."),
                       tr("Clear filter"));
    else
        content = true;
    if (loaded && failed)
        m_stale->setText(m_providers.problem().detail);
    m_stack->setCurrentIndex(content ? 0 : 1);
    if (content && selected() == nullptr)
        selectRow(0);
    showSelected();
}

void ProvidersView::pressNotice() {
    if (!m_providers.loadedOnce()) {
        m_console.client.reconnectNow();
        m_providers.reload();
        refresh();
    } else if (m_model.onlyBuiltIn()) {
        add();
    } else {
        m_search->clear();
    }
}

void ProvidersView::focusFilter() {
    m_search->setFocus();
    m_search->selectAll();
}

void ProvidersView::toggleInspector() {
    m_details->setProperty("closed", !m_details->property("closed").toBool());
    showSelected();
}

void ProvidersView::setNarrow(bool narrow) {
    m_splitter->setOrientation(narrow ? Qt::Vertical : Qt::Horizontal);
}

void ProvidersView::open(const QString& argument) {
    if (argument == QLatin1String("add"))
        add();
    else if (argument.startsWith(QLatin1String("add:")))
        addFrom(argument.mid(4));
    else if (!argument.isEmpty())
        select(argument);
}

QString ProvidersView::state() const {
    const auto* row = selected();
    return row == nullptr ? QString() : row->id;
}

void ProvidersView::select(const QString& id) {
    const auto place = m_model.indexOf(id);
    m_wanted = place.isValid() ? QString() : id;
    if (!place.isValid())
        return;
    const auto shown = m_table->viewIndex(place);
    if (shown.isValid()) {
        selectRow(shown.row());
        m_table->scrollTo(shown);
    }
}

void ProvidersView::selectRow(int row) {
    const auto first = m_table->model()->index(row, 0);
    m_table->selectionModel()->setCurrentIndex(first, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

const ProviderRow* ProvidersView::selected() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.isEmpty() ? nullptr : m_model.row(rows.first());
}

void ProvidersView::showSelected() {
    const auto* row = selected();
    const bool own = row != nullptr && !row->builtIn;
    const bool content = m_stack->currentIndex() == 0;
    m_details->setVisible(content && row != nullptr && !m_details->property("closed").toBool());
    const auto why = row == nullptr ? tr("Select a provider first.") : tr("The demo provider is built in.");
    for (auto command = m_commands.begin(); command != m_commands.end(); ++command) {
        const auto& name = command.key();
        const bool always = name == QLatin1String("actionAddProvider") || name == QLatin1String("actionExport") ||
                            name == QLatin1String("actionReadKeys");
        const bool any = name == QLatin1String("actionFetchModels") || name == QLatin1String("actionTestProvider");
        const bool possible = always || (any ? row != nullptr : own);
        command.value()->setEnabled(possible);
        command.value()->setProperty("why", possible ? QString() : why);
    }
    if (row == nullptr)
        return;
    auto* enable = m_commands.value(QStringLiteral("actionEnableProvider"));
    enable->setText(row->enabled() ? tr("Disable provider") : tr("Enable provider"));
    const bool other = m_details->provider() != row->id;
    m_details->show(row->id);
    if (other)
        askErrors();
}

} // namespace gatehouse::ui
