// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/active_routes.h"

#include <QCoreApplication>
#include <QHash>
#include <QStringList>

namespace gatehouse::ui {
namespace {

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(ActiveRoutes)
};

struct Health {
    QString state;
    QHash<QString, QString> circuits; // by model
};

QHash<QString, Health> readHealth(const QJsonArray& health) {
    QHash<QString, Health> out;
    for (const auto& value : health) {
        const auto provider = value.toObject();
        Health one{provider.value(QLatin1String("state")).toString(), {}};
        for (const auto& model : provider.value(QLatin1String("models")).toArray())
            one.circuits.insert(model.toObject().value(QLatin1String("model")).toString(),
                                model.toObject().value(QLatin1String("circuit")).toString());
        out.insert(provider.value(QLatin1String("provider")).toString(), one);
    }
    return out;
}

struct Target {
    QString provider;
    QString model;
    QString missing; // why it is passed over; empty: it serves
};

Target targetOf(const QJsonObject& json, const QHash<QString, Health>& health) {
    Target target{json.value(QLatin1String("provider")).toString(), json.value(QLatin1String("model")).toString(), {}};
    const auto known = health.value(target.provider);
    if (known.state == QLatin1String("disabled"))
        target.missing = Words::tr("%1 is off").arg(target.provider);
    else if (known.state == QLatin1String("no_key"))
        target.missing = Words::tr("%1 has no key").arg(target.provider);
    else if (known.circuits.value(target.model) == QLatin1String("open"))
        target.missing = Words::tr("%1 rests").arg(target.provider);
    return target;
}

} // namespace

QVector<SideList::Line> activeRoutes(const QVector<QJsonObject>& routes, const QJsonArray& health) {
    const auto known = readHealth(health);
    QVector<SideList::Line> out;
    for (const auto& route : routes) {
        QVector<Target> serving;
        QStringList missing;
        for (const auto& value : route.value(QLatin1String("targets")).toArray()) {
            auto target = targetOf(value.toObject(), known);
            if (target.missing.isEmpty())
                serving.append(target);
            else
                missing << target.missing;
        }
        SideList::Line line;
        line.icon = QStringLiteral("route");
        const QString name = route.value(QLatin1String("model")).toString();
        const bool enabled = route.value(QLatin1String("enabled")).toBool(true);
        if (!enabled) {
            line.text = Words::tr("%1 is off").arg(name);
        } else if (serving.isEmpty()) {
            line.icon = QStringLiteral("alert-triangle");
            line.tone = Theme::Tone::Error;
            line.text = Words::tr("%1: nothing can serve it now").arg(name);
        } else {
            //: Where calls of a model go: name asked for, provider, name there
            line.text = Words::tr("%1 → %2 / %3").arg(name, serving.first().provider, serving.first().model);
            const QString strategy = route.value(QLatin1String("strategy")).toString();
            const auto others = static_cast<int>(serving.size()) - 1;
            if (others > 0 && (strategy.isEmpty() || strategy == QLatin1String("priority")))
                line.note = QCoreApplication::translate("ActiveRoutes", "%n more behind it", nullptr, others);
            else if (others > 0)
                line.note = QCoreApplication::translate("ActiveRoutes", "shared with %n more", nullptr, others);
        }
        if (!missing.isEmpty()) {
            missing.removeDuplicates();
            line.tone = line.tone == Theme::Tone::Error ? line.tone : Theme::Tone::Warning;
            line.note = line.note.isEmpty()
                            ? missing.join(QStringLiteral(", "))
                            : QString(line.note + QStringLiteral(" · ") + missing.join(QStringLiteral(", ")));
        }
        out.append(line);
    }
    return out;
}

} // namespace gatehouse::ui
