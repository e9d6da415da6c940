// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/traffic_view.h"

#include "ui/models/format.h"
#include "ui/traffic/traffic_details.h"
#include "ui/traffic/traffic_model.h"
#include "ui/widgets/bar_delegate.h"
#include "ui/widgets/command_button.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/metric_card.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSet>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {

TrafficView::TrafficView(Console& console)
    : m_console(console), m_traffic(console.client, QStringLiteral("/traffic"), this),
      m_providers(console.client, QStringLiteral("/providers")),
      m_model(new TrafficModel(console.theme, m_traffic, this)) {
    makeActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    layout->addWidget(makeCards());
    m_notice = new NoticePanel(console.theme);
    m_notice->setObjectName(QStringLiteral("trafficNotice"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(makeTable());
    layout->addWidget(m_stack, 1);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (!m_traffic.loadedOnce())
            refresh();
        else if (!m_filter->text().isEmpty())
            m_filter->clear();
        else
            Q_EMIT goTo(QStringLiteral("providers"), {});
    });
    connect(&m_traffic, &LiveAnswer::changed, this, [this] {
        showFigures();
        choose();
        if (m_table->shownRows() > 0 && !m_table->currentIndex().isValid())
            m_table->selectRow(0);
        showSelection();
    });
    connect(&m_providers, &ResourceList::changed, this, &TrafficView::showSelection);
    connect(&console.client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("health.changed") && isVisible())
            m_traffic.askNow();
    });
    showFigures();
    choose();
    showSelection();
}

void TrafficView::makeActions() {
    m_provider = addCommand(m_console.theme, "actionTrafficProvider", tr("Open its provider"),
                            QStringLiteral("cloud-computing"), [this] {
                                if (const auto* row = selected())
                                    Q_EMIT goTo(QStringLiteral("providers"), row->provider);
                            });
    m_calls =
        addCommand(m_console.theme, "actionTrafficCalls", tr("Show its calls"), QStringLiteral("activity"), [this] {
            if (const auto* row = selected())
                Q_EMIT goTo(QStringLiteral("log"), QString(QStringLiteral("provider:") + row->provider));
        });
    addCommand(m_console.theme, "actionExport", tr("Export figures"), QStringLiteral("download"),
               [this] { m_table->exportRows(); });
}

QWidget* TrafficView::makeTop() {
    m_stale = staleLine("trafficStale");
    m_filter = filterField(m_console.theme, "trafficFilter", tr("Filter targets"));
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->setQuickFilter(words);
        choose();
    });
    return listHead(tr("Traffic"), m_stale, {}, m_filter,
                    {commandButton(m_provider, "trafficProvider"), commandButton(m_calls, "trafficCalls")});
}

QWidget* TrafficView::makeCards() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    const auto add = [&](const QString& title, const char* icon, const char* name, int column) {
        auto* card = new MetricCard(m_console.theme, title, QLatin1String(icon), Theme::Tone::Info);
        card->setObjectName(QLatin1String(name));
        layout->addWidget(card, 1);
        connect(card, &MetricCard::activated, this,
                [this, column] { m_table->sortByColumn(column, Qt::DescendingOrder); });
        return card;
    };
    m_open = add(tr("Open circuits"), "plug-connected-x", "trafficOpen", TrafficModel::Circuit);
    m_running = add(tr("In flight"), "send", "trafficRunning", TrafficModel::InFlight);
    m_waiting = add(tr("Waiting for room"), "clock", "trafficWaiting", TrafficModel::Waiting);
    m_failing = add(tr("Failing checks"), "shield-check", "trafficFailing", TrafficModel::Health);
    return row;
}

QWidget* TrafficView::makeTable() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("trafficTable"));
    m_table->setAccessibleName(tr("Targets"));
    m_table->setSource(m_model);
    m_table->setItemDelegateForColumn(TrafficModel::Learned, new BarDelegate(m_console.theme, m_table));
    m_table->setColumnWidths({0, 130, 105, 80, 75, 185, 125, 115, 75, 75});
    m_table->setColumnsHidden({TrafficModel::FirstToken, TrafficModel::Errors, TrafficModel::Share});
    connect(m_table, &TableView::opened, this, [this] { m_provider->trigger(); });
    connect(m_table, &TableView::exported, this, [this](const QString& file, int rows) {
        m_console.toast.say(tr("%n row(s) written to %1.", nullptr, rows).arg(file));
    });
    connect(m_table, &TableView::selectionMoved, this, &TrafficView::showSelection);
    connect(m_table, &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) {
        menu->addActions({m_provider, m_calls});
    });
    m_details = new TrafficDetails;
    m_detailsCard = cardOf(m_details);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("trafficSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->setProperty("role", QStringLiteral("gap"));
    splitter->setHandleWidth(space::medium);
    splitter->addWidget(cardOf(m_table));
    splitter->addWidget(m_detailsCard);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    return splitter;
}

void TrafficView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    m_traffic.setWatched(true);
}

void TrafficView::hideEvent(QHideEvent* event) {
    View::hideEvent(event);
    m_traffic.setWatched(false);
}

void TrafficView::refresh() {
    m_traffic.askNow();
    m_providers.reload();
}

void TrafficView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void TrafficView::toggleInspector() {
    m_detailsCard->setVisible(m_detailsCard->isHidden());
}

void TrafficView::open(const QString& argument) {
    m_filter->setText(argument);
}

void TrafficView::showFigures() {
    const QLocale locale;
    int open = 0;
    int running = 0;
    int waiting = 0;
    int failing = 0;
    int checked = 0;
    QSet<QString> providers;
    for (const auto& row : m_model->rows()) {
        open += row.circuit == QLatin1String("open") ? 1 : 0;
        if (providers.contains(row.provider))
            continue;
        providers.insert(row.provider);
        running += row.providerInFlight;
        waiting += row.waiting;
        failing += row.health == QLatin1String("failing") ? 1 : 0;
        checked += row.check.isEmpty() || row.check == QLatin1String("none") ? 0 : 1;
    }
    m_open->show(locale.toString(open), open == 0 ? tr("Every target is asked.") : tr("Calls go elsewhere meanwhile."));
    m_running->show(locale.toString(running), tr("At %n provider(s)", nullptr, static_cast<int>(providers.size())));
    m_waiting->show(locale.toString(waiting),
                    waiting == 0 ? tr("No call waits for room.") : tr("They go on when there is room."));
    m_failing->show(locale.toString(failing), tr("%n provider(s) checked", nullptr, checked));
}

void TrafficView::choose() {
    const ListWords words{tr("What is shown is old: %1"),
                          tr("Retry"),
                          tr("Reading what goes on…"),
                          QStringLiteral("arrows-exchange"),
                          tr("No providers yet, so nothing goes on."),
                          tr("Open providers"),
                          tr("No target has these words."),
                          tr("Clear filter")};
    const ListStanding standing{m_traffic.loadedOnce(), m_traffic.failed(), m_model->rowCount() == 0,
                                m_traffic.problem().detail};
    m_stack->setCurrentIndex(showListState(standing, m_table->shownRows(), words, *m_notice, *m_stale) ? 1 : 0);
}

const TrafficRow* TrafficView::selected() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.size() == 1 ? m_model->find(rows.front().data(TrafficModel::IdRole).toString()) : nullptr;
}

void TrafficView::showSelection() {
    const auto* row = selected();
    for (auto* action : {m_provider, m_calls}) {
        action->setProperty("why", tr("Select one target first."));
        action->setEnabled(row != nullptr);
    }
    const auto* provider = row == nullptr ? nullptr : m_providers.find(row->provider);
    m_details->show(row, provider == nullptr ? QJsonObject() : *provider);
}

} // namespace gatehouse::ui
