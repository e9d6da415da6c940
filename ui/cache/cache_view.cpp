// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cache/cache_view.h"

#include "ui/cache/cache_dialogs.h"
#include "ui/cache/cache_model.h"
#include "ui/models/format.h"
#include "ui/widgets/command_button.h"
#include "ui/widgets/confirm.h"
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
#include <QStackedWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {

CacheView::CacheView(Console& console)
    : m_console(console), m_cache(console.client, QStringLiteral("/cache"), this), m_objects(console.client, this),
      m_model(new CacheModel(console.theme, m_cache, this)) {
    makeActions();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(makeTop());
    layout->addWidget(makeCards());
    m_notice = new NoticePanel(console.theme);
    m_notice->setObjectName(QStringLiteral("cacheNotice"));
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_notice);
    m_stack->addWidget(makeTable());
    layout->addWidget(m_stack, 1);
    connect(m_notice, &NoticePanel::pressed, this, [this] {
        if (!m_cache.loadedOnce())
            refresh();
        else if (!m_filter->text().isEmpty())
            m_filter->clear();
        else
            Q_EMIT goTo(QStringLiteral("routes"), {});
    });
    connect(&m_cache, &LiveAnswer::changed, this, [this] {
        showFigures();
        choose();
    });
    showFigures();
    choose();
    showSelection();
}

void CacheView::makeActions() {
    m_purge =
        addCommand(m_console.theme, "actionPurgeCache", tr("Purge…"), QStringLiteral("trash"), [this] { purge(); });
    m_set = addCommand(m_console.theme, "actionCacheSettings", tr("Cache settings"), QStringLiteral("settings"),
                       [this] { editSettings(); });
    m_route = addCommand(m_console.theme, "actionCacheRoute", tr("Open its route"), QStringLiteral("route"),
                         [this] { Q_EMIT goTo(QStringLiteral("routes"), selectedRoute()); });
    m_calls = addCommand(m_console.theme, "actionCacheCalls", tr("Show its hits"), QStringLiteral("activity"), [this] {
        Q_EMIT goTo(QStringLiteral("log"), QStringLiteral("route:\"%1\" cache:hit").arg(selectedRoute()));
    });
    addCommand(m_console.theme, "actionExport", tr("Export figures"), QStringLiteral("download"),
               [this] { m_table->exportRows(); });
}

QWidget* CacheView::makeTop() {
    m_stale = staleLine("cacheStale");
    m_filter = filterField(m_console.theme, "cacheFilter", tr("Filter routes"));
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_table->setQuickFilter(words);
        choose();
    });
    return listHead(tr("Cache"), m_stale, {commandButton(m_set, "cacheSettings"), commandButton(m_purge, "purgeCache")},
                    m_filter, {commandButton(m_route, "cacheRoute"), commandButton(m_calls, "cacheCalls")});
}

QWidget* CacheView::makeCards() {
    auto* row = new QWidget;
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    const auto add = [&](const QString& title, const char* icon, const char* name) {
        auto* card = new MetricCard(m_console.theme, title, QLatin1String(icon), Theme::Tone::Info);
        card->setObjectName(QLatin1String(name));
        layout->addWidget(card, 1);
        return card;
    };
    m_rate = add(tr("Hit rate"), "checks", "cacheRate");
    m_saved = add(tr("Money saved"), "coin", "cacheSaved");
    m_entries = add(tr("In memory"), "database", "cacheEntries");
    m_disk = add(tr("In the store"), "server", "cacheDisk");
    for (auto* card : {m_rate, m_saved})
        connect(card, &MetricCard::activated, this,
                [this] { Q_EMIT goTo(QStringLiteral("log"), QStringLiteral("cache:hit")); });
    for (auto* card : {m_entries, m_disk})
        connect(card, &MetricCard::activated, this, &CacheView::editSettings);
    return row;
}

QWidget* CacheView::makeTable() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(QStringLiteral("cacheTable"));
    m_table->setAccessibleName(tr("Caches of routes"));
    m_table->setSource(m_model);
    m_table->setColumnWidths({0, 75, 80, 70, 100, 95, 75, 75, 85, 85});
    connect(m_table, &TableView::opened, this, [this] { m_route->trigger(); });
    connect(m_table, &TableView::exported, this, [this](const QString& file, int rows) {
        m_console.toast.say(tr("%n row(s) written to %1.", nullptr, rows).arg(file));
    });
    connect(m_table, &TableView::selectionMoved, this, &CacheView::showSelection);
    connect(m_table, &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) {
        menu->addActions({m_route, m_calls, m_purge});
    });
    return cardOf(m_table);
}

void CacheView::showEvent(QShowEvent* event) {
    View::showEvent(event);
    m_cache.setWatched(true);
}

void CacheView::hideEvent(QHideEvent* event) {
    View::hideEvent(event);
    m_cache.setWatched(false);
}

void CacheView::refresh() {
    m_cache.askNow();
    m_objects.reload();
}

void CacheView::focusFilter() {
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void CacheView::open(const QString& argument) {
    m_filter->setText(argument);
}

void CacheView::showFigures() {
    const QLocale locale;
    const auto& told = m_cache.answer();
    const CacheFigures all(told);
    const auto bytes = [&](const char* name) { return bytesText(locale, told.value(QLatin1String(name)).toInteger()); };
    m_rate->show(all.asked() == 0 ? QStringLiteral("–") : shareText(locale, all.hitRate()),
                 all.asked() == 0
                     ? tr("No call has asked a cache yet.")
                     : tr("%1 of %2 calls since the start", "hits, all")
                           .arg(countText(locale, all.hits + all.similar), countText(locale, all.asked())));
    m_saved->show(moneyText(locale, all.saved), tr("What the hits would have cost"));
    m_entries->show(countText(locale, all.entries),
                    tr("%1 of %2 used", "sizes").arg(bytesText(locale, all.bytes), bytes("memory_bound")));
    const bool stored = told.value(QLatin1String("store_bound")).toInteger() > 0;
    m_disk->show(stored ? bytes("store_bytes") : tr("Off"),
                 stored ? tr("of %1, for the next start", "a size").arg(bytes("store_bound"))
                        : tr("Nothing is kept for the next start."));
}

void CacheView::choose() {
    const ListWords words{tr("What is shown is old: %1"),
                          tr("Retry"),
                          tr("Reading what is cached…"),
                          QStringLiteral("database"),
                          tr("No route caches its answers. Each route says whether equal, or alike, questions get the "
                             "answer of before."),
                          tr("Open routes"),
                          tr("No route has these words."),
                          tr("Clear filter")};
    const ListStanding standing{m_cache.loadedOnce(), m_cache.failed(), m_model->rowCount() == 0,
                                m_cache.problem().detail};
    m_stack->setCurrentIndex(showListState(standing, m_table->shownRows(), words, *m_notice, *m_stale) ? 1 : 0);
}

QString CacheView::selectedRoute() const {
    const auto rows = m_table->selectedSourceRows();
    return rows.size() == 1 ? rows.front().siblingAtColumn(CacheModel::Route).data().toString() : QString();
}

void CacheView::showSelection() {
    for (auto* action : {m_route, m_calls}) {
        action->setProperty("why", tr("Select one route first."));
        action->setEnabled(!selectedRoute().isEmpty());
    }
}

void CacheView::purge() {
    (new PurgeDialog(m_console, m_objects, selectedRoute(), this, [this](const QJsonObject& what) {
        askToPurge(what);
    }))->open();
}

QString CacheView::impactOf(const QJsonObject& what) const {
    QJsonObject told = m_cache.answer();
    const auto route = what.value(QLatin1String("route")).toString();
    if (!route.isEmpty()) {
        told = {};
        for (const auto& value : m_cache.answer().value(QLatin1String("routes")).toArray()) {
            if (value.toObject().value(QLatin1String("route")).toString() == route)
                told = value.toObject();
        }
    }
    const CacheFigures figures(told);
    const auto size =
        tr("%n answer(s), %1", "size", static_cast<int>(figures.entries)).arg(bytesText(QLocale(), figures.bytes));
    const bool fewer = what.contains(QLatin1String("model")) || what.contains(QLatin1String("key"));
    return fewer ? tr("At most %1", "how many answers of which size").arg(size) : size;
}

void CacheView::askToPurge(const QJsonObject& what) {
    Confirmation asked;
    const auto route = what.value(QLatin1String("route")).toString();
    asked.title = route.isEmpty() ? tr("Purge the cache?") : tr("Purge the cache of %1?").arg(route);
    asked.text = tr("The next equal calls go to the providers again and cost money. This cannot be undone.");
    asked.impact = impactOf(what);
    asked.verb = tr("Purge");
    if (m_console.changes.isProtected())
        asked.typed = route.isEmpty() ? tr("all", "typed to purge all caches") : route;
    confirm(this, asked, [this, what] { purgeNow(what); });
}

// At once, also where other changes wait for review: it changes no configuration.
void CacheView::purgeNow(const QJsonObject& what) {
    m_console.client.send(GatewayClient::Verb::Post, QStringLiteral("/cache/purge"), what, this,
                          [this](const Reply& reply) {
                              if (!reply.ok()) {
                                  m_console.toast.say(reply.problem().detail);
                                  return;
                              }
                              const auto gone = reply.object().value(QLatin1String("purged")).toInt();
                              m_console.toast.say(tr("%n answer(s) thrown away.", nullptr, gone));
                              m_cache.askNow();
                          });
}

void CacheView::editSettings() {
    m_console.client.get(QStringLiteral("/cache/settings"), {}, this, [this](const Reply& reply) {
        if (reply.ok())
            (new CacheSettingsDialog(m_console, reply.object(), this))->open();
        else
            m_console.toast.say(reply.problem().detail);
    });
}

} // namespace gatehouse::ui
