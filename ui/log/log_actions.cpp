// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done with the calls of the log.
#include "ui/log/call_request.h"
#include "ui/log/compare_dialog.h"
#include "ui/log/export_dialog.h"
#include "ui/log/har_export.h"
#include "ui/log/inspector.h"
#include "ui/log/log_view.h"
#include "ui/log/replay.h"
#include "ui/log/replay_dialog.h"
#include "ui/log/saved_filters.h"
#include "ui/models/call_model.h"
#include "ui/models/format.h"
#include "ui/widgets/call_table.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/secret_clipboard.h"

#include <QAction>
#include <QCheckBox>
#include <QFileDialog>
#include <QItemSelectionModel>
#include <QMenu>
#include <QSettings>

namespace gatehouse::ui {
namespace {

const QString belowKey = QStringLiteral("log/inspectorBelow");

} // namespace

QAction* LogView::add(const char* name, const QString& text, const char* icon, const QString& shortcut,
                      void (LogView::*act)()) {
    auto* action = new QAction(m_theme.icon(QLatin1String(icon)), text, this);
    action->setObjectName(QLatin1String(name));
    if (!shortcut.isEmpty()) {
        action->setShortcut(QKeySequence(shortcut));
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    }
    connect(action, &QAction::triggered, this, act);
    addAction(action);
    m_actions[action->objectName()] = action;
    return action;
}

void LogView::makeActions() {
    add("actionReplay", tr("Replay"), "repeat", QStringLiteral("Ctrl+R"), &LogView::replay);
    add("actionEditReplay", tr("Edit and replay…"), "edit", QStringLiteral("Ctrl+Shift+R"), &LogView::editAndReplay);
    add("actionPlayground", tr("Open in the playground"), "player-play", {}, &LogView::openInPlayground);
    add("actionCompare", tr("Compare two calls"), "git-compare", QStringLiteral("Ctrl+D"), &LogView::compare);
    add("actionCopyCurl", tr("Copy as cURL"), "copy", {}, &LogView::copyCurl);
    add("actionCopyPython", tr("Copy as Python"), "copy", {}, &LogView::copyPython);
    add("actionCopyJavaScript", tr("Copy as JavaScript"), "copy", {}, &LogView::copyJavaScript);
    add("actionExportHar", tr("Export HAR…"), "file-export", {}, &LogView::exportHar);
    add("actionExplainRouting", tr("Explain routing"), "route", {}, &LogView::explainRouting);
    add("actionTranslation", tr("Open translation"), "arrows-exchange", {}, &LogView::openTranslation);
    add("actionCancelCall", tr("Cancel call"), "hand-stop", {}, &LogView::cancelCall);
    auto* pause =
        add("actionPause", tr("Pause display"), "player-pause", QStringLiteral("Ctrl+."), &LogView::togglePause);
    pause->setCheckable(true);
    add("actionNewest", tr("Go to the newest call"), "arrow-up", QStringLiteral("Ctrl+Home"), &LogView::goToNewest);
    auto* probes = add("actionProbes", tr("Show probes"), "activity", {}, &LogView::toggleProbes);
    probes->setCheckable(true);
    probes->setChecked(!m_model->probesHidden());
    add("actionSaveFilter", tr("Save filter…"), "bookmark", {}, &LogView::saveFilter)->setEnabled(false);
    add("actionExport", tr("Export calls…"), "download", {}, &LogView::exportCalls);
    add("actionColumns", tr("Choose columns…"), "columns-3", {}, &LogView::chooseColumns);
    auto* place = add("actionInspectorPlace", tr("Inspector below"), "layout-bottombar", {}, &LogView::moveInspector);
    place->setCheckable(true);
    place->setChecked(m_below);
    add("actionRecordBodies", tr("Record bodies for 15 min"), "history", {}, &LogView::recordBodies);
    m_copyMenu = new QMenu(this);
    for (const char* name : {"actionCopyCurl", "actionCopyPython", "actionCopyJavaScript"})
        m_copyMenu->addAction(m_actions.at(QLatin1String(name)));
    connect(m_replay, &Replay::finished, this, [this](const Replay::Result& result) {
        updateActions();
        if (!result.sentence.isEmpty()) {
            m_console.toast.say(result.sentence);
            return;
        }
        m_console.toast.say(
            tr("Replayed: status %1 after %2.")
                .arg(QString::number(result.status), durationText(QLocale(), static_cast<double>(result.milliseconds))),
            tr("Compare"), [this, first = m_replayed, second = result.requestId] { compareCalls(first, second); });
    });
}

// A disabled action says why.
void LogView::updateActions() {
    if (m_table == nullptr)
        return;
    const bool shown = !m_inspector->call().isEmpty();
    const auto* current = m_model->call(m_table->currentIndex());
    const bool running = current != nullptr && current->running;
    const auto over = selectedIds().size();
    const auto set = [this](const char* name, bool enabled, const QString& why) {
        auto* action = m_actions.at(QLatin1String(name));
        action->setEnabled(enabled);
        action->setProperty("why", enabled ? QString() : why);
    };
    const QString choose = running ? tr("The call is still running.") : tr("Choose a call first.");
    for (const char* name :
         {"actionCopyCurl", "actionCopyPython", "actionCopyJavaScript", "actionExplainRouting", "actionEditReplay"})
        set(name, shown, choose);
    set("actionReplay", shown && !m_replay->isRunning(), shown ? tr("A call is being replayed.") : choose);
    const bool chat =
        m_inspector->call().value(QLatin1String("operation")).toString().startsWith(QLatin1String("chat"));
    set("actionPlayground", shown && chat, shown ? tr("The playground takes chat calls.") : choose);
    set("actionTranslation", shown && m_inspector->isTranslated(),
        shown ? tr("This call went on as it came: nothing was translated.") : choose);
    set("actionExportHar", over > 0, choose);
    set("actionCompare", over == 2, tr("Choose two calls: hold Ctrl and click the second."));
    set("actionCancelCall", running && !current->cancelling, tr("Choose a call that is running."));
}

QStringList LogView::selectedIds() const {
    QStringList ids;
    for (const auto& row : m_table->selectedSourceRows()) {
        if (!row.data(CallModel::RunningRole).toBool())
            ids.append(row.data(CallModel::CallRole).toString());
    }
    return ids;
}

void LogView::showRowMenu(const QModelIndex& index, const QPoint& place) {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("rowMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (const QString term = index.data(CallModel::FilterTermRole).toString(); !term.isEmpty()) {
        const QString shown = QString(term).replace(u'&', QStringLiteral("&&"));
        menu->addAction(m_theme.icon(QStringLiteral("filter")), tr("Only %1").arg(shown), this,
                        [this, term] { addTerm(term, false); });
        menu->addAction(tr("Without %1").arg(shown), this, [this, term] { addTerm(term, true); });
        menu->addSeparator();
    }
    for (const char* name : {"actionCancelCall", "actionReplay", "actionEditReplay", "actionPlayground",
                             "actionCompare", "actionExplainRouting", "actionTranslation"})
        menu->addAction(m_actions.at(QLatin1String(name)));
    menu->addSeparator();
    menu->addActions(m_copyMenu->actions());
    menu->addAction(tr("Copy rows as text"), this, [this] { m_table->copySelection(); });
    menu->addAction(m_actions.at(QStringLiteral("actionExportHar")));
    menu->addAction(m_actions.at(QStringLiteral("actionExport")));
    if (const auto chosen = m_table->selectionModel()->selectedRows().size(); chosen > 1)
        menu->addAction(tr("Export %n chosen call(s)…", nullptr, static_cast<int>(chosen)), this,
                        [this] { m_table->exportRows(); });
    menu->popup(place);
}

// What was recorded of a call may still have to be read.
void LogView::withRequest(void (LogView::*act)(const CallRequest&)) {
    m_inspector->withContents(
        [this, act] { (this->*act)(CallRequest::of(m_inspector->call(), m_inspector->contents())); });
}

void LogView::copyAs(QString (*form)(const CallRequest&, const QUrl&)) {
    m_inspector->withContents([this, form] {
        const auto request = CallRequest::of(m_inspector->call(), m_inspector->contents());
        if (request.path.isEmpty()) {
            m_console.toast.say(tr("The address of this call was not recorded. Record bodies to copy later calls."),
                                tr("Record for 15 min"), [this] { recordBodies(); });
            return;
        }
        copyText(form(request, m_console.client.address().gateway));
        m_console.toast.say(request.whole ? tr("Copied. Put the key into GATEHOUSE_API_KEY.") : request.hindrance);
    });
}

void LogView::copyCurl() {
    copyAs(&asCurl);
}

void LogView::copyPython() {
    copyAs(&asPython);
}

void LogView::copyJavaScript() {
    copyAs(&asJavaScript);
}

void LogView::replay() {
    withRequest(&LogView::replayRequest);
}

void LogView::replayRequest(const CallRequest& request) {
    if (!request.canBeSent()) {
        m_console.toast.say(request.hindrance, tr("Record for 15 min"), [this] { recordBodies(); });
        return;
    }
    if (!request.whole) {
        editRequest(request);
        return;
    }
    m_replayed = m_inspector->call().value(QLatin1String("id")).toString();
    m_replay->start(request);
    m_console.toast.say(tr("Sending the call again…"));
    updateActions();
}

void LogView::editAndReplay() {
    withRequest(&LogView::editRequest);
}

void LogView::editRequest(const CallRequest& request) {
    if (!request.canBeSent()) {
        m_console.toast.say(request.hindrance, tr("Record for 15 min"), [this] { recordBodies(); });
        return;
    }
    auto* dialog = new ReplayDialog(m_theme, m_console.client, request, window());
    connect(dialog, &ReplayDialog::compareAsked, this,
            [this, first = m_inspector->call().value(QLatin1String("id")).toString()](const QString& second) {
                compareCalls(first, second);
            });
    dialog->open();
}

void LogView::openInPlayground() {
    withRequest(&LogView::playRequest);
}

void LogView::playRequest(const CallRequest& request) {
    if (request.canBeSent())
        Q_EMIT goTo(QStringLiteral("playground"), QString::fromUtf8(request.body));
    else
        Q_EMIT goTo(QStringLiteral("playground"), m_inspector->call().value(QLatin1String("model_asked")).toString());
}

void LogView::compare() {
    const auto ids = selectedIds();
    if (ids.size() == 2)
        compareCalls(ids[1], ids[0]); // the earlier one on the left
}

void LogView::compareCalls(const QString& left, const QString& right) {
    (new CompareDialog(m_theme, m_console.client, left, right, window()))->open();
}

void LogView::cancelCall() {
    const auto* call = m_model->call(m_table->currentIndex());
    if (call != nullptr && call->running)
        cancel(call->id);
}

// No dialog: a call that runs away must be stopped at once, and it can be replayed.
void LogView::cancel(const QString& id) {
    m_model->setCancelling(id, true);
    m_console.client.send(GatewayClient::Verb::Post, QStringLiteral("/calls/") + id + QStringLiteral("/cancel"), {},
                          this, [this, id](const Reply& reply) {
                              if (reply.ok())
                                  return;
                              m_model->setCancelling(id, false);
                              m_console.toast.say(reply.status() == 404 ? tr("The call is over already.")
                                                                        : reply.problem().detail);
                          });
    updateActions();
}

void LogView::openTranslation() {
    m_inspector->openTranslation();
}

void LogView::explainRouting() {
    Q_EMIT goTo(QStringLiteral("routes"), QString(QStringLiteral("simulate:") +
                                                  m_inspector->call().value(QLatin1String("model_asked")).toString()));
}

void LogView::exportCalls() {
    auto* dialog = new QFileDialog(window(), tr("Export calls"));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("CSV (*.csv)"), tr("JSON Lines (*.jsonl)")});
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.contains(QLatin1String("jsonl")) ? QStringLiteral("jsonl")
                                                                         : QStringLiteral("csv"));
    });
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        auto* progress = new ExportDialog(m_console.client, m_model->filter(), file, window());
        connect(progress, &ExportDialog::exported, this,
                [this](const QString& name) { m_console.toast.say(tr("Calls are exported to %1.").arg(name)); });
        progress->open();
    });
    dialog->open();
}

void LogView::exportHar() {
    auto ids = selectedIds();
    if (ids.size() > HarExport::mostCalls)
        ids = ids.first(HarExport::mostCalls);
    if (ids.isEmpty())
        return;
    auto* dialog = new QFileDialog(window(), tr("Export HAR"));
    dialog->setObjectName(QStringLiteral("harDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("HTTP archive (*.har)")});
    dialog->setDefaultSuffix(QStringLiteral("har"));
    connect(dialog, &QFileDialog::fileSelected, this, [this, ids](const QString& file) {
        auto* har = new HarExport(m_console.client, ids, file, this);
        connect(har, &HarExport::finished, this, [this, file](const QString& fault, int calls) {
            m_console.toast.say(fault.isEmpty() ? tr("%n call(s) are exported to %1.", nullptr, calls).arg(file)
                                                : fault);
        });
    });
    dialog->open();
}

void LogView::togglePause() {
    auto* action = m_actions.at(QStringLiteral("actionPause"));
    m_model->setPaused(action->isChecked());
    action->setIcon(m_theme.icon(action->isChecked() ? QStringLiteral("player-play") : QStringLiteral("player-pause")));
    action->setText(action->isChecked() ? tr("Resume display") : tr("Pause display"));
    showHeldBack();
}

void LogView::toggleProbes() {
    m_probes->setChecked(m_actions.at(QStringLiteral("actionProbes"))->isChecked());
}

void LogView::moveInspector() {
    m_below = m_actions.at(QStringLiteral("actionInspectorPlace"))->isChecked();
    QSettings().setValue(belowKey, m_below);
    placeInspector();
}

void LogView::saveFilter() {
    m_saved->saveAs();
}

void LogView::chooseColumns() {
    m_table->chooseColumns();
}

void LogView::recordBodies() {
    m_inspector->recordBodies();
}

void LogView::goToNewest() {
    if (m_model->isPaused()) {
        m_actions.at(QStringLiteral("actionPause"))->setChecked(false);
        togglePause();
    }
    m_model->showNewest();
    m_table->scrollToTop();
    follow();
}

} // namespace gatehouse::ui
