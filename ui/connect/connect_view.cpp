// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/connect_view.h"

#include "ui/connect/client_page.h"
#include "ui/widgets/notice_panel.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPainter>
#include <QSet>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int letterPixels = 40;
constexpr int idRole = Qt::UserRole;
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
    connect(&console.theme, &Theme::changed, this, &ConnectView::fillTiles);
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
    m_tiles = new QListWidget;
    m_tiles->setObjectName(QStringLiteral("clientTiles"));
    m_tiles->setAccessibleName(tr("Clients"));
    m_tiles->setProperty("role", QStringLiteral("tiles"));
    m_tiles->setViewMode(QListView::IconMode);
    m_tiles->setMovement(QListView::Static);
    m_tiles->setResizeMode(QListView::Adjust);
    m_tiles->setIconSize({letterPixels, letterPixels});
    m_tiles->setUniformItemSizes(true);
    m_tiles->setSpacing(space::tiny);
    m_tiles->setWordWrap(true);
    // Enter, or one click: a tile is a button.
    connect(m_tiles, &QListWidget::itemActivated, this,
            [this](QListWidgetItem* item) { open(item->data(idRole).toString()); });
    connect(m_tiles, &QListWidget::itemClicked, this,
            [this](QListWidgetItem* item) { open(item->data(idRole).toString()); });
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

// Letters in the chart's colours: clients have no logos here.
QIcon ConnectView::tileOf(const ClientDescription& client) const {
    const auto& tokens = m_console.theme.tokens();
    const auto color = tokens.chart[static_cast<std::size_t>(client.order) % tokens.chart.size()];
    QPixmap picture(QSize(letterPixels, letterPixels) * devicePixelRatioF());
    picture.setDevicePixelRatio(devicePixelRatioF());
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(0, 0, letterPixels, letterPixels), cardRadius, cardRadius);
    // Black or white, whichever can be read on it.
    constexpr double middle = 0.179;
    const auto linear = [](double part) { return part * part; };
    const double light =
        0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
    painter.setPen(light > middle ? Qt::black : Qt::white);
    painter.setFont(m_console.theme.font(type::title, QFont::DemiBold));
    painter.drawText(QRectF(0, 0, letterPixels, letterPixels), Qt::AlignCenter, client.name.left(1).toUpper());
    painter.end();
    QIcon icon(picture);
    icon.addPixmap(picture, QIcon::Selected);
    return icon;
}

void ConnectView::fillTiles() {
    m_tiles->clear();
    const QFontMetrics metrics(m_tiles->font());
    int widest = 0;
    for (const auto& client : m_clients)
        widest = std::max(widest, metrics.horizontalAdvance(client.name));
    for (const auto& client : m_clients) {
        const bool missing = m_missing.value(client.needs);
        auto* item = new QListWidgetItem(tileOf(client), client.name);
        const QString note = missing ? tr("needs %1").arg(client.needs) : kindText(client.kind);
        item->setData(idRole, client.id);
        item->setText(QString(client.name + u'\n' + (missing ? tr("Not yet") : kindText(client.kind))));
        item->setToolTip(note);
        item->setData(Qt::AccessibleTextRole, tr("%1, %2", "client, note").arg(client.name, note));
        item->setSizeHint({widest + 2 * space::huge, letterPixels + 2 * metrics.lineSpacing() + 2 * space::large});
        m_tiles->addItem(item);
    }
    filterTiles();
}

void ConnectView::filterTiles() {
    const auto words = m_filter->text().trimmed();
    bool any = false;
    for (int i = 0; i < m_tiles->count(); ++i) {
        const bool fits = m_tiles->item(i)->text().contains(words, Qt::CaseInsensitive);
        m_tiles->item(i)->setHidden(!fits);
        any = any || fits;
    }
    m_tilesOrNotice->setCurrentIndex(any ? 0 : 1);
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
