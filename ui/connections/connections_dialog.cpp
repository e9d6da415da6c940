// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connections_dialog.h"

#include "ui/connections/connection_dialog.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/table_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int charactersWide = 100;
constexpr int linesHigh = 24;
constexpr int idRole = Qt::UserRole;

} // namespace

ConnectionsDialog::ConnectionsDialog(Connections& connections, QWidget* parent)
    : QDialog(parent), m_connections(connections), m_table(new TableView(connections.console().theme)),
      m_model(new QStandardItemModel(this)), m_pages(new QStackedWidget) {
    setObjectName(QStringLiteral("connectionsDialog"));
    setWindowTitle(tr("Connections"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_table->setObjectName(QStringLiteral("connectionsTable"));
    m_table->setAccessibleName(tr("Remote gateways"));
    m_model->setHorizontalHeaderLabels({tr("Name"), tr("Address"), tr("Token"), tr("Edits")});
    m_table->setSource(m_model);
    m_table->setColumnWidths({180, 0, 150, 130});
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    auto* notice = new NoticePanel(connections.console().theme);
    notice->show(QStringLiteral("server"), Theme::Tone::Secondary,
                 tr("Only this computer's gateway is known. Add one that runs elsewhere."), tr("Add a connection"));
    connect(notice, &NoticePanel::pressed, this, [this] { openConnectionDialog(m_connections, {}, {}, this); });
    m_pages->addWidget(notice);
    m_pages->addWidget(m_table);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(m_pages, 1);
    layout->addWidget(makeButtons());
    connect(m_table, &TableView::selectionMoved, this, &ConnectionsDialog::showPossible);
    connect(m_table, &TableView::opened, this, [this] { openConnectionDialog(m_connections, selected(), {}, this); });
    connect(m_table, &TableView::deletePressed, this, &ConnectionsDialog::remove);
    connect(&connections, &Connections::changed, this, &ConnectionsDialog::fill);
    connect(&connections, &Connections::currentChanged, this, &ConnectionsDialog::fill);
    resize(fontMetrics().averageCharWidth() * charactersWide, fontMetrics().height() * linesHigh);
    fill();
}

QWidget* ConnectionsDialog::makeButtons() {
    const auto button = [](const QString& text, const char* name) {
        auto* made = new QPushButton(text);
        made->setObjectName(QLatin1String(name));
        made->setAutoDefault(false);
        return made;
    };
    auto* add = button(tr("Add"), "addConnection");
    m_edit = button(tr("Edit"), "editConnection");
    m_remove = button(tr("Remove"), "removeConnection");
    m_connect = button(tr("Connect"), "connectConnection");
    m_connect->setProperty("role", QStringLiteral("primary"));
    auto* close = button(tr("Close"), "closeConnections");
    auto* bar = new QWidget;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(add);
    layout->addWidget(m_edit);
    layout->addWidget(m_remove);
    layout->addStretch(1);
    layout->addWidget(close);
    layout->addWidget(m_connect);
    connect(add, &QPushButton::clicked, this, [this] { openConnectionDialog(m_connections, {}, {}, this); });
    connect(m_edit, &QPushButton::clicked, this, [this] { openConnectionDialog(m_connections, selected(), {}, this); });
    connect(m_remove, &QPushButton::clicked, this, &ConnectionsDialog::remove);
    connect(m_connect, &QPushButton::clicked, this, [this] {
        m_connections.choose(selected());
        accept();
    });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    return bar;
}

void ConnectionsDialog::fill() {
    const auto before = selected();
    m_model->removeRows(0, m_model->rowCount());
    for (const auto& remote : m_connections.remotes()) {
        const bool current = remote.id == m_connections.current();
        auto* name = new QStandardItem(remote.name);
        name->setData(remote.id, idRole);
        const auto& theme = m_connections.console().theme;
        name->setIcon(theme.icon(current ? QStringLiteral("circle-check") : QStringLiteral("server"),
                                 current ? Theme::Tone::Success : Theme::Tone::Secondary));
        if (current)
            name->setAccessibleText(tr("%1, connected").arg(remote.name));
        m_model->appendRow({name, new QStandardItem(remote.admin.toString()),
                            new QStandardItem(m_connections.tokens().isForSession(remote.id) ? tr("Until you quit")
                                                                                             : tr("In the key chain")),
                            new QStandardItem(remote.isProtected ? tr("Reviewed first") : tr("At once"))});
        if (remote.id == before || m_model->rowCount() == 1)
            m_table->setCurrentIndex(m_table->viewIndex(name->index()));
    }
    m_pages->setCurrentIndex(m_model->rowCount() == 0 ? 0 : 1);
    showPossible();
}

QString ConnectionsDialog::selected() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.isEmpty() ? QString() : rows.first().siblingAtColumn(0).data(idRole).toString();
}

void ConnectionsDialog::showPossible() {
    const auto id = selected();
    m_edit->setEnabled(!id.isEmpty());
    m_remove->setEnabled(!id.isEmpty());
    m_connect->setEnabled(!id.isEmpty() && id != m_connections.current());
}

void ConnectionsDialog::remove() {
    const auto id = selected();
    const auto* connection = m_connections.find(id);
    if (connection == nullptr)
        return;
    Confirmation ask;
    ask.title = tr("Remove the connection %1?").arg(connection->name);
    ask.text = tr("The gateway itself is not touched. Its token is removed from the key chain, so you need it to "
                  "connect again.");
    ask.verb = tr("Remove");
    confirm(this, ask, [this, id] { m_connections.remove(id); });
}

} // namespace gatehouse::ui
