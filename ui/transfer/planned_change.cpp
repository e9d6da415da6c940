// SPDX-License-Identifier: GPL-3.0-or-later
// What a change of the gateway's says, in words.
#include "ui/transfer/import_plan.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QLocale>

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

// References are no secrets; what follows "plain:" would be one.
QString keysOf(const QJsonObject& provider) {
    QStringList names;
    for (const auto& key : provider.value(QLatin1String("keys")).toArray()) {
        const QString reference = key.toString();
        names.append(reference.startsWith(QLatin1String("plain:"))
                         ? QCoreApplication::translate("PlannedChange", "a key in plain text")
                         : reference);
    }
    return QLocale().createSeparatedList(names);
}

QString providerText(const QJsonObject& provider) {
    QStringList parts;
    for (const char* name : {"preset", "dialect", "base_url"}) {
        if (const QString part = text(provider, name); !part.isEmpty())
            parts.append(part);
    }
    if (const QString keys = keysOf(provider); !keys.isEmpty())
        parts.append(keys);
    return parts.join(QStringLiteral("  ·  "));
}

QString routeText(const QJsonObject& route) {
    QStringList targets;
    for (const auto& value : route.value(QLatin1String("targets")).toArray()) {
        const auto target = value.toObject();
        targets.append(QString(text(target, "provider") + QLatin1Char('/') + text(target, "model")));
    }
    return targets.join(QStringLiteral(", "));
}

QString changedFields(const QJsonObject& before, const QJsonObject& after) {
    QStringList names;
    for (auto it = after.begin(); it != after.end(); ++it) {
        if (before.value(it.key()) != it.value())
            names.append(it.key());
    }
    for (auto it = before.begin(); it != before.end(); ++it) {
        if (!after.contains(it.key()))
            names.append(it.key());
    }
    return QCoreApplication::translate("PlannedChange", "changes: %1").arg(names.join(QStringLiteral(", ")));
}

QString detailsOf(const QString& kind, const QJsonObject& object) {
    if (kind == QLatin1String("providers"))
        return providerText(object);
    if (kind == QLatin1String("routes"))
        return routeText(object);
    if (kind == QLatin1String("apps"))
        return QCoreApplication::translate("PlannedChange", "in team %1").arg(text(object, "team"));
    if (kind == QLatin1String("keys"))
        return QCoreApplication::translate("PlannedChange", "of %1").arg(text(object, "app"));
    return {};
}

} // namespace

PlannedChange plannedChange(const QJsonObject& change) {
    const auto before = change.value(QLatin1String("before")).toObject();
    const auto after = change.value(QLatin1String("after")).toObject();
    PlannedChange planned;
    planned.kind = text(change, "kind");
    planned.id = text(change, "id");
    const QString action = text(change, "action");
    if (action == QLatin1String("update")) {
        planned.action = PlannedChange::Action::Update;
        planned.details = changedFields(before, after);
    } else if (action == QLatin1String("delete")) {
        planned.action = PlannedChange::Action::Delete;
        planned.details = detailsOf(planned.kind, before);
    } else {
        planned.details = detailsOf(planned.kind, after);
    }
    return planned;
}

} // namespace gatehouse::ui
