// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/approvals/approvals_view.h"

#include "ui/approvals/subscription_details.h"
#include "ui/approvals/subscription_model.h"
#include "ui/widgets/command_button.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/product_words.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace gatehouse::ui {
namespace {

constexpr std::array states{"pending", "approved", "suspended", "rejected", "cancelled", "expired", ""};

// From which states a decision leads on.
bool fits(const QString& action, const QString& state) {
    if (action == QLatin1String("approve") || action == QLatin1String("reject"))
        return state == QLatin1String("pending");
    if (action == QLatin1String("suspend"))
        return state == QLatin1String("approved");
    if (action == QLatin1String("resume"))
        return state == QLatin1String("suspended");
    return state == QLatin1String("pending") || state == QLatin1String("approved") ||
           state == QLatin1String("suspended");
}

} // namespace

ApprovalsView::ApprovalsView(Console& console)
    : m_console(console), m_book(console.client, this), m_model(new SubscriptionModel(console.theme, m_book, this)) {
    makeActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    m_notice = new NoticePanel(console.theme);
    m_notice->setObjectName(QStringLiteral("approvalsNotice"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(makeTable());
    layout->addWidget(m_stack, 1);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (!m_book.subscriptions().loadedOnce())
            refresh();
        else if (!m_filter->text().isEmpty())
            m_filter->clear();
        else
            m_states->setCurrentIndex(m_states->count() - 1);
    });
    connect(&m_book, &ApprovalBook::changed, this, [this] {
        fillStates();
        if (!m_wanted.isEmpty() && m_book.find(m_wanted) != nullptr)
            select(std::exchange(m_wanted, {}));
        choose();
        showSelection();
    });
    connect(&m_book, &ApprovalBook::usageChanged, this, &ApprovalsView::showSelection);
    connect(&m_book.subscriptions(), &ResourceList::loadingChanged, this, &ApprovalsView::choose);
    fillStates();
    choose();
    showSelection();
}

QAction* ApprovalsView::addDecision(const char* name, const QString& text, const char* icon, const QString& action) {
    return addCommand(m_console.theme, name, text, QLatin1String(icon), [this, action] { decide(action); });
}

void ApprovalsView::makeActions() {
    m_approve = addDecision("actionApprove", tr("Approve"), "circle-check", QStringLiteral("approve"));
    m_approve->setIcon(m_console.theme.icon(QStringLiteral("circle-check"), Theme::Tone::OnAccent));
    m_approve->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    m_reject = addDecision("actionReject", tr("Reject"), "circle-x", QStringLiteral("reject"));
    m_reject->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Backspace));
    m_suspend = addDecision("actionSuspend", tr("Suspend"), "player-pause", QStringLiteral("suspend"));
    m_resume = addDecision("actionResumeSubscription", tr("Resume"), "player-play", QStringLiteral("resume"));
    m_cancel =
        addDecision("actionCancelSubscription", tr("Cancel subscription"), "hand-stop", QStringLiteral("cancel"));
    m_calls = addCommand(m_console.theme, "actionApplicantCalls", tr("Show the applicant's calls"),
                         QStringLiteral("activity"), [this] {
                             if (const auto rows = selected(); rows.size() == 1)
                                 Q_EMIT goTo(QStringLiteral("log"), QString(QStringLiteral("app:") + rows[0]->app));
                         });
    m_api = addCommand(m_console.theme, "actionOpenApi", tr("Open the API"), QStringLiteral("external-link"), [this] {
        if (const auto rows = selected(); rows.size() == 1)
            Q_EMIT goTo(QStringLiteral("apis"), rows[0]->api);
    });
    addCommand(m_console.theme, "actionExport", tr("Export subscriptions"), QStringLiteral("download"),
               [this] { m_table->exportRows(); });
}

QWidget* ApprovalsView::makeTop() {
    m_stale = staleLine("approvalsStale");
    m_filter = filterField(m_console.theme, "approvalsFilter", tr("Filter requests"));
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->setQuickFilter(words);
        choose();
    });
    m_states = new QComboBox;
    m_states->setObjectName(QStringLiteral("approvalsState"));
    m_states->setAccessibleName(tr("State of the subscriptions"));
    m_states->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (const auto* state : states)
        m_states->addItem(QString(), QLatin1String(state));
    connect(m_states, &QComboBox::currentIndexChanged, this, [this] {
        m_model->setState(m_states->currentData().toString());
        choose();
        showSelection();
    });
    return listHead(tr("Approvals"), m_stale, {m_states}, m_filter,
                    {commandButton(m_approve, "approve", true), commandButton(m_reject, "reject"),
                     commandButton(m_suspend, "suspend"), commandButton(m_resume, "resume"),
                     commandButton(m_cancel, "cancelSubscription")});
}

QWidget* ApprovalsView::makeTable() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("approvalsTable"));
    m_table->setAccessibleName(tr("Subscriptions"));
    m_table->setSource(m_model);
    m_table->sortByColumn(SubscriptionModel::Age, Qt::DescendingOrder); // who has waited longest
    m_table->setColumnWidths({110, 150, 110, 90, 0, 130, 75, 105});
    connect(m_table, &TableView::opened, this, [this] {
        if (m_details->isHidden())
            toggleInspector();
    });
    connect(m_table, &TableView::exported, this, [this](const QString& file, int rows) {
        m_console.toast.say(tr("%n row(s) written to %1.", nullptr, rows).arg(file));
    });
    connect(m_table, &TableView::selectionMoved, this, &ApprovalsView::showSelection);
    connect(m_table, &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) {
        menu->addActions({m_approve, m_reject});
        menu->addSeparator();
        menu->addActions({m_suspend, m_resume, m_cancel});
        menu->addSeparator();
        menu->addActions({m_calls, m_api});
    });
    m_details = new SubscriptionDetails(m_console.theme, m_book);
    m_splitter = new QSplitter;
    m_splitter->setObjectName(QStringLiteral("approvalsSplitter"));
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(cardOf(m_table));
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({720, 280}); // shares
    return m_splitter;
}

// The words of each state with how many there are.
void ApprovalsView::fillStates() {
    const QSignalBlocker quiet(m_states);
    const QLocale locale;
    for (int i = 0; i < m_states->count(); ++i) {
        const auto state = m_states->itemData(i).toString();
        const auto words = state.isEmpty() ? tr("All") : subscriptionStateLook(state).text;
        m_states->setItemText(i, tr("%1 (%2)", "a state, how many").arg(words, locale.toString(m_book.countOf(state))));
    }
}

void ApprovalsView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    m_book.setWatched(true);
}

void ApprovalsView::hideEvent(QHideEvent* event) {
    View::hideEvent(event);
    m_book.setWatched(false);
}

void ApprovalsView::refresh() {
    m_book.reload();
}

void ApprovalsView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void ApprovalsView::toggleInspector() {
    m_details->setVisible(m_details->isHidden());
}

void ApprovalsView::setNarrow(bool narrow) {
    m_splitter->setOrientation(narrow ? Qt::Vertical : Qt::Horizontal);
}

void ApprovalsView::select(const QString& id) {
    const auto* row = m_book.find(id);
    if (row == nullptr)
        return;
    m_filter->clear();
    if (!m_model->state().isEmpty() && m_model->state() != row->state)
        m_states->setCurrentIndex(std::max(0, m_states->findData(row->state)));
    m_table->setCurrentIndex(m_table->viewIndex(m_model->find(id)));
}

void ApprovalsView::open(const QString& argument) {
    if (m_book.find(argument) != nullptr)
        select(argument);
    else if (!m_book.subscriptions().loadedOnce())
        m_wanted = argument;
    else
        m_filter->setText(argument);
}

void ApprovalsView::choose() {
    const bool waiting = m_model->state() == QLatin1String("pending");
    const ListWords words{tr("What is shown is old: %1"),
                          tr("Retry"),
                          tr("Reading the subscriptions…"),
                          QStringLiteral("checks"),
                          waiting ? tr("Nothing waiting") : tr("No subscription is in this state."),
                          m_book.countOf({}) == 0 || m_model->state().isEmpty() ? QString()
                                                                                : tr("Show all subscriptions"),
                          tr("No request has these words."),
                          tr("Clear filter")};
    const auto& list = m_book.subscriptions();
    const bool failed = list.loading() == ResourceList::Loading::Failed;
    const ListStanding standing{list.loadedOnce(), failed, m_model->rowCount() == 0,
                                failed ? list.problem().detail : QString()};
    m_stack->setCurrentIndex(showListState(standing, m_table->shownRows(), words, *m_notice, *m_stale) ? 1 : 0);
}

QVector<const SubscriptionRow*> ApprovalsView::selected() const {
    QVector<const SubscriptionRow*> rows;
    for (const auto& index : m_table->selectedSourceRows()) {
        if (const auto* row = m_book.find(index.data(SubscriptionModel::IdRole).toString()))
            rows.append(row);
    }
    return rows;
}

void ApprovalsView::showSelection() {
    const auto rows = selected();
    m_details->show(rows.size() == 1 ? rows.front()->id : QString(), static_cast<int>(rows.size()));
    const auto allow = [&rows](QAction* action, const QString& decision, const QString& otherwise) {
        const bool fitting = std::all_of(
            rows.begin(), rows.end(), [&decision](const SubscriptionRow* row) { return fits(decision, row->state); });
        action->setProperty("why", rows.isEmpty() ? tr("Select a request first.") : otherwise);
        action->setEnabled(!rows.isEmpty() && fitting);
    };
    allow(m_approve, QStringLiteral("approve"), tr("Only what waits can be approved."));
    allow(m_reject, QStringLiteral("reject"), tr("Only what waits can be rejected."));
    allow(m_suspend, QStringLiteral("suspend"), tr("Only what is approved can be suspended."));
    allow(m_resume, QStringLiteral("resume"), tr("Only what is suspended can be resumed."));
    allow(m_cancel, QStringLiteral("cancel"), tr("It has ended already."));
    for (auto* action : {m_calls, m_api}) {
        action->setProperty("why", tr("Select one request first."));
        action->setEnabled(rows.size() == 1);
    }
}

} // namespace gatehouse::ui
