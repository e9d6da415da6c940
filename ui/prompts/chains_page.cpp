// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/chains_page.h"

#include "ui/prompts/chain_dialogs.h"
#include "ui/prompts/chain_editor.h"
#include "ui/prompts/chain_model.h"
#include "ui/prompts/chain_words.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <utility>

namespace gatehouse::ui {

ChainsPage::ChainsPage(Console& console, const Commands& commands, QWidget* parent)
    : QWidget(parent), m_console(console), m_model(new ChainModel(console.client, this)),
      m_editor(new ChainEditor(console)), m_pages(new QStackedWidget) {
    m_listPage = makeList(commands);
    m_pages->addWidget(m_listPage);
    m_pages->addWidget(m_editor);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_pages);
    connect(m_editor, &ChainEditor::backPressed, this, &ChainsPage::showList);
    connect(m_editor, &ChainEditor::stateChanged, this, &ChainsPage::stateChanged);
    connect(m_editor, &ChainEditor::logWanted, this, &ChainsPage::logWanted);
    connect(m_model, &ChainModel::changed, this, [this] {
        if (m_model->list().loadedOnce() && !m_wanted.isEmpty())
            open(std::exchange(m_wanted, {}));
        choose();
        Q_EMIT stateChanged();
    });
    choose();
}

QWidget* ChainsPage::makeList(const Commands& commands) {
    m_stale = staleLine("chainsStale");
    m_filter = filterField(m_console.theme, "chainsFilter", tr("Filter chains"));
    m_notice = new NoticePanel(m_console.theme);
    m_notice->setObjectName(QStringLiteral("chainsNotice"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(makeTable(commands.menu));
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, space::medium, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(listHead(tr("Chains"), m_stale, commands.aside, m_filter, commands.beside));
    layout->addWidget(m_stack, 1);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->setQuickFilter(words);
        choose();
    });
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (!m_model->list().loadedOnce())
            refresh();
        else if (!m_filter->text().isEmpty())
            m_filter->clear();
        else
            create({}, {});
    });
    return page;
}

QWidget* ChainsPage::makeTable(const QList<QAction*>& menu) {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("chainsTable"));
    m_table->setAccessibleName(tr("Chains"));
    m_table->setSource(m_model);
    m_table->setColumnWidths({0, 110, 170, 70, 70, 150, 125, 90});
    m_table->setColumnsHidden({ChainModel::Id});
    connect(m_table, &TableView::opened, this,
            [this](const QModelIndex& index) { showEditor(index.data(ChainModel::IdRole).toString()); });
    connect(m_table, &TableView::deletePressed, this, &ChainsPage::remove);
    connect(m_table, &TableView::exported, this, [this](const QString& file, int rows) {
        m_console.toast.say(tr("%n row(s) written to %1.", nullptr, rows).arg(file));
    });
    connect(m_table, &TableView::selectionMoved, this, &ChainsPage::stateChanged);
    connect(m_table, &TableView::contextMenuAsked, this,
            [menu](const QModelIndex&, QMenu* shown) { shown->addActions(menu); });
    return cardOf(m_table);
}

bool ChainsPage::isEditing() const {
    return !isListed() && !m_editor->object().isEmpty();
}

bool ChainsPage::isListed() const {
    return m_pages->currentWidget() == m_listPage;
}

QString ChainsPage::filter() const {
    return m_filter->text();
}

void ChainsPage::setFilter(const QString& words) {
    m_filter->setText(words);
}

void ChainsPage::refresh() {
    m_model->reload();
    m_editor->refresh();
}

void ChainsPage::focusFilter() {
    showList();
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ChainsPage::open(const QString& id) {
    if (id.isEmpty()) {
        showList();
    } else if (!m_model->list().loadedOnce()) {
        m_wanted = id;
    } else if (m_model->row(id) != nullptr) {
        showEditor(id);
    } else {
        showList();
        m_filter->setText(id);
    }
}

void ChainsPage::showEditor(const QString& id) {
    m_editor->open(id);
    m_pages->setCurrentWidget(m_editor);
    Q_EMIT stateChanged();
}

void ChainsPage::showList() {
    const auto left = m_editor->id();
    m_editor->close();
    m_pages->setCurrentWidget(m_listPage);
    if (const auto index = m_model->find(left); index.isValid()) {
        m_table->setCurrentIndex(m_table->viewIndex(index));
        m_table->setFocus(Qt::OtherFocusReason);
    }
    Q_EMIT stateChanged();
}

void ChainsPage::choose() {
    const ListWords words{tr("What is shown is old: %1"),
                          tr("Retry"),
                          tr("Reading the chains…"),
                          QStringLiteral("corner-down-right"),
                          tr("No chains yet. A chain leads what one step says to the next: prompts, models, APIs."),
                          tr("New chain"),
                          tr("No chain has these words."),
                          tr("Clear filter")};
    m_stack->setCurrentIndex(showListState(m_model->list(), m_table->shownRows(), words, *m_notice, *m_stale) ? 1 : 0);
}

QStringList ChainsPage::selectedIds() const {
    if (!isListed())
        return {m_editor->id()};
    QStringList ids;
    for (const auto& index : m_table->selectedSourceRows())
        ids.append(index.data(ChainModel::IdRole).toString());
    return ids;
}

QString ChainsPage::current() const {
    const auto ids = selectedIds();
    return ids.size() == 1 ? ids.front() : QString();
}

int ChainsPage::versionToPublish() const {
    if (m_editor->id() == current() && m_editor->base() > 0)
        return m_editor->base();
    const auto* row = m_model->row(current());
    return row == nullptr ? 0 : row->version;
}

void ChainsPage::create(const QJsonObject& content, const QString& id) {
    auto* dialog = new NewChainDialog(m_console, m_model->ids(), content, id, this);
    connect(dialog, &NewChainDialog::created, this, [this](const QString& made) {
        m_model->reload();
        showEditor(made);
    });
    dialog->open();
}

// The newest version becomes the copy's first.
void ChainsPage::duplicate() {
    const auto id = current();
    if (id.isEmpty())
        return;
    m_console.client.get(chainPath(id), {}, this, [this, id](const Reply& reply) {
        if (!reply.ok()) {
            m_console.toast.say(reply.problem().detail);
            return;
        }
        const auto versions = reply.object().value(QLatin1String("versions")).toArray();
        create(chainContent(versions.last().toObject()), id);
    });
}

void ChainsPage::remove() {
    const auto ids = selectedIds();
    if (ids.isEmpty())
        return;
    Confirmation what;
    what.title = ids.size() == 1 ? tr("Delete the chain %1?").arg(ids.front())
                                 : tr("Delete %n chain(s)?", nullptr, static_cast<int>(ids.size()));
    what.text = tr("Its versions and labels go with it. It can come back from the trash or with Undo.");
    QStringList served;
    for (const auto& id : ids) {
        if (const auto* row = m_model->row(id); row != nullptr && !row->published.isEmpty())
            served.append(row->published);
    }
    if (!served.isEmpty())
        what.impact = tr("Served as %1").arg(served.join(QStringLiteral(", ")));
    what.verb = tr("Delete");
    confirm(this, what, [this, ids] {
        showList();
        for (const auto& id : ids)
            removeOne(id);
    });
}

void ChainsPage::removeOne(const QString& id) {
    m_console.client.get(chainPath(id), {}, this, [this, id](const Reply& read) {
        Change change;
        change.path = chainPath(id);
        change.title = tr("Delete chain %1").arg(id);
        change.before = read.object();
        change.etag = read.etag();
        m_console.changes.submit(change, this, [this](const Reply& reply) {
            if (!reply.ok())
                m_console.toast.say(reply.problem().detail);
        });
    });
}

void ChainsPage::exportRows() {
    m_table->exportRows();
}

} // namespace gatehouse::ui
