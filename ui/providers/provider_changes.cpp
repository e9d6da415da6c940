// SPDX-License-Identifier: GPL-3.0-or-later
// What the person does to providers: add, edit, test, replace a key, disable, delete, reorder.
#include "ui/providers/catalogue_dialog.h"
#include "ui/providers/provider_details.h"
#include "ui/providers/provider_dialog.h"
#include "ui/providers/providers_view.h"
#include "ui/providers/replace_key_dialog.h"
#include "ui/providers/test_panel.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/table_view.h"

#include "ui/models/format.h"
#include <QJsonArray>
#include <QPointer>
#include <QUrl>
#include <algorithm>
#include <memory>

namespace gatehouse::ui {
namespace {

constexpr int waitsForReview = 202;

QString pathOf(const char* collection, const QString& id) {
    return QLatin1String(collection) + QString::fromLatin1(QUrl::toPercentEncoding(id));
}

bool took(const Reply& reply) {
    return reply.ok() || reply.status() == waitsForReview;
}

QJsonArray targetsWithout(const QJsonObject& route, const QString& provider) {
    QJsonArray left;
    const auto targets = route.value(QLatin1String("targets")).toArray();
    for (const auto& target : targets) {
        if (target.toObject().value(QLatin1String("provider")).toString() != provider)
            left.append(target);
    }
    return left;
}

// The routes that must change before a provider can go, and how.
QVector<Change> changesOfRoutes(const QVector<QJsonObject>& routes, const QString& provider) {
    QVector<Change> changes;
    for (const auto& route : routes) {
        const auto left = targetsWithout(route, provider);
        if (left.size() == route.value(QLatin1String("targets")).toArray().size())
            continue;
        const auto model = route.value(QLatin1String("model")).toString();
        Change change;
        change.path = pathOf("/routes/", model);
        change.before = route;
        if (left.isEmpty()) {
            change.title = ProvidersView::tr("Delete route %1").arg(model);
        } else {
            change.title = ProvidersView::tr("Take %1 out of route %2").arg(provider, model);
            change.after = route;
            change.after.insert(QLatin1String("targets"), left);
        }
        changes.append(change);
    }
    return changes;
}

// One after the other; the first that fails ends it.
void submitAll(ChangeDesk& desk, QVector<Change> changes, QObject* context, std::function<void(const Reply&)> done) {
    auto first = changes.takeFirst();
    desk.submit(first, context,
                [&desk, changes = std::move(changes), context, done = std::move(done)](const Reply& reply) {
                    if (!took(reply) || changes.isEmpty())
                        done(reply);
                    else
                        submitAll(desk, changes, context, done);
                });
}

} // namespace

QVector<ModelName> modelNamesOf(const QJsonArray& models) {
    QVector<ModelName> names;
    for (const auto& model : models)
        names.append({model.toObject().value(QLatin1String("id")).toString(),
                      model.toObject().value(QLatin1String("name")).toString()});
    return names;
}

void ProvidersView::add() {
    auto* dialog = new CatalogueDialog(m_console.theme, m_catalogue, this);
    connect(dialog, &CatalogueDialog::chosen, this, &ProvidersView::addFrom);
    dialog->open();
}

void ProvidersView::addFrom(const QString& preset) {
    const auto* known = m_catalogue.find(preset);
    if (known == nullptr) {
        add();
        return;
    }
    auto* dialog = new ProviderDialog(m_console, *known, m_model.order(), this);
    connect(dialog, &ProviderDialog::saved, this, &ProvidersView::wasSaved);
    dialog->open();
}

void ProvidersView::edit() {
    const auto* row = selected();
    if (row == nullptr || row->builtIn)
        return;
    const auto* preset = m_catalogue.find(row->object.value(QLatin1String("preset")).toString());
    auto* dialog = new ProviderDialog(m_console, row->object, preset, this);
    connect(dialog, &ProviderDialog::saved, this, &ProvidersView::wasSaved);
    dialog->open();
}

void ProvidersView::wasSaved(const QString& id, const QJsonObject& test) {
    if (!test.isEmpty())
        m_model.setModels(id, modelNamesOf(test.value(QLatin1String("models")).toArray()));
    m_wanted = id;
    m_providers.reload();
    select(id);
}

void ProvidersView::replaceKey() {
    const auto* row = selected();
    const auto keys = row == nullptr ? QJsonArray() : row->object.value(QLatin1String("keys")).toArray();
    if (keys.size() == 1)
        replace(keys.first().toString());
    else
        edit(); // which one is chosen there
}

void ProvidersView::replace(const QString& reference) {
    const auto* row = selected();
    if (row == nullptr)
        return;
    auto* dialog = new ReplaceKeyDialog(m_console, row->object, reference, this);
    connect(dialog, &ReplaceKeyDialog::replaced, this, [this, id = row->id] {
        select(id);
        m_providers.reload();
        refresh();
        test();
    });
    dialog->open();
}

void ProvidersView::test() {
    testKey(-1);
}

void ProvidersView::testKey(int key) {
    const auto* row = selected();
    if (row == nullptr)
        return;
    auto& panel = m_details->test();
    panel.showRunning();
    QUrlQuery query;
    if (key >= 0)
        query.addQueryItem(QStringLiteral("key"), QString::number(key));
    const auto id = row->id;
    m_details->setProperty("closed", false);
    showSelected();
    m_console.client.sendText(GatewayClient::Verb::Post, QString(pathOf("/providers/", id) + QStringLiteral("/test")),
                              query, "application/json", "{}", this, [this, id](const Reply& reply) {
                                  const auto result = reply.object();
                                  if (reply.ok() && result.value(QLatin1String("ok")).toBool())
                                      m_model.setModels(id,
                                                        modelNamesOf(result.value(QLatin1String("models")).toArray()));
                                  if (m_details->provider() != id)
                                      return;
                                  if (reply.ok())
                                      m_details->test().showResult(result);
                                  else
                                      m_details->test().showFailure(reply.problem().detail);
                              });
}

// A locked key chain then asks the person for its password; the gateway waits a few seconds for that.
void ProvidersView::readKeys() {
    m_console.client.send(
        GatewayClient::Verb::Post, QStringLiteral("/provider-keys/read"), {}, this, [this](const Reply& reply) {
            m_console.toast.say(reply.ok() ? tr("The keys were read again.") : reply.problem().detail);
            refresh();
        });
}

void ProvidersView::showTraffic() {
    const auto* row = selected();
    Q_EMIT goTo(QStringLiteral("traffic"), row == nullptr ? QString() : row->id);
}

void ProvidersView::fetchModels() {
    const auto* row = selected();
    if (row == nullptr)
        return;
    m_details->setFetching(true);
    m_console.client.get(QString(pathOf("/providers/", row->id) + QStringLiteral("/models")), {}, this,
                         [this, id = row->id](const Reply& reply) {
                             if (reply.ok())
                                 m_model.setModels(id, modelNamesOf(reply.items()));
                             if (m_details->provider() != id)
                                 return;
                             m_details->setFetching(false);
                             if (!reply.ok())
                                 m_details->showModelsProblem(reply.problem().detail);
                         });
}

void ProvidersView::toggleEnabled() {
    const auto* row = selected();
    if (row == nullptr || row->builtIn)
        return;
    const bool enabled = row->enabled();
    Change change;
    change.path = pathOf("/providers/", row->id);
    change.title = enabled ? tr("Disable provider %1").arg(row->id) : tr("Enable provider %1").arg(row->id);
    change.before = row->object;
    change.after = row->object;
    change.after.insert(QLatin1String("enabled"), !enabled);
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (!took(reply))
            m_console.toast.say(reply.problem().detail);
    });
}

void ProvidersView::remove() {
    const auto* row = selected();
    if (row == nullptr || row->builtIn)
        return;
    const QLocale locale;
    const auto id = row->id;
    const auto routes = changesOfRoutes(m_routes.items(), id);
    const auto lost =
        std::count_if(routes.begin(), routes.end(), [](const Change& change) { return change.deletes(); });
    const auto calls = row->health.value(QLatin1String("calls")).toInteger();
    Confirmation what;
    what.title = tr("Delete provider %1?").arg(id);
    what.text =
        routes.isEmpty() ? tr("No more calls go there. You can bring it back from the trash for 30 days.")
        : lost == 0
            ? tr("It is taken out of the routes that name it. You can bring it back from the trash for 30 days.")
            : tr("It is taken out of the routes that name it; %n route(s) without another target are deleted "
                 "too. You can bring them back from the trash for 30 days.",
                 nullptr, static_cast<int>(lost));
    what.impact = tr("%1, %2", "routes, calls")
                      .arg(tr("%n route(s)", nullptr, static_cast<int>(routes.size())),
                           tr("%1 calls in the last 24 hours").arg(countText(locale, calls)));
    what.verb = tr("Delete");
    if (m_console.changes.isProtected())
        what.typed = id;
    confirm(this, what, [this, id] { removeNow(id); });
}

void ProvidersView::removeNow(const QString& id) {
    const auto* row = m_model.find(id);
    if (row == nullptr)
        return;
    auto changes = changesOfRoutes(m_routes.items(), id);
    Change last;
    last.path = pathOf("/providers/", id);
    last.title = tr("Delete provider %1").arg(id);
    last.before = row->object;
    changes.append(last);
    submitAll(m_console.changes, changes, this, [this](const Reply& reply) {
        if (!took(reply))
            m_console.toast.say(reply.problem().detail);
    });
}

void ProvidersView::moveUp() {
    const auto* row = selected();
    if (row != nullptr)
        move(row->id, static_cast<int>(m_model.order().indexOf(row->id)) - 1);
}

void ProvidersView::moveDown() {
    const auto* row = selected();
    if (row != nullptr)
        move(row->id, static_cast<int>(m_model.order().indexOf(row->id)) + 2); // behind the next one
}

void ProvidersView::move(const QString& id, int place) {
    auto ids = m_model.order();
    const auto from = ids.indexOf(id);
    if (from < 0 || place < 0 || place > ids.size() + 1)
        return;
    place = std::min(place, static_cast<int>(ids.size()));
    ids.insert(place, id);
    ids.removeAt(from < place ? from : from + 1);
    if (ids != m_model.order())
        putOrder(ids, id);
}

void ProvidersView::putOrder(const QStringList& ids, const QString& id) {
    const auto names = [](const QStringList& list) {
        return QJsonObject{{QStringLiteral("ids"), QJsonArray::fromStringList(list)}};
    };
    Change change;
    change.path = QStringLiteral("/provider-order");
    change.title = tr("Move provider %1").arg(id);
    change.before = names(m_model.order());
    change.after = names(ids);
    m_wanted = id;
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (took(reply))
            m_providers.reload();
        else
            m_console.toast.say(reply.problem().detail);
    });
}

void ProvidersView::exportRows() {
    m_table->exportRows();
}

} // namespace gatehouse::ui
