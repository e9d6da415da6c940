// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/budgets/budgets_view.h"

#include "ui/budgets/budget_dialogs.h"
#include "ui/budgets/budget_model.h"
#include "ui/budgets/budget_words.h"
#include "ui/models/format.h"
#include "ui/models/scope_words.h"
#include "ui/widgets/bar_delegate.h"
#include "ui/widgets/command_button.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {

BudgetsView::BudgetsView(Console& console)
    : m_console(console), m_book(console.client, this), m_model(new BudgetModel(console.theme, m_book, this)) {
    makeActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    m_notice = new NoticePanel(console.theme);
    m_notice->setObjectName(QStringLiteral("budgetsNotice"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(makeTable());
    layout->addWidget(m_stack, 1);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (!m_book.loadedOnce())
            refresh();
        else if (!m_filter->text().isEmpty())
            m_filter->clear();
        else
            (new BudgetDialog(m_console, m_book, BudgetDialog::Start::WholeMonth, this))->open();
    });
    connect(&m_book, &BudgetBook::changed, this, [this] {
        if (!m_wanted.isEmpty() && m_model->find(m_wanted).isValid())
            m_table->setCurrentIndex(m_table->viewIndex(m_model->find(std::exchange(m_wanted, {}))));
        choose();
        showSelection();
    });
    choose();
    showSelection();
}

void BudgetsView::makeActions() {
    m_add = addCommand(m_console.theme, "actionAddBudget", tr("Add budget"), QStringLiteral("plus"),
                       [this] { addBudget(); });
    m_add->setIcon(m_console.theme.icon(QStringLiteral("plus"), Theme::Tone::OnAccent));
    m_add->setShortcut(QKeySequence::New);
    m_edit = addCommand(m_console.theme, "actionRename", tr("Edit budget"), QStringLiteral("edit"),
                        [this] { editBudget(); });
    m_raise = addCommand(m_console.theme, "actionRaiseBudget", tr("Raise temporarily"), QStringLiteral("arrow-up"),
                         [this] { raiseBudget(); });
    m_spend = addCommand(m_console.theme, "actionBudgetSpend", tr("Show its spend"), QStringLiteral("chart-line"),
                         [this] { showSpend(); });
    m_owner = addCommand(m_console.theme, "actionBudgetOwner", tr("Open where it is set"),
                         QStringLiteral("external-link"), [this] { openOwner(); });
    m_delete = addCommand(m_console.theme, "actionDelete", tr("Delete budget"), QStringLiteral("trash"),
                          [this] { deleteBudget(); });
    addCommand(m_console.theme, "actionExport", tr("Export budgets"), QStringLiteral("download"),
               [this] { m_table->exportRows(); });
}

QWidget* BudgetsView::makeTop() {
    m_stale = staleLine("budgetsStale");
    m_filter = filterField(m_console.theme, "budgetsFilter", tr("Filter budgets"));
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->setQuickFilter(words);
        choose();
    });
    return listHead(tr("Budgets"), m_stale, {commandButton(m_add, "addBudget", true)}, m_filter,
                    {commandButton(m_edit, "editBudget"), commandButton(m_raise, "raiseBudget"),
                     commandButton(m_spend, "budgetSpend"), commandButton(m_delete, "deleteBudget")});
}

QWidget* BudgetsView::makeTable() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("budgetsTable"));
    m_table->setAccessibleName(tr("Budgets"));
    m_table->setSource(m_model);
    m_table->setItemDelegateForColumn(BudgetModel::Used, new BarDelegate(m_console.theme, m_table));
    m_table->setColumnWidths({150, 70, 0, 115, 85, 135, 110, 145});
    m_table->setColumnsHidden({BudgetModel::Alerts}); // the marks along the bars say it
    connect(m_table, &TableView::opened, this, &BudgetsView::editBudget);
    connect(m_table, &TableView::deletePressed, this, &BudgetsView::deleteBudget);
    connect(m_table, &TableView::exported, this, [this](const QString& file, int rows) {
        m_console.toast.say(tr("%n row(s) written to %1.", nullptr, rows).arg(file));
    });
    connect(m_table, &TableView::selectionMoved, this, &BudgetsView::showSelection);
    connect(m_table, &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) {
        menu->addActions({m_edit, m_raise, m_spend, m_owner});
        menu->addSeparator();
        menu->addAction(m_delete);
    });
    return cardOf(m_table);
}

void BudgetsView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    m_book.setWatched(true);
}

void BudgetsView::hideEvent(QHideEvent* event) {
    View::hideEvent(event);
    m_book.setWatched(false);
}

void BudgetsView::refresh() {
    m_book.reload();
}

void BudgetsView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void BudgetsView::open(const QString& argument) {
    if (argument == QLatin1String("new")) {
        addBudget();
        return;
    }
    const auto index = m_model->find(argument);
    if (index.isValid())
        m_table->setCurrentIndex(m_table->viewIndex(index));
    else if (!m_book.loadedOnce())
        m_wanted = argument;
    else
        m_filter->setText(argument);
}

void BudgetsView::choose() {
    const ListWords words{tr("What is shown is old: %1"),
                          tr("Retry"),
                          tr("Reading the budgets…"),
                          QStringLiteral("wallet"),
                          tr("No budgets yet. One says how much may be spent, and what happens then."),
                          tr("Set monthly budget"),
                          tr("No budget has these words."),
                          tr("Clear filter")};
    const ListStanding standing{m_book.loadedOnce(), !m_book.problem().isEmpty(), m_book.rows().isEmpty(),
                                m_book.problem()};
    m_stack->setCurrentIndex(showListState(standing, m_table->shownRows(), words, *m_notice, *m_stale) ? 1 : 0);
}

const BudgetRow* BudgetsView::selected() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.size() == 1 ? m_book.find(rows.front().data(BudgetModel::IdRole).toString()) : nullptr;
}

void BudgetsView::showSelection() {
    const auto* row = selected();
    const auto allow = [row](QAction* action, bool allowed, const QString& otherwise) {
        action->setProperty("why", row == nullptr ? tr("Select one budget first.") : otherwise);
        action->setEnabled(row != nullptr && allowed);
    };
    const bool listed = row != nullptr && row->place == BudgetRow::Place::List;
    allow(m_edit, true, {});
    allow(m_raise, listed,
          tr("Only budgets of this list can be raised for a while. Edit it, or add one here in its place."));
    allow(m_delete, true, {});
    allow(m_spend, true, {});
    allow(m_owner, row != nullptr && !listed, tr("It is set here."));
}

void BudgetsView::addBudget() {
    (new BudgetDialog(m_console, m_book, BudgetDialog::Start::Empty, this))->open();
}

void BudgetsView::editBudget() {
    if (const auto* row = selected())
        (new BudgetDialog(m_console, m_book, *row, this))->open();
}

void BudgetsView::raiseBudget() {
    if (const auto* row = selected(); row != nullptr && m_raise->isEnabled())
        (new RaiseDialog(m_console, *row, this))->open();
}

QString BudgetsView::impactOf(const BudgetRow& row) const {
    const auto used = usedText(QLocale(), row);
    const int apps = m_book.objects().appsUnder(row.scope, row.name);
    const int keys = m_book.objects().keysUnder(row.scope, row.name);
    if (apps == 0 && keys == 0)
        return used;
    return tr("%1, %2, %3", "applications, keys, money used")
        .arg(tr("%n application(s)", nullptr, apps), tr("%n key(s)", nullptr, keys), used);
}

void BudgetsView::deleteBudget() {
    const auto* row = selected();
    if (row == nullptr)
        return;
    Confirmation what;
    what.title = tr("Delete the budget of %1?").arg(scopeText(row->scope, row->name));
    what.text = tr("Nothing holds back its spend then, unless another budget does. What was spent stays recorded. It "
                   "can come back from the trash or with Undo.");
    what.impact = impactOf(*row);
    what.verb = tr("Delete");
    confirm(this, what, [this, copy = *row] { removeNow(copy); });
}

void BudgetsView::removeNow(const BudgetRow& row) {
    Change change;
    change.path = row.path;
    change.title = tr("Delete the budget of %1").arg(scopeText(row.scope, row.name));
    change.before = row.object;
    if (row.place == BudgetRow::Place::Owner) {
        change.after = row.object;
        change.after.remove(QLatin1String("budget"));
    }
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (!reply.ok())
            m_console.toast.say(reply.problem().detail);
    });
}

void BudgetsView::showSpend() {
    const auto* row = selected();
    if (row == nullptr)
        return;
    const bool filtered = !row->name.isEmpty();
    Q_EMIT goTo(QStringLiteral("analytics"), filtered ? QString(row->scope + u':' + row->name) : QString());
}

void BudgetsView::openOwner() {
    if (const auto* row = selected(); row != nullptr && m_owner->isEnabled())
        Q_EMIT goTo(QStringLiteral("limits"), row->id);
}

} // namespace gatehouse::ui
