// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/keys_view.h"

#include "ui/keys/key_keeper.h"
#include "ui/keys/key_model.h"
#include "ui/keys/key_words.h"
#include "ui/keys/shown_key_dialog.h"
#include "ui/models/format.h"
#include "ui/widgets/bar_delegate.h"
#include "ui/widgets/command_button.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/notice_panel.h"
#include "ui/widgets/range_button.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QCoreApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

QString idOf(const QJsonObject& key) {
    return key.value(QLatin1String("id")).toString();
}

QString pathOf(const QJsonObject& key) {
    return QString(QStringLiteral("/keys/") + QString::fromLatin1(QUrl::toPercentEncoding(idOf(key))));
}

} // namespace

KeysView::KeysView(Console& console)
    : m_console(console), m_keys(console.client, QStringLiteral("/keys")),
      m_apps(console.client, QStringLiteral("/apps")), m_teams(console.client, QStringLiteral("/teams")),
      m_figures(console.client, console.range, this),
      m_model(new KeyModel(console.theme, m_keys, m_apps, m_figures, this)) {
    makeActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    m_notice = new NoticePanel(console.theme);
    m_notice->setObjectName(QStringLiteral("keysNotice"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(makeTable());
    layout->addWidget(m_stack, 1);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (m_keys.loading() == ResourceList::Loading::Failed)
            refresh();
        else if (!m_filter->text().isEmpty())
            m_filter->clear();
        else
            createKey();
    });
    connect(&m_keys, &ResourceList::changed, this, [this] {
        if (!m_wanted.isEmpty() && m_model->find(m_wanted).isValid())
            m_table->setCurrentIndex(m_table->viewIndex(m_model->find(std::exchange(m_wanted, {}))));
        choose();
        showSelection();
    });
    connect(&m_keys, &ResourceList::loadingChanged, this, &KeysView::choose);
    connect(&m_figures, &KeyFigures::changed, this, &KeysView::choose);
    choose();
    showSelection();
}

void KeysView::makeActions() {
    m_create = addCommand(m_console.theme, "actionCreateKey", tr("Create key"), QStringLiteral("plus"),
                          [this] { createKey(); });
    m_create->setIcon(m_console.theme.icon(QStringLiteral("plus"), Theme::Tone::OnAccent));
    m_create->setShortcut(QKeySequence::New);
    m_edit = addCommand(m_console.theme, "actionRename", tr("Edit key"), QStringLiteral("edit"), [this] { editKey(); });
    m_rotate = addCommand(m_console.theme, "actionRotateKey", tr("Rotate"), QStringLiteral("refresh"),
                          [this] { rotateKey(); });
    m_switch = addCommand(m_console.theme, "actionSwitchKey", tr("Disable"), QStringLiteral("player-pause"),
                          [this] { switchKey(); });
    m_revoke = addCommand(m_console.theme, "actionRevokeKey", tr("Revoke"), QStringLiteral("hand-stop"),
                          [this] { revokeKey(); });
    m_calls = addCommand(m_console.theme, "actionKeyCalls", tr("Show its calls"), QStringLiteral("activity"),
                         [this] { showCalls(); });
    m_limits = addCommand(m_console.theme, "actionKeyLimits", tr("Set its limits"), QStringLiteral("adjustments"),
                          [this] { showLimits(); });
    m_delete =
        addCommand(m_console.theme, "actionDelete", tr("Delete key"), QStringLiteral("trash"), [this] { deleteKey(); });
    addCommand(m_console.theme, "actionExport", tr("Export keys"), QStringLiteral("download"),
               [this] { exportRows(); });
}

QWidget* KeysView::makeTop() {
    m_stale = staleLine("keysStale");
    m_filter = filterField(m_console.theme, "keysFilter", tr("Filter keys"));
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->setQuickFilter(words);
        choose();
    });
    return listHead(
        tr("Keys"), m_stale,
        {new RangeButton(m_console.theme, m_console.range), commandButton(m_create, "createKey", true)}, m_filter,
        {commandButton(m_edit, "editKey"), commandButton(m_rotate, "rotateKey"), commandButton(m_limits, "keyLimits"),
         commandButton(m_switch, "switchKey"), commandButton(m_revoke, "revokeKey")});
}

QWidget* KeysView::makeTable() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("keysTable"));
    m_table->setAccessibleName(tr("Keys"));
    m_table->setSource(m_model);
    m_table->setItemDelegateForColumn(KeyModel::Budget, new BarDelegate(m_console.theme, m_table));
    m_table->setColumnWidths({130, 140, 105, 130, 0, 140, 65, 75, 95, 90});
    connect(m_table, &TableView::opened, this, &KeysView::editKey);
    connect(m_table, &TableView::deletePressed, this, &KeysView::deleteKey);
    connect(m_table, &TableView::exported, this, [this](const QString& file, int rows) {
        m_console.toast.say(tr("%n row(s) written to %1.", nullptr, rows).arg(file));
    });
    connect(m_table, &TableView::selectionMoved, this, &KeysView::showSelection);
    connect(m_table, &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) { fillMenu(menu); });
    return cardOf(m_table);
}

void KeysView::fillMenu(QMenu* menu) {
    for (auto* action : {m_edit, m_rotate, m_switch, m_limits, m_calls})
        menu->addAction(action);
    menu->addSeparator();
    menu->addAction(m_revoke);
    menu->addAction(m_delete);
}

void KeysView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    m_figures.refresh();
}

void KeysView::refresh() {
    m_keys.reload();
    m_apps.reload();
    m_teams.reload();
    m_figures.refresh();
}

void KeysView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void KeysView::open(const QString& argument) {
    if (argument == QLatin1String("new")) {
        createKey();
        return;
    }
    const auto index = m_model->find(argument);
    if (index.isValid())
        m_table->setCurrentIndex(m_table->viewIndex(index));
    else if (!m_keys.loadedOnce())
        m_wanted = argument;
    else
        m_filter->setText(argument);
}

void KeysView::choose() {
    const ListWords words{tr("What is shown is old: %1"),
                          tr("Retry"),
                          tr("Reading the keys…"),
                          QStringLiteral("key"),
                          tr("No keys yet. A client needs one to call through this gateway."),
                          tr("Create key"),
                          tr("No key has these words."),
                          tr("Clear filter")};
    m_stack->setCurrentIndex(showListState(m_keys, m_table->shownRows(), words, *m_notice, *m_stale) ? 1 : 0);
}

QJsonObject KeysView::selected() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.size() == 1 ? rows.front().data(KeyModel::ObjectRole).toJsonObject() : QJsonObject();
}

void KeysView::showSelection() {
    const auto key = selected();
    const bool one = !key.isEmpty();
    const bool revoked = key.value(QLatin1String("revoked")).toBool();
    const bool enabled = key.value(QLatin1String("enabled")).toBool(true);
    const auto allow = [&](QAction* action, bool allowed, const QString& otherwise) {
        action->setProperty("why", !one ? tr("Select one key first.") : otherwise);
        action->setEnabled(one && allowed);
    };
    allow(m_edit, !revoked, tr("A revoked key cannot be changed."));
    allow(m_rotate, !revoked, tr("A revoked key cannot be rotated. Create a new one."));
    allow(m_switch, !revoked, tr("A revoked key stays off."));
    allow(m_revoke, !revoked, tr("It is revoked already."));
    allow(m_delete, true, {});
    allow(m_calls, true, {});
    allow(m_limits, !revoked, tr("A revoked key cannot be changed."));
    m_switch->setText(enabled ? tr("Disable") : tr("Enable"));
    m_switch->setIcon(m_console.theme.icon(enabled ? QStringLiteral("player-pause") : QStringLiteral("player-play")));
}

void KeysView::createKey() {
    auto* dialog =
        new CreateKeyDialog(m_console, m_apps, m_teams, this, [this](const NewKey& key) { showNewKey(key); });
    dialog->open();
}

void KeysView::editKey() {
    const auto key = selected();
    const auto* app = m_apps.find(key.value(QLatin1String("app")).toString());
    if (!key.isEmpty() && app != nullptr && m_edit->isEnabled())
        (new EditKeyDialog(m_console, key, *app, this))->open();
}

void KeysView::rotateKey() {
    const auto key = selected();
    if (!key.isEmpty())
        (new RotateKeyDialog(m_console, key, this, [this](const NewKey& made) { showNewKey(made); }))->open();
}

void KeysView::showNewKey(const NewKey& key) {
    m_keys.reload();
    (new ShownKeyDialog(m_console.theme, key, this))->open();
}

void KeysView::switchKey() {
    const auto key = selected();
    if (key.isEmpty())
        return;
    const bool enabled = key.value(QLatin1String("enabled")).toBool(true);
    Change change;
    change.path = pathOf(key);
    change.title = (enabled ? tr("Disable key %1") : tr("Enable key %1")).arg(keyNameOf(key));
    change.before = key;
    change.after = key;
    change.after.insert(QLatin1String("enabled"), !enabled);
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (!reply.ok())
            m_console.toast.say(reply.problem().detail);
    });
}

QString KeysView::impactOf(const QJsonObject& key) const {
    const QLocale locale;
    const auto calls = m_figures.calls(idOf(key));
    const auto used = m_figures.lastUsed(idOf(key));
    if (!used.isValid())
        return tr("It was never used.");
    return tr("%1: %n call(s). Last used: %2.", "range, moment", static_cast<int>(calls))
        .arg(m_console.range.name(), locale.toString(used.toLocalTime(), QLocale::ShortFormat));
}

void KeysView::revokeKey() {
    const auto key = selected();
    if (key.isEmpty())
        return;
    Confirmation what;
    what.title = tr("Revoke key %1?").arg(keyNameOf(key));
    what.text = tr("Calls with it are refused from now on. This cannot be undone.");
    what.impact = impactOf(key);
    what.verb = tr("Revoke");
    if (m_console.changes.isProtected())
        what.typed = keyNameOf(key);
    confirm(this, what, [this, key] { revokeNow(key); });
}

// At once, also where other changes wait for review: who revokes a key cannot wait.
void KeysView::revokeNow(const QJsonObject& key) {
    m_console.client.send(GatewayClient::Verb::Patch, pathOf(key), {{QStringLiteral("revoked"), true}}, this,
                          [this, key](const Reply& reply) {
                              if (!reply.ok()) {
                                  m_console.toast.say(reply.problem().detail);
                                  return;
                              }
                              forgetKeptKey(keyNameOf(key), idOf(key), qApp);
                              m_keys.reload();
                              m_console.toast.say(tr("Key %1 is revoked.").arg(keyNameOf(key)));
                          });
}

void KeysView::deleteKey() {
    const auto key = selected();
    if (key.isEmpty())
        return;
    Confirmation what;
    what.title = tr("Delete key %1?").arg(keyNameOf(key));
    what.text = tr("It is refused from now on and leaves this list. Its calls stay in the log. This cannot be "
                   "undone.");
    what.impact = impactOf(key);
    what.verb = tr("Delete");
    confirm(this, what, [this, key] {
        Change change;
        change.path = pathOf(key);
        change.title = tr("Delete key %1").arg(keyNameOf(key));
        change.before = key;
        change.reversible = false;
        m_console.changes.submit(change, this, [this](const Reply& reply) {
            if (!reply.ok())
                m_console.toast.say(reply.problem().detail);
        });
    });
}

void KeysView::showCalls() {
    const auto key = selected();
    if (!key.isEmpty())
        Q_EMIT goTo(QStringLiteral("log"), QString(QStringLiteral("key:") + idOf(key)));
}

void KeysView::showLimits() {
    const auto key = selected();
    if (!key.isEmpty())
        Q_EMIT goTo(QStringLiteral("limits"), QString(QStringLiteral("key/") + idOf(key)));
}

void KeysView::exportRows() {
    m_table->exportRows();
}

} // namespace gatehouse::ui
