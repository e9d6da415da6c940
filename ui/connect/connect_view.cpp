// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/connect_view.h"

#include "ui/connect/client_page.h"
#include "ui/connect/client_tiles.h"
#include "ui/widgets/notice_panel.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSet>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int notFound = 404;
constexpr int patienceMilliseconds = 10'000;

QString kindText(const QString& kind) {
    if (kind == QLatin1String("agent"))
        return ConnectView::tr("Agent");
    if (kind == QLatin1String("editor"))
        return ConnectView::tr("Editor");
    if (kind == QLatin1String("app"))
        return ConnectView::tr("Program");
    if (kind == QLatin1String("library"))
        return ConnectView::tr("Library");
    return ConnectView::tr("Tool");
}

} // namespace

ConnectView::ConnectView(Console& console)
    : m_console(console), m_clients(readClients()), m_models(console.client, QStringLiteral("/models")),
      m_stack(new QStackedWidget), m_page(new ClientPage(console)) {
    m_network.setProxy(QNetworkProxy::NoProxy);
    makeCommands();
    m_stack->addWidget(makeTiles());
    m_stack->addWidget(m_page);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->addWidget(m_stack);
    connect(m_page, &ClientPage::back, this, &ConnectView::showTiles);
    connect(m_page, &ClientPage::changed, this, &ConnectView::showState);
    connect(&m_models, &ResourceList::changed, this, &ConnectView::takeModels);
    connect(&console.client, &GatewayClient::refreshNeeded, this, &ConnectView::probe);
    fillTiles();
    takeModels();
    showState();
    if (!console.client.address().gateway.isEmpty())
        probe();
}

void ConnectView::makeCommands() {
    const auto add = [this](const char* name, const QString& text, const QString& icon, auto run) {
        auto* action = new QAction(m_console.theme.icon(icon), text, this);
        action->setObjectName(QLatin1String(name));
        addAction(action);
        m_pageActions.append(action);
        connect(action, &QAction::triggered, m_page, run);
        return action;
    };
    add("actionCopySettings", tr("Copy settings"), QStringLiteral("copy"), [this] { m_page->copySnippet(); });
    m_apply =
        add("actionChangeFile", tr("Change the client's file…"), QStringLiteral("edit"), [this] { m_page->apply(); });
    m_undo = add("actionUndoFile", tr("Undo the change of the file"), QStringLiteral("arrow-back-up"),
                 [this] { m_page->undo(); });
    add("actionCheckVariables", tr("Check variables"), QStringLiteral("shield-check"), [this] { m_page->check(); });
    add("actionVerifyClient", tr("Wait for its first call"), QStringLiteral("activity"), [this] { m_page->verify(); });
    add("actionCopyHelper", tr("Copy the helper command"), QStringLiteral("terminal-2"),
        [this] { m_page->copyHelper(); });
    add("actionAllClients", tr("All clients"), QStringLiteral("apps"), [this] { showTiles(); });
}

QWidget* ConnectView::makeTiles() {
    auto* title = new QLabel(tr("Connect a client"));
    title->setProperty("role", QStringLiteral("title"));
    m_filter = new QLineEdit;
    m_filter->setObjectName(QStringLiteral("clientFilter"));
    m_filter->setPlaceholderText(tr("Find a client"));
    m_filter->setAccessibleName(tr("Find a client"));
    m_filter->setClearButtonEnabled(true);
    m_filter->addAction(m_console.theme.icon(QStringLiteral("search"), Theme::Tone::Secondary),
                        QLineEdit::LeadingPosition);
    m_filter->setMaximumWidth(fontMetrics().averageCharWidth() * 40);
    connect(m_filter, &QLineEdit::textChanged, this, &ConnectView::filterTiles);
    auto* hint = new QLabel(tr("Choose the program that shall use this gateway. Its settings are filled in for you."));
    hint->setProperty("role", QStringLiteral("secondary"));
    hint->setWordWrap(true);
    m_tiles = new ClientTiles(m_console.theme);
    m_tiles->setObjectName(QStringLiteral("clientTiles"));
    m_tiles->setAccessibleName(tr("Clients"));
    connect(m_tiles, &ClientTiles::chosen, this, &ConnectView::open);
    m_notice = new NoticePanel(m_console.theme);
    m_notice->show(QStringLiteral("filter"), Theme::Tone::Secondary,
                   tr("No client fits. Any program that speaks OpenAI's or Anthropic's API works: see OpenAI SDK."),
                   tr("Clear filter"));
    connect(m_notice, &NoticePanel::pressed, m_filter, &QLineEdit::clear);
    m_tilesOrNotice = new QStackedWidget;
    m_tilesOrNotice->addWidget(m_tiles);
    m_tilesOrNotice->addWidget(m_notice);
    auto* page = new QWidget;
    auto* row = new QHBoxLayout;
    row->setSpacing(space::large);
    row->addWidget(title);
    row->addStretch();
    row->addWidget(m_filter, 1);
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addLayout(row);
    layout->addWidget(hint);
    layout->addWidget(m_tilesOrNotice, 1);
    return page;
}

void ConnectView::fillTiles() {
    QStringList notes;
    for (const auto& client : std::as_const(m_clients))
        notes.append(m_missing.value(client.needs) ? tr("Not supported yet") : kindText(client.kind));
    m_tiles->fill(m_clients, notes);
    filterTiles();
}

void ConnectView::filterTiles() {
    m_tilesOrNotice->setCurrentIndex(m_tiles->filter(m_filter->text().trimmed()) > 0 ? 0 : 1);
}

void ConnectView::open(const QString& id) {
    const auto found =
        std::find_if(m_clients.begin(), m_clients.end(), [&id](const auto& client) { return client.id == id; });
    if (found != m_clients.end())
        showClient(*found);
    else
        showTiles();
}

QString ConnectView::state() const {
    return m_shown;
}

void ConnectView::showClient(const ClientDescription& client) {
    m_shown = client.id;
    m_page->show(client);
    m_page->setMissing(m_missing.value(client.needs));
    m_stack->setCurrentIndex(1);
    showState();
}

void ConnectView::showTiles() {
    m_shown.clear();
    m_stack->setCurrentIndex(0);
    m_tiles->setFocus(Qt::OtherFocusReason);
    showState();
}

void ConnectView::refresh() {
    m_models.reload();
    probe();
}

void ConnectView::focusFilter() {
    showTiles();
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

// Which of the clients' addresses the gateway has: it answers OPTIONS without a key, and 404 where there is nothing.
void ConnectView::probe() {
    const auto gateway = m_console.client.address().gateway;
    QSet<QString> addresses;
    for (const auto& client : m_clients)
        addresses.insert(client.needs);
    for (const auto& address : addresses) {
        QUrl url(gateway);
        url.setPath(address);
        QNetworkRequest request(url);
        request.setTransferTimeout(patienceMilliseconds);
        auto* reply = m_network.sendCustomRequest(request, "OPTIONS");
        connect(reply, &QNetworkReply::finished, this, [this, reply, address, gateway] {
            reply->deleteLater();
            const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
            if (status == 0 || gateway != m_console.client.address().gateway)
                return;
            const bool missing = status == notFound;
            if (m_missing.value(address) != missing) {
                m_missing.insert(address, missing);
                showProbed();
            }
        });
    }
}

void ConnectView::showProbed() {
    fillTiles();
    for (const auto& client : std::as_const(m_clients)) {
        if (client.id == m_shown)
            m_page->setMissing(m_missing.value(client.needs));
    }
}

void ConnectView::takeModels() {
    QStringList names;
    for (const auto& item : m_models.items()) {
        if (item.value(QLatin1String("enabled")).toBool(true))
            names.append(item.value(QLatin1String("name")).toString());
    }
    m_page->setModels(names);
}

void ConnectView::showState() {
    const bool onPage = !m_shown.isEmpty();
    for (auto* action : std::as_const(m_pageActions)) {
        action->setEnabled(onPage);
        action->setProperty("why", onPage ? QString() : tr("Choose a client first."));
    }
    m_apply->setEnabled(onPage && m_page->canApply());
    m_undo->setEnabled(onPage && m_page->canUndo());
}

} // namespace gatehouse::ui
