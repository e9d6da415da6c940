// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/route_switch.h"

#include "ui/models/resource_list.h"
#include "ui/widgets/shortcuts.h"

#include <QActionGroup>
#include <QJsonArray>

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

QString targetText(const QJsonObject& target) {
    return RouteSwitch::tr("%1 / %2", "provider, model").arg(text(target, "provider"), text(target, "model"));
}

QJsonArray targetsOf(const QJsonObject& route) {
    return route.value(QLatin1String("targets")).toArray();
}

} // namespace

RouteSwitch::RouteSwitch(GatewayClient& client, ChangeDesk& changes, QWidget* parent)
    : QObject(parent), m_changes(changes), m_routes(new ResourceList(client, QStringLiteral("/routes"), this)),
      m_menu(new QMenu(parent)) {
    m_menu->setTitle(tr("S&witch provider"));
    m_menu->setObjectName(QStringLiteral("switchProvider"));
    m_menu->setToolTipsVisible(true);
    connect(m_routes, &ResourceList::changed, this, &RouteSwitch::fill);
    connect(&client, &GatewayClient::event, this, [this](const QString& type, const QJsonObject& call) {
        if (type != QLatin1String("call.finished") || text(call, "route").isEmpty() ||
            text(call, "outcome") != QLatin1String("ok"))
            return;
        const QString served = targetText({{QStringLiteral("provider"), call.value(QLatin1String("provider"))},
                                           {QStringLiteral("model"), call.value(QLatin1String("model"))}});
        if (m_route == text(call, "route") && m_served == served)
            return;
        m_route = text(call, "route");
        m_served = served;
        fill();
    });
    connect(&client, &GatewayClient::gatewayChosen, this, [this] {
        m_route.clear();
        m_served.clear();
    });
    fill();
}

const QJsonObject* RouteSwitch::activeRoute() const {
    if (const auto* route = m_routes->find(m_route))
        return route;
    for (const auto& route : m_routes->items()) {
        if (targetsOf(route).size() > 1)
            return &route;
    }
    return m_routes->items().isEmpty() ? nullptr : &m_routes->items().first();
}

QString RouteSwitch::activeText() const {
    const auto* route = activeRoute();
    if (route == nullptr)
        return {};
    const QString model = text(*route, "model");
    const auto first = targetsOf(*route).first().toObject();
    return tr("%1: %2", "route, target").arg(model, model == m_route ? m_served : targetText(first));
}

void RouteSwitch::fill() {
    m_menu->clear();
    const auto* route = activeRoute();
    const bool can = route != nullptr && targetsOf(*route).size() > 1;
    setPossible(m_menu->menuAction(), can, tr("No route has a second target to switch to."));
    if (can) {
        auto* title = m_menu->addAction(tr("First target of %1").arg(text(*route, "model")));
        title->setEnabled(false);
        auto* group = new QActionGroup(m_menu);
        const auto targets = targetsOf(*route);
        for (int i = 0; i < targets.size(); ++i) {
            auto* action = m_menu->addAction(targetText(targets[i].toObject()));
            action->setCheckable(true);
            action->setChecked(i == 0);
            group->addAction(action);
            connect(action, &QAction::triggered, this, [this, route = *route, i] { putFirst(route, i); });
        }
    }
    Q_EMIT changed();
}

void RouteSwitch::putFirst(const QJsonObject& route, int target) {
    if (target == 0)
        return;
    auto targets = targetsOf(route);
    const auto chosen = targets.takeAt(target);
    targets.prepend(chosen);
    const QString model = text(route, "model");
    Change change;
    change.path = QString(QStringLiteral("/routes/") + QString::fromLatin1(QUrl::toPercentEncoding(model)));
    change.title = tr("Send %1 to %2 first").arg(model, targetText(chosen.toObject()));
    change.before = route;
    change.after = route;
    change.after[QStringLiteral("targets")] = targets;
    m_changes.submit(change, this, [](const Reply&) {});
    fill(); // shows what is; the list tells when it has changed
}

} // namespace gatehouse::ui
