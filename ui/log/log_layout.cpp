// SPDX-License-Identifier: GPL-3.0-or-later
// What the log's view is made of.
#include "ui/log/log_view.h"

#include "ui/log/filter_chips.h"
#include "ui/log/inspector.h"
#include "ui/log/saved_filters.h"
#include "ui/models/call_model.h"
#include "ui/widgets/call_table.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/notice_panel.h"

#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

QToolButton* barButton(QAction* action) {
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setAutoRaise(true);
    button->setAccessibleName(action->text());
    button->setObjectName(QString(QStringLiteral("button_") + action->objectName()));
    return button;
}

} // namespace

QWidget* LogView::makeTop() {
    auto* top = new QWidget;
    auto* title = new QLabel(tr("Live log"));
    title->setProperty("role", QStringLiteral("title"));
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::tiny);
    row->addWidget(title);
    row->addStretch();
    for (const char* name : {"actionPause", "actionExport", "actionColumns", "actionInspectorPlace"})
        row->addWidget(barButton(m_actions.at(QLatin1String(name))));
    return top;
}

QWidget* LogView::makeFilterRow() {
    auto* all = new QWidget;
    m_filter->setObjectName(QStringLiteral("logFilter"));
    auto* saved = new QPushButton(m_theme.icon(QStringLiteral("bookmark")), tr("Saved filters"));
    saved->setObjectName(QStringLiteral("savedFiltersButton"));
    saved->setMenu(m_saved);
    m_probes = new QCheckBox(tr("Show probes"));
    m_probes->setObjectName(QStringLiteral("showProbes"));
    m_probes->setToolTip(tr("Calls with the tag %1, such as health checks").arg(QLatin1String(probeTag)));
    m_probes->setChecked(!m_model->probesHidden());
    connect(m_probes, &QCheckBox::toggled, this, [this](bool shown) {
        m_model->setProbesHidden(!shown);
        m_actions.at(QStringLiteral("actionProbes"))->setChecked(shown);
        QSettings().setValue(QStringLiteral("log/probes"), shown);
    });
    m_fault = new QLabel;
    m_fault->setObjectName(QStringLiteral("filterFault"));
    m_fault->setProperty("role", QStringLiteral("fault"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->hide();
    m_chips = new FilterChips(m_theme);
    m_chips->show({});
    auto* row = new QHBoxLayout;
    row->setSpacing(space::small);
    row->addWidget(m_filter, 1);
    row->addWidget(saved);
    row->addWidget(m_probes);
    auto* layout = new QVBoxLayout(all);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny);
    layout->addLayout(row);
    layout->addWidget(m_fault);
    layout->addWidget(m_chips);
    return all;
}

QWidget* LogView::makeBody() {
    m_table = new CallTable(m_theme);
    m_table->setObjectName(QStringLiteral("logTable"));
    m_table->setAccessibleName(tr("Calls"));
    // Before the table hears of it and makes another row the current one.
    connect(m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex&, int first, int last) { rememberRunning(first, last); });
    m_table->setCalls(m_model);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &LogView::onCurrent);
    connect(m_table, &TableView::selectionMoved, this, &LogView::updateActions);
    connect(m_table, &CallTable::cellClicked, this, &LogView::onCell);
    connect(m_table, &CallTable::rowMenuAsked, this, &LogView::showRowMenu);
    connect(m_table, &CallTable::looked, m_model, &CallModel::lookAt);
    connect(m_table, &TableView::opened, this, [this] {
        if (m_side->isHidden())
            toggleInspector();
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::follow);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &LogView::findAgain, Qt::QueuedConnection);
    // Read anew, the log still shows the call that was chosen, if it is among the rows.
    connect(m_model, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        const auto current = m_table->currentIndex();
        if (m_reselect.isEmpty() && current.isValid())
            m_reselect = current.data(CallModel::CallRole).toString();
    });
    connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
        findAgain();
        m_reselect.clear();
        onCurrent();
    });

    m_stack = new QStackedWidget;
    m_stack->addWidget(m_table);
    m_stack->addWidget(makeEmpty());
    m_newCalls = new QPushButton(m_theme.icon(QStringLiteral("arrow-up"), Theme::Tone::OnAccent), QString(), m_stack);
    m_newCalls->setObjectName(QStringLiteral("newCalls"));
    m_newCalls->setProperty("role", QStringLiteral("primary"));
    connect(m_newCalls, &QPushButton::clicked, this, &LogView::goToNewest);
    m_stack->installEventFilter(this);
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(m_stack);

    m_side = makeInspector();
    m_splitter = new QSplitter;
    m_splitter->setObjectName(QStringLiteral("logSplitter"));
    m_splitter->setHandleWidth(space::small);
    m_splitter->setProperty("role", QStringLiteral("gap"));
    m_splitter->addWidget(card);
    m_splitter->addWidget(m_side);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setCollapsible(0, false);
    m_splitter->setCollapsible(1, false);
    return m_splitter;
}

QWidget* LogView::makeInspector() {
    auto* side = new QFrame;
    side->setProperty("role", QStringLiteral("card"));
    auto* bar = new QHBoxLayout;
    bar->setContentsMargins(0, 0, 0, 0);
    bar->setSpacing(0);
    for (const char* name : {"actionReplay", "actionEditReplay", "actionCompare"})
        bar->addWidget(barButton(m_actions.at(QLatin1String(name))));
    auto* copy = new QToolButton;
    copy->setObjectName(QStringLiteral("copyAs"));
    copy->setIcon(m_theme.icon(QStringLiteral("code")));
    copy->setToolTip(tr("Copy as a command or program"));
    copy->setAccessibleName(tr("Copy as"));
    copy->setPopupMode(QToolButton::InstantPopup);
    copy->setMenu(m_copyMenu);
    bar->addWidget(copy);
    for (const char* name : {"actionExportHar", "actionExplainRouting", "actionTranslation", "actionCancelCall"})
        bar->addWidget(barButton(m_actions.at(QLatin1String(name))));
    bar->addStretch();
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(space::medium, space::small, space::medium, space::small);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_inspector, 1);
    connect(m_inspector, &Inspector::callChanged, this, &LogView::updateActions);
    connect(m_inspector, &Inspector::cancelAsked, this, &LogView::cancel);
    connect(m_inspector, &Inspector::said, this, [this](const QString& sentence) { m_console.toast.say(sentence); });
    connect(m_inspector, &Inspector::priceAsked, this, [this](const QString& provider, const QString& model) {
        Q_EMIT goTo(QStringLiteral("routes"), QString(QStringLiteral("price:") + provider + u'/' + model));
    });
    return side;
}

QWidget* LogView::makeEmpty() {
    m_notice = new NoticePanel(m_theme);
    m_notice->setObjectName(QStringLiteral("logNotice"));
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (m_model->loading() == CallModel::Loading::Failed) {
            m_console.client.reconnectNow();
            refresh();
        } else if (!m_model->filter().isEmpty()) {
            m_filter->setFilter({});
        } else {
            Q_EMIT goTo(QStringLiteral("connect"), {});
        }
    });
    return m_notice;
}

QWidget* LogView::makeFooter() {
    auto* footer = new QWidget;
    m_count = new QLabel;
    m_count->setObjectName(QStringLiteral("logCount"));
    m_kept = new QLabel;
    m_kept->setObjectName(QStringLiteral("logKept"));
    for (auto* label : {m_count, m_kept})
        label->setProperty("role", QStringLiteral("caption"));
    auto* row = new QHBoxLayout(footer);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_count);
    row->addStretch();
    row->addWidget(m_kept);
    return footer;
}

} // namespace gatehouse::ui
