// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/log_view.h"

#include "ui/log/filter_chips.h"
#include "ui/log/inspector.h"
#include "ui/log/replay.h"
#include "ui/log/saved_filters.h"
#include "ui/models/call_model.h"
#include "ui/models/format.h"
#include "ui/widgets/call_table.h"
#include "ui/widgets/filter_edit.h"
#include "ui/widgets/notice_panel.h"

#include <QAction>
#include <QCheckBox>
#include <QEvent>
#include <QFocusEvent>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int inspectorWidth = 460;
constexpr int inspectorHeight = 280;
constexpr int footerMilliseconds = 60'000;

} // namespace

LogView::LogView(Console& console)
    : m_console(console), m_theme(console.theme), m_model(new CallModel(console.client, this)),
      m_filter(new FilterEdit), m_replay(new Replay(console.client, this)) {
    const QSettings settings;
    m_below = settings.value(QStringLiteral("log/inspectorBelow")).toBool();
    m_model->setProbesHidden(!settings.value(QStringLiteral("log/probes")).toBool());
    m_inspector = new Inspector(m_theme, console.client);
    m_inspector->setObjectName(QStringLiteral("inspector"));
    m_saved = new SavedFilters(m_theme, console.client, this);
    makeActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::small);
    layout->setSpacing(space::small);
    layout->addWidget(makeTop());
    layout->addWidget(makeFilterRow());
    layout->addWidget(makeBody(), 1);
    layout->addWidget(makeFooter());
    connect(m_filter, &FilterEdit::filterChanged, this, &LogView::takeFilter);
    connect(m_filter, &FilterEdit::faultChanged, m_fault, [this](const QString& fault) {
        m_fault->setText(fault);
        m_fault->setVisible(!fault.isEmpty());
    });
    m_filter->installEventFilter(this);
    m_filter->setNames([this](const QString& resource) { return namesOf(resource); });
    connect(m_chips, &FilterChips::filterChanged, m_filter, &FilterEdit::setFilter);
    connect(m_saved, &SavedFilters::chosen, m_filter, &FilterEdit::setFilter);
    connect(m_saved, &SavedFilters::said, this, [this](const QString& sentence) { m_console.toast.say(sentence); });
    connect(m_model, &CallModel::loadingChanged, this, &LogView::choose);
    connect(m_model, &QAbstractItemModel::modelReset, this, &LogView::choose);
    connect(m_model, &QAbstractItemModel::modelReset, this, &LogView::showHeldBack);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &LogView::choose);
    connect(m_model, &QAbstractItemModel::rowsRemoved, this, &LogView::choose);
    connect(m_model, &CallModel::heldBackChanged, this, &LogView::showHeldBack);
    m_footer.setInterval(footerMilliseconds);
    connect(&m_footer, &QTimer::timeout, this, &LogView::readFooter);
    connect(&console.client, &GatewayClient::refreshNeeded, this, &LogView::readFooter);
    connect(&console.client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("config.changed"))
            m_footer.start(0); // soon, once
    });
    choose();
    showHeldBack();
    placeInspector();
    updateActions();
}

LogView::~LogView() = default;

void LogView::refresh() {
    m_model->reload();
    readFooter();
}

void LogView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void LogView::toggleInspector() {
    m_side->setVisible(m_side->isHidden());
}

void LogView::open(const QString& filter) {
    // A request id alone, as other views and the palette give it: found by its index, and shown at once.
    static const QRegularExpression requestId(QStringLiteral("^(id:)?([0-9A-HJKMNP-TV-Z]{26})$"));
    const auto match = requestId.match(filter.trimmed());
    if (!match.hasMatch()) {
        m_filter->setFilter(filter);
        return;
    }
    m_reselect = match.captured(2);
    m_filter->setFilter(QString(QStringLiteral("id:") + m_reselect));
    findAgain();
}

// Never null: without a filter is a state, too, to come back to.
QString LogView::state() const {
    return m_model->filter().isNull() ? QStringLiteral("") : m_model->filter();
}

void LogView::setNarrow(bool narrow) {
    m_narrow = narrow;
    placeInspector();
}

void LogView::placeInspector() {
    const auto direction = m_below || m_narrow ? Qt::Vertical : Qt::Horizontal;
    if (m_splitter->orientation() == direction && !m_splitter->property("placed").isNull())
        return;
    m_splitter->setProperty("placed", true);
    m_splitter->setOrientation(direction);
    const int side = direction == Qt::Vertical ? inspectorHeight : inspectorWidth;
    const int whole = direction == Qt::Vertical ? height() : width();
    m_splitter->setSizes({std::max(whole - side, side), side});
}

void LogView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    readFooter();
    m_footer.start(footerMilliseconds);
}

bool LogView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_filter && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        m_filter->setFilter({});
        m_table->setFocus(Qt::ShortcutFocusReason);
        return true;
    }
    if (watched == m_stack && (event->type() == QEvent::Resize || event->type() == QEvent::Show))
        placePill();
    return View::eventFilter(watched, event);
}

// Which of the states of the view is shown: the table, or why it is empty.
void LogView::choose() {
    using Loading = CallModel::Loading;
    showCount();
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
        m_notice->show(QStringLiteral("activity"), Theme::Tone::Secondary, tr("Waiting for the first call."),
                       tr("Connect a client"));
}

// New calls move the table only while its top is in sight.
void LogView::follow() {
    m_model->setFollowing(m_table->isAtTop());
    showHeldBack();
}

void LogView::showHeldBack() {
    const int count = m_model->heldBack();
    const bool shown = count > 0 || m_model->isDetached();
    m_newCalls->setVisible(shown);
    m_newCalls->setText(count > 0 ? tr("%n new", nullptr, count) : tr("Back to the newest"));
    if (shown)
        placePill();
    showCount();
}

void LogView::placePill() {
    const QSize size = m_newCalls->sizeHint();
    m_newCalls->setGeometry((m_stack->width() - size.width()) / 2, 2 * tableRowHeight, size.width(), size.height());
    m_newCalls->raise();
}

void LogView::onCurrent() {
    const auto* call = m_model->call(m_table->currentIndex());
    if (call == nullptr)
        m_inspector->show({});
    else if (call->running)
        m_inspector->showRunning(*call);
    else
        m_inspector->show(call->id);
    updateActions();
}

// A running call that was chosen stays chosen when it is over.
void LogView::rememberRunning(int first, int last) {
    const auto current = m_table->currentIndex();
    if (current.isValid() && current.row() >= first && current.row() <= last &&
        current.data(CallModel::RunningRole).toBool())
        m_reselect = current.data(CallModel::CallRole).toString();
}

void LogView::findAgain() {
    if (m_reselect.isEmpty())
        return;
    const auto found = m_model->indexOf(m_reselect);
    if (!found.isValid() || found.data(CallModel::RunningRole).toBool())
        return;
    m_reselect.clear();
    m_table->selectionModel()->setCurrentIndex(found, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void LogView::onCell(const QModelIndex& cell, Qt::KeyboardModifiers modifiers) {
    addTerm(cell.data(CallModel::FilterTermRole).toString(), modifiers.testFlag(Qt::AltModifier));
}

void LogView::addTerm(const QString& term, bool excluded) {
    if (!term.isEmpty())
        m_filter->addTerm(excluded ? QString(u'-' + term) : term);
}

void LogView::takeFilter(const QString& filter) {
    m_model->setFilter(filter);
    m_chips->show(filter);
    m_saved->setFilter(filter);
    m_actions.at(QStringLiteral("actionSaveFilter"))->setEnabled(!filter.isEmpty());
}

QStringList LogView::namesOf(const QString& resource) {
    auto& list = m_names[resource];
    if (!list) {
        list = std::make_unique<ResourceList>(m_console.client, QString(u'/' + resource));
        list->reload();
    }
    QStringList names;
    for (const auto& item : list->items())
        names.append(
            item.value(resource == QLatin1String("routes") ? QLatin1String("model") : QLatin1String("id")).toString());
    return names;
}

void LogView::showCount() {
    const QLocale locale;
    const int running = m_model->runningCount();
    const int over = m_model->rowCount() - running;
    QStringList parts{m_model->canFetchMore({}) || m_model->isDetached()
                          ? tr("%1 calls here, more as you scroll").arg(countText(locale, over))
                          : tr("%n call(s)", nullptr, over)};
    if (running > 0)
        parts.append(tr("%n running", nullptr, running));
    if (m_model->isPaused())
        parts.append(tr("display paused, recording goes on"));
    m_count->setText(parts.join(QStringLiteral(" · ")));
}

// How long calls are kept and what room they take.
void LogView::readFooter() {
    m_footer.start(footerMilliseconds);
    if (!isVisible())
        return;
    m_console.client.get(QStringLiteral("/records"), {}, this, [this](const Reply& records) {
        if (!records.ok())
            return; // what was read before stays
        const auto keep = records.object().value(QLatin1String("keep")).toObject();
        m_console.client.get(QStringLiteral("/status"), {}, this, [this, keep](const Reply& status) {
            if (!status.ok())
                return;
            const auto counters = status.object().value(QLatin1String("counters")).toObject();
            const QString calls = keep.value(QLatin1String("calls")).toString();
            const QString kept = calls == QLatin1String("forever") ? tr("kept forever")
                                 : calls.endsWith(u'h') ? tr("kept %n hour(s)", nullptr, calls.chopped(1).toInt())
                                                        : tr("kept %n day(s)", nullptr, calls.chopped(1).toInt());
            const QLocale locale;
            m_kept->setText(tr("%1 calls recorded, %2 · %3 on disk")
                                .arg(countText(locale, counters.value(QLatin1String("call_rows")).toInteger()), kept,
                                     bytesText(locale, counters.value(QLatin1String("store_bytes")).toInteger())));
        });
    });
}

// Not a focus proxy: Qt 6.4 takes one out of the order of Tab together with all that stands before it.
void LogView::focusInEvent(QFocusEvent* event) {
    m_table->setFocus(event->reason());
}

} // namespace gatehouse::ui
