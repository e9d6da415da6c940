// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/limits/limits_view.h"

#include "ui/limits/limit_model.h"
#include "ui/limits/limit_words.h"
#include "ui/limits/limits_dialog.h"
#include "ui/models/scope_words.h"
#include "ui/widgets/bar_delegate.h"
#include "ui/widgets/command_button.h"
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

LimitsView::LimitsView(Console& console)
    : m_console(console), m_book(console.client, this), m_model(new LimitModel(console.theme, m_book, this)) {
    makeActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    m_notice = new NoticePanel(console.theme);
    m_notice->setObjectName(QStringLiteral("limitsNotice"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(makeTable());
    layout->addWidget(m_stack, 1);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (!m_book.objects().loadedOnce())
            refresh();
        else if (!m_filter->text().isEmpty())
            m_filter->clear();
        else
            m_set->trigger();
    });
    connect(&m_book, &LimitBook::changed, this, [this] {
        openWanted();
        choose();
        showSelection();
    });
    choose();
    showSelection();
}

void LimitsView::makeActions() {
    m_set = addCommand(m_console.theme, "actionSetLimits", tr("Set limits"), QStringLiteral("plus"),
                       [this] { (new LimitsDialog(m_console, m_book.objects(), {}, {}, this))->open(); });
    m_set->setIcon(m_console.theme.icon(QStringLiteral("plus"), Theme::Tone::OnAccent));
    m_set->setShortcut(QKeySequence::New);
    m_edit = addCommand(m_console.theme, "actionRename", tr("Edit limits"), QStringLiteral("edit"),
                        [this] { editLimits(); });
    m_remove = addCommand(m_console.theme, "actionDelete", tr("Remove limit"), QStringLiteral("trash"),
                          [this] { removeLimit(); });
    addCommand(m_console.theme, "actionExport", tr("Export limits"), QStringLiteral("download"),
               [this] { m_table->exportRows(); });
}

QWidget* LimitsView::makeTop() {
    m_stale = staleLine("limitsStale");
    m_filter = filterField(m_console.theme, "limitsFilter", tr("Filter limits"));
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->setQuickFilter(words);
        choose();
    });
    return listHead(tr("Limits"), m_stale, {commandButton(m_set, "setLimits", true)}, m_filter,
                    {commandButton(m_edit, "editLimits"), commandButton(m_remove, "removeLimit")});
}

QWidget* LimitsView::makeTable() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("limitsTable"));
    m_table->setAccessibleName(tr("Limits"));
    m_table->setSource(m_model);
    m_table->setItemDelegateForColumn(LimitModel::Used, new BarDelegate(m_console.theme, m_table));
    m_table->setColumnWidths({200, 240, 0, 120});
    connect(m_table, &TableView::opened, this, &LimitsView::editLimits);
    connect(m_table, &TableView::deletePressed, this, &LimitsView::removeLimit);
    connect(m_table, &TableView::exported, this, [this](const QString& file, int rows) {
        m_console.toast.say(tr("%n row(s) written to %1.", nullptr, rows).arg(file));
    });
    connect(m_table, &TableView::selectionMoved, this, &LimitsView::showSelection);
    connect(m_table, &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) {
        menu->addActions({m_edit, m_remove});
    });
    return cardOf(m_table);
}

void LimitsView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    m_book.setWatched(true);
}

void LimitsView::hideEvent(QHideEvent* event) {
    View::hideEvent(event);
    m_book.setWatched(false);
}

void LimitsView::refresh() {
    m_book.reload();
}

void LimitsView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void LimitsView::open(const QString& argument) {
    if (argument.contains(u'/')) {
        m_wanted = argument;
        openWanted();
    } else {
        m_filter->setText(argument);
    }
}

void LimitsView::openWanted() {
    if (m_wanted.isEmpty() || !m_book.objects().loadedOnce())
        return;
    const auto wanted = std::exchange(m_wanted, {});
    const auto scope = wanted.section(u'/', 0, 0);
    const auto name = wanted.section(u'/', 1);
    if (const auto index = m_model->findObject(scope, name); index.isValid())
        m_table->setCurrentIndex(m_table->viewIndex(index));
    if (!m_book.objects().find(scope, name).isEmpty())
        (new LimitsDialog(m_console, m_book.objects(), scope, name, this))->open();
}

void LimitsView::choose() {
    const ListWords words{tr("What is shown is old: %1"),
                          tr("Retry"),
                          tr("Reading the limits…"),
                          QStringLiteral("adjustments"),
                          tr("No limits yet. They say how many calls and tokens a team, an application or a key may "
                             "ask for."),
                          tr("Set limits"),
                          tr("No limit has these words."),
                          tr("Clear filter")};
    const ListStanding standing{m_book.objects().loadedOnce(), !m_book.problem().isEmpty(), m_book.rows().isEmpty(),
                                m_book.problem()};
    m_stack->setCurrentIndex(showListState(standing, m_table->shownRows(), words, *m_notice, *m_stale) ? 1 : 0);
}

const LimitRow* LimitsView::selected() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.size() == 1 ? m_book.find(rows.front().data(LimitModel::IdRole).toString()) : nullptr;
}

void LimitsView::showSelection() {
    const bool one = selected() != nullptr;
    for (auto* action : {m_edit, m_remove}) {
        action->setProperty("why", tr("Select one limit first."));
        action->setEnabled(one);
    }
}

void LimitsView::editLimits() {
    if (const auto* row = selected())
        (new LimitsDialog(m_console, m_book.objects(), row->scope, row->name, this))->open();
}

// Reversible, so without a question: a toast offers Undo.
void LimitsView::removeLimit() {
    if (const auto* row = selected())
        removeNow(*row);
}

void LimitsView::removeNow(const LimitRow& row) {
    Change change;
    change.path = ScopeObjects::pathOf(row.scope, row.name);
    change.before = m_book.objects().find(row.scope, row.name);
    change.after = change.before;
    change.title = tr("Remove a limit of %1").arg(scopeText(row.scope, row.name));
    if (row.kind == LimitRow::Kind::Restriction) {
        if (row.field == QLatin1String("models") && row.scope != QLatin1String("key"))
            change.after.insert(row.field, QJsonArray{QStringLiteral("*")});
        else
            change.after.remove(row.field);
    } else {
        const auto holder =
            row.kind == LimitRow::Kind::Limit ? QStringLiteral("limits") : QStringLiteral("user_limits");
        auto limits = change.after.value(holder).toObject();
        limits.insert(row.field, 0);
        change.after.insert(holder, limits);
    }
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (!reply.ok())
            m_console.toast.say(reply.problem().detail);
    });
}

} // namespace gatehouse::ui
