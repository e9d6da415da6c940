// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/log_view.h"

#include "ui/widgets/filter_edit.h"
#include "ui/log/inspector.h"
#include "ui/models/call_model.h"
#include "ui/models/format.h"
#include "ui/widgets/call_table.h"
#include "ui/widgets/notice_panel.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int inspectorWidth = 340;

} // namespace

LogView::LogView(Console& console)
    : m_theme(console.theme), m_model(new CallModel(console.client, this)), m_filter(new FilterEdit) {
    m_inspector = new Inspector(console.theme, console.client);
    m_inspector->setObjectName(QStringLiteral("inspector"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    layout->addWidget(makeBody(), 1);
    connect(m_filter, &FilterEdit::filterChanged, m_model, &CallModel::setFilter);
    connect(m_filter, &FilterEdit::faultChanged, m_fault, [this](const QString& fault) {
        m_fault->setText(fault);
        m_fault->setVisible(!fault.isEmpty());
    });
    connect(m_model, &CallModel::loadingChanged, this, &LogView::choose);
    connect(m_model, &QAbstractItemModel::modelReset, this, &LogView::choose);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &LogView::choose);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &LogView::choose);
    connect(m_model, &CallModel::heldBackChanged, this, &LogView::showHeldBack);
    choose();
    showHeldBack();
}

QWidget* LogView::makeTop() {
    auto* top = new QWidget;
    auto* title = new QLabel(tr("Live log"));
    title->setProperty("role", QStringLiteral("title"));
    m_filter->setObjectName(QStringLiteral("logFilter"));
    m_newCalls = new QPushButton;
    m_newCalls->setObjectName(QStringLiteral("newCalls"));
    m_newCalls->setProperty("role", QStringLiteral("primary"));
    connect(m_newCalls, &QPushButton::clicked, this, [this] { m_table->scrollToTop(); });
    m_fault = new QLabel;
    m_fault->setObjectName(QStringLiteral("filterFault"));
    m_fault->setProperty("role", QStringLiteral("fault"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->hide();
    auto* row = new QHBoxLayout;
    row->setSpacing(space::large);
    row->addWidget(title);
    row->addWidget(m_filter, 1);
    row->addWidget(m_newCalls);
    auto* layout = new QVBoxLayout(top);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny);
    layout->addLayout(row);
    layout->addWidget(m_fault);
    return top;
}

QWidget* LogView::makeBody() {
    m_table = new CallTable(m_theme);
    m_table->setObjectName(QStringLiteral("logTable"));
    m_table->setAccessibleName(tr("Calls"));
    m_table->setModel(m_model);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) { m_inspector->show(row.data(CallModel::CallRole).toString()); });
    connect(m_table, &CallTable::cellClicked, this, [this](const QModelIndex& cell, Qt::KeyboardModifiers modifiers) {
        const QString term = cell.data(CallModel::FilterTermRole).toString();
        if (term.isEmpty() || !(modifiers & (Qt::ControlModifier | Qt::AltModifier)))
            return;
        m_filter->addTerm(modifiers.testFlag(Qt::AltModifier) ? QString(u'-' + term) : term);
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::follow);

    m_notice = new NoticePanel(m_theme);
    m_notice->setObjectName(QStringLiteral("logNotice"));
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (m_model->loading() == CallModel::Loading::Failed)
            refresh();
        else
            m_filter->setFilter({});
    });
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_notice);
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(m_stack);

    auto* splitter = new QSplitter;
    splitter->setObjectName(QStringLiteral("logSplitter"));
    splitter->setHandleWidth(1);
    splitter->addWidget(card);
    splitter->addWidget(m_inspector);
    splitter->setStretchFactor(0, 1);
    splitter->setCollapsible(0, false);
    splitter->setSizes({3 * inspectorWidth, inspectorWidth});
    return splitter;
}

void LogView::refresh() {
    m_model->reload();
}

void LogView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void LogView::toggleInspector() {
    m_inspector->setVisible(!m_inspector->isVisible());
}

void LogView::open(const QString& filter) {
    m_filter->setFilter(filter);
}

// Which of the states of the view is shown: the table, or why it is empty.
void LogView::choose() {
    using Loading = CallModel::Loading;
    const bool empty = m_model->rowCount() == 0;
    m_stack->setCurrentIndex(empty ? 1 : 0);
    if (!empty)
        return;
    if (m_model->loading() == Loading::Failed)
        m_notice->show(QStringLiteral("plug-connected-x"), Theme::Tone::Error, m_model->problem().detail, tr("Retry"));
    else if (m_model->loading() == Loading::Loading)
        m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Secondary, tr("Reading the log…"), {});
    else if (!m_model->filter().isEmpty())
        m_notice->show(QStringLiteral("filter"), Theme::Tone::Secondary, tr("No call fits this filter."),
                       tr("Clear filter"));
    else
        m_notice->show(QStringLiteral("activity"), Theme::Tone::Secondary,
                       tr("Waiting for the first call. Send one to the gateway's address above."), {});
}

// New calls move the table only while its top is in sight.
void LogView::follow() {
    m_model->setFollowing(m_table->verticalScrollBar()->value() == 0);
}

void LogView::showHeldBack() {
    const int count = m_model->heldBack();
    m_newCalls->setVisible(count > 0);
    m_newCalls->setText(tr("%n new", nullptr, count));
}

} // namespace gatehouse::ui
