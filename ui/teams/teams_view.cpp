// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teams/teams_view.h"

#include "ui/teams/team_dialog.h"
#include "ui/teams/team_model.h"
#include "ui/teams/team_page.h"
#include "ui/widgets/bar_delegate.h"
#include "ui/widgets/command_button.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/range_button.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {

TeamsView::TeamsView(Console& console)
    : m_console(console), m_book(console.client, console.range, this),
      m_model(new TeamModel(console.theme, m_book, this)) {
    makeActions();
    makeMemberActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    m_notice = new NoticePanel(console.theme);
    m_notice->setObjectName(QStringLiteral("teamsNotice"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(makeContent());
    layout->addWidget(m_stack, 1);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (!m_book.teams().loadedOnce())
            refresh();
        else if (!m_filter->text().isEmpty())
            m_filter->clear();
        else
            addTeam();
    });
    connect(&m_book, &TeamBook::changed, this, [this] {
        if (!m_wanted.isEmpty() && m_model->find(m_wanted).isValid())
            m_table->setCurrentIndex(m_table->viewIndex(m_model->find(std::exchange(m_wanted, {}))));
        choose();
        showSelection();
    });
    connect(&m_book.teams(), &ResourceList::loadingChanged, this, &TeamsView::choose);
    choose();
    showSelection();
}

void TeamsView::makeActions() {
    const auto& theme = m_console.theme;
    m_add = addCommand(theme, "actionAddTeam", tr("Add team"), QStringLiteral("plus"), [this] { addTeam(); });
    m_add->setIcon(theme.icon(QStringLiteral("plus"), Theme::Tone::OnAccent));
    m_add->setShortcut(QKeySequence::New);
    m_limits = addCommand(theme, "actionTeamLimits", tr("Set its limits"), QStringLiteral("adjustments"), [this] {
        if (const auto* row = selected())
            Q_EMIT goTo(QStringLiteral("limits"), QString(QStringLiteral("team/") + row->id));
    });
    m_calls = addCommand(theme, "actionTeamCalls", tr("Show its calls"), QStringLiteral("activity"), [this] {
        if (const auto* row = selected())
            Q_EMIT goTo(QStringLiteral("log"), QString(QStringLiteral("team:") + row->id));
    });
    m_delete = addCommand(theme, "actionDelete", tr("Delete team"), QStringLiteral("trash"), [this] { deleteTeam(); });
    addCommand(theme, "actionExport", tr("Export teams"), QStringLiteral("download"),
               [this] { m_table->exportRows(); });
}

void TeamsView::makeMemberActions() {
    const auto& theme = m_console.theme;
    m_addMember =
        addCommand(theme, "actionAddMember", tr("Add member"), QStringLiteral("user-circle"), [this] { addMember(); });
    m_change =
        addCommand(theme, "actionChangeMember", tr("Change roles"), QStringLiteral("edit"), [this] { changeMember(); });
    m_remove =
        addCommand(theme, "actionRemoveMember", tr("Remove member"), QStringLiteral("x"), [this] { removeMember(); });
    m_password = addCommand(theme, "actionInviteMember", tr("Invite again"), QStringLiteral("send"),
                            [this] { resetPassword(); });
    m_sessions =
        addCommand(theme, "actionEndSessions", tr("End sessions"), QStringLiteral("power"), [this] { endSessions(); });
    m_moveApp = addCommand(theme, "actionMoveApp", tr("Move application"), QStringLiteral("corner-down-right"),
                           [this] { move(MoveDialog::What::Application); });
    m_moveKey = addCommand(theme, "actionMoveKey", tr("Move key"), QStringLiteral("key"),
                           [this] { move(MoveDialog::What::Key); });
}

QWidget* TeamsView::makeTop() {
    m_stale = staleLine("teamsStale");
    m_filter = filterField(m_console.theme, "teamsFilter", tr("Filter teams"));
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->setQuickFilter(words);
        choose();
    });
    return listHead(tr("Teams"), m_stale,
                    {new RangeButton(m_console.theme, m_console.range), commandButton(m_add, "addTeam", true)},
                    m_filter,
                    {commandButton(m_addMember, "addMember"), commandButton(m_change, "changeMember"),
                     commandButton(m_remove, "removeMember"), commandButton(m_sessions, "endSessions"),
                     commandButton(m_moveApp, "moveApp"), commandButton(m_moveKey, "moveKey"),
                     commandButton(m_limits, "teamLimits")});
}

QWidget* TeamsView::makeContent() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("teamsTable"));
    m_table->setAccessibleName(tr("Teams"));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSource(m_model);
    m_table->setItemDelegateForColumn(TeamModel::Budget, new BarDelegate(m_console.theme, m_table));
    m_table->setColumnWidths({210, 90, 105, 75, 0, 100});
    connect(m_table, &TableView::deletePressed, this, &TeamsView::deleteTeam);
    connect(m_table, &TableView::selectionMoved, this, &TeamsView::showSelection);
    connect(m_table, &TableView::exported, this, [this](const QString& file, int rows) {
        m_console.toast.say(tr("%n row(s) written to %1.", nullptr, rows).arg(file));
    });
    connect(m_table, &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) {
        menu->addActions({m_addMember, m_limits, m_calls});
        menu->addSeparator();
        menu->addAction(m_delete);
    });
    m_page = new TeamPage(m_console, m_book);
    connect(&m_page->members(), &TableView::opened, this, &TeamsView::changeMember);
    connect(&m_page->members(), &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) {
        menu->addActions({m_change, m_password, m_sessions, m_remove});
    });
    connect(&m_page->keys(), &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) {
        menu->addActions({m_moveApp, m_moveKey});
    });
    connect(m_page, &TeamPage::selectionMoved, this, &TeamsView::showPossible);
    connect(m_page, &TeamPage::callsAsked, this,
            [this](const QString& filter) { Q_EMIT goTo(QStringLiteral("log"), filter); });
    m_splitter = new QSplitter(Qt::Vertical);
    m_splitter->setObjectName(QStringLiteral("teamsSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(cardOf(m_table));
    m_splitter->addWidget(m_page);
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 3);
    m_splitter->setSizes({400, 600}); // shares
    return m_splitter;
}

void TeamsView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    m_book.setWatched(true);
}

void TeamsView::hideEvent(QHideEvent* event) {
    View::hideEvent(event);
    m_book.setWatched(false);
}

void TeamsView::refresh() {
    m_book.reload();
    m_page->refresh();
}

void TeamsView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void TeamsView::toggleInspector() {
    m_page->setVisible(m_page->isHidden());
}

QString TeamsView::state() const {
    const auto* row = selected();
    return row != nullptr && !row->isOrganisation() ? row->id : QStringLiteral("");
}

void TeamsView::open(const QString& argument) {
    if (argument.isEmpty())
        return;
    if (argument == QLatin1String("new")) {
        addTeam();
        return;
    }
    const auto index = m_model->find(argument);
    if (index.isValid())
        m_table->setCurrentIndex(m_table->viewIndex(index));
    else if (!m_book.teams().loadedOnce())
        m_wanted = argument;
    else
        m_filter->setText(argument);
}

void TeamsView::choose() {
    const ListWords words{tr("What is shown is old: %1"),
                          tr("Retry"),
                          tr("Reading the teams…"),
                          QStringLiteral("users"),
                          tr("No teams yet. A team has people, applications and a budget of its own."),
                          tr("Add team"),
                          tr("No team has these words."),
                          tr("Clear filter")};
    const auto& list = m_book.teams();
    const bool failed = list.loading() == ResourceList::Loading::Failed;
    const ListStanding standing{list.loadedOnce(), failed, m_book.rows().isEmpty(),
                                failed ? list.problem().detail : QString()};
    m_stack->setCurrentIndex(showListState(standing, m_table->shownRows(), words, *m_notice, *m_stale) ? 1 : 0);
}

const TeamRow* TeamsView::selected() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.size() == 1 ? m_book.find(rows.front().data(TeamModel::IdRole).toString()) : nullptr;
}

void TeamsView::showSelection() {
    m_page->show(selected());
    showPossible();
}

void TeamsView::showPossible() {
    const auto* row = selected();
    const bool team = row != nullptr && !row->isOrganisation();
    const auto allow = [](QAction* action, bool allowed, const QString& why) {
        action->setProperty("why", why);
        action->setEnabled(allowed);
    };
    const auto chooseTeam = tr("Select a team first.");
    allow(m_limits, team, chooseTeam);
    allow(m_calls, team, chooseTeam);
    allow(m_delete, team, chooseTeam);
    allow(m_addMember, row != nullptr, chooseTeam);
    const auto member = m_page->selectedMember();
    const auto chooseMember = tr("Select a member first.");
    const bool last = m_book.isLastOwner(member);
    allow(m_change, !member.isEmpty(), chooseMember);
    allow(m_password, !member.isEmpty(), chooseMember);
    allow(m_sessions, !member.isEmpty(), chooseMember);
    const bool gone = last && row != nullptr && row->isOrganisation();
    allow(m_remove, !member.isEmpty() && !gone,
          gone ? tr("This is the last owner. Make somebody else an owner first.") : chooseMember);
    allow(m_moveApp, team && !m_page->selectedApp().isEmpty(), tr("Select an application first."));
    allow(m_moveKey, team && !m_page->selectedKey().isEmpty(), tr("Select a key first."));
}

} // namespace gatehouse::ui
