// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompts_view.h"

#include "ui/prompts/chain_editor.h"
#include "ui/prompts/chains_page.h"
#include "ui/prompts/prompt_dialogs.h"
#include "ui/prompts/prompt_editor.h"
#include "ui/prompts/prompt_model.h"
#include "ui/widgets/command_button.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

const QString chainPrefix = QStringLiteral("chain:");

} // namespace

PromptsView::PromptsView(Console& console)
    : m_console(console), m_book(console.client, this), m_model(new PromptModel(console.theme, m_book, this)),
      m_editor(new PromptEditor(console)), m_pages(new QStackedWidget), m_halves(new QTabWidget) {
    makeActions();
    m_listPage = makeList();
    m_pages->addWidget(m_listPage);
    m_pages->addWidget(m_editor);
    m_editor->addCommands({commandButton(m_discard, "discardEdits"), commandButton(m_save, "saveVersion", true),
                           commandButton(m_publish, "publishPrompt"), makeMore()});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    m_halves->setObjectName(QStringLiteral("productPages"));
    m_halves->setAccessibleName(tr("Prompts and chains"));
    m_halves->setDocumentMode(true);
    m_halves->setFocusPolicy(Qt::NoFocus); // its bar takes the focus: else Tab passes over what the pages hold
    m_halves->tabBar()->setDrawBase(false);
    m_halves->addTab(m_pages, tr("Prompts"));
    makeChains();
    layout->addWidget(m_halves);
    connect(m_halves, &QTabWidget::currentChanged, this, &PromptsView::showSelection);
    connect(m_editor, &PromptEditor::backPressed, this, &PromptsView::showList);
    connect(m_editor, &PromptEditor::stateChanged, this, &PromptsView::showSelection);
    connect(m_editor, &PromptEditor::logWanted, this,
            [this](const QString& request) { Q_EMIT goTo(QStringLiteral("log"), request); });
    connect(&m_book, &PromptBook::changed, this, [this] {
        if (m_book.list().loadedOnce() && !m_wanted.isEmpty())
            open(std::exchange(m_wanted, {}));
        choose();
        showSelection();
    });
    choose();
    showSelection();
}

void PromptsView::makeChains() {
    ChainsPage::Commands commands;
    commands.aside = {commandButton(m_new, "newChain", true)};
    commands.beside = {commandButton(m_open, "editChain"), commandButton(m_duplicate, "duplicateChain"),
                       commandButton(m_delete, "deleteChain")};
    commands.menu = {m_open, m_duplicate, m_publish, m_delete};
    m_chains = new ChainsPage(m_console, commands);
    m_chains->editor().addCommands({commandButton(m_discard, "discardChain"), commandButton(m_save, "saveChain", true),
                                    commandButton(m_publish, "publishChain")});
    m_halves->addTab(m_chains, tr("Chains"));
    connect(m_chains, &ChainsPage::stateChanged, this, &PromptsView::showSelection);
    connect(m_chains, &ChainsPage::logWanted, this,
            [this](const QString& request) { Q_EMIT goTo(QStringLiteral("log"), request); });
}

bool PromptsView::onChains() const {
    return m_halves->currentWidget() == m_chains;
}

QWidget* PromptsView::makeList() {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, space::medium, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    m_notice = new NoticePanel(m_console.theme);
    m_notice->setObjectName(QStringLiteral("promptsNotice"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(makeTable());
    layout->addWidget(m_stack, 1);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (!m_book.list().loadedOnce())
            refresh();
        else if (!m_filter->text().isEmpty())
            m_filter->clear();
        else
            create({}, {});
    });
    return page;
}

QWidget* PromptsView::makeTop() {
    m_stale = staleLine("promptsStale");
    m_filter = filterField(m_console.theme, "promptsFilter", tr("Filter prompts"));
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->setQuickFilter(words);
        choose();
    });
    return listHead(tr("Prompts"), m_stale,
                    {commandButton(m_import, "importPrompts"), commandButton(m_new, "newPrompt", true)}, m_filter,
                    {commandButton(m_open, "editPrompt"), commandButton(m_duplicate, "duplicatePrompt"),
                     commandButton(m_delete, "deletePrompt")});
}

QWidget* PromptsView::makeTable() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("promptsTable"));
    m_table->setAccessibleName(tr("Prompts"));
    m_table->setSource(m_model);
    m_table->setColumnWidths({0, 110, 170, 64, 130, 110, 125, 90, 110});
    m_table->setColumnsHidden({PromptModel::Id, PromptModel::Tags});
    connect(m_table, &TableView::opened, this,
            [this](const QModelIndex& index) { showEditor(index.data(PromptModel::IdRole).toString()); });
    connect(m_table, &TableView::deletePressed, this, &PromptsView::remove);
    connect(m_table, &TableView::exported, this, [this](const QString& file, int rows) {
        m_console.toast.say(tr("%n row(s) written to %1.", nullptr, rows).arg(file));
    });
    connect(m_table, &TableView::selectionMoved, this, &PromptsView::showSelection);
    connect(m_table, &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) {
        menu->addActions({m_open, m_duplicate, m_publish, m_export});
        menu->addSeparator();
        menu->addAction(m_delete);
    });
    return cardOf(m_table);
}

void PromptsView::refresh() {
    m_book.reload();
    m_editor->refresh();
    m_chains->refresh();
}

void PromptsView::focusFilter() {
    if (onChains()) {
        m_chains->focusFilter();
        return;
    }
    showList();
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void PromptsView::open(const QString& argument) {
    const auto isChain = argument.startsWith(chainPrefix);
    m_halves->setCurrentIndex(isChain ? 1 : 0);
    if (isChain) {
        m_chains->open(argument.mid(chainPrefix.size()));
        return;
    }
    const auto chat = QJsonDocument::fromJson(argument.toUtf8());
    if (chat.isObject()) {
        create(PromptDraft::fromChat(chat.object()).version(), QStringLiteral("prompt"));
    } else if (argument == QLatin1String("new")) {
        create({}, {});
    } else if (argument.isEmpty()) {
        showList();
    } else if (!m_book.list().loadedOnce()) {
        m_wanted = argument;
    } else if (m_book.find(argument) != nullptr) {
        showEditor(argument);
    } else {
        showList();
        m_filter->setText(argument);
    }
}

QString PromptsView::state() const {
    if (onChains())
        return QString(chainPrefix + m_chains->editor().id());
    return m_pages->currentWidget() == m_editor ? m_editor->id() : QString(u"" + m_filter->text());
}

void PromptsView::showEditor(const QString& id) {
    m_editor->open(id);
    m_pages->setCurrentWidget(m_editor);
    showSelection();
}

void PromptsView::showList() {
    const auto left = m_editor->id();
    m_editor->close();
    m_pages->setCurrentWidget(m_listPage);
    if (const auto index = m_model->find(left); index.isValid()) {
        m_table->setCurrentIndex(m_table->viewIndex(index));
        m_table->setFocus(Qt::OtherFocusReason);
    }
    showSelection();
}

void PromptsView::choose() {
    const ListWords words{tr("What is shown is old: %1"),
                          tr("Retry"),
                          tr("Reading the prompts…"),
                          QStringLiteral("file-text"),
                          tr("No prompts yet. One is a template that is tested, versioned and published as an API."),
                          tr("New from example"),
                          tr("No prompt has these words."),
                          tr("Clear filter")};
    m_stack->setCurrentIndex(showListState(m_book.list(), m_table->shownRows(), words, *m_notice, *m_stale) ? 1 : 0);
}

QStringList PromptsView::selectedIds() const {
    if (m_pages->currentWidget() == m_editor)
        return {m_editor->id()};
    QStringList ids;
    for (const auto& index : m_table->selectedSourceRows())
        ids.append(index.data(PromptModel::IdRole).toString());
    return ids;
}

QString PromptsView::current() const {
    const auto ids = selectedIds();
    return ids.size() == 1 ? ids.front() : QString();
}

} // namespace gatehouse::ui
