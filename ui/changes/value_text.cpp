// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/value_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QStringList>
#include <algorithm>

namespace gatehouse::ui {
namespace {

const QString nothing = QStringLiteral("–");

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Changes)
};

QString compact(const QJsonValue& value) {
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    return valueText(value);
}

} // namespace

QString valueText(const QJsonValue& value) {
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? Words::tr("yes") : Words::tr("no");
    case QJsonValue::Double:
        return QLocale().toString(value.toDouble(), 'g', QLocale::FloatingPointShortest);
    case QJsonValue::String:
        return value.toString().isEmpty() ? nothing : value.toString();
    case QJsonValue::Array: {
        QStringList lines;
        for (const auto& entry : value.toArray())
            lines.append(compact(entry));
        return lines.isEmpty() ? nothing : lines.join(u'\n');
    }
    case QJsonValue::Object: {
        QStringList lines;
        const auto object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            lines.append(QString(it.key() + QLatin1String(": ") + compact(it.value())));
        return lines.isEmpty() ? nothing : lines.join(u'\n');
    }
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return nothing;
}

QString fieldText(const QString& field) {
    auto parts = field.split(u'.');
    for (auto& part : parts) {
        part.replace(u'_', u' ');
        if (!part.isEmpty())
            part[0] = part[0].toUpper();
    }
    return parts.join(QStringLiteral(" › "));
}

QString objectText(const QString& kind, const QString& id) {
    struct Name {
        const char* kind;
        const char* text;
    };
    static constexpr Name names[] = {
        {"providers", QT_TRANSLATE_NOOP("Changes", "Provider %1")},
        {"routes", QT_TRANSLATE_NOOP("Changes", "Route %1")},
        {"teams", QT_TRANSLATE_NOOP("Changes", "Team %1")},
        {"apps", QT_TRANSLATE_NOOP("Changes", "Application %1")},
        {"keys", QT_TRANSLATE_NOOP("Changes", "Key %1")},
        {"prompts", QT_TRANSLATE_NOOP("Changes", "Prompt %1")},
        {"chains", QT_TRANSLATE_NOOP("Changes", "Chain %1")},
        {"apis", QT_TRANSLATE_NOOP("Changes", "API %1")},
        {"plans", QT_TRANSLATE_NOOP("Changes", "Plan %1")},
        {"subscriptions", QT_TRANSLATE_NOOP("Changes", "Subscription %1")},
        {"users", QT_TRANSLATE_NOOP("Changes", "User %1")},
        {"webhooks", QT_TRANSLATE_NOOP("Changes", "Webhook %1")},
        {"secrets", QT_TRANSLATE_NOOP("Changes", "Secret %1")},
    };
    const auto* found = std::find_if(std::begin(names), std::end(names),
                                     [&kind](const Name& name) { return kind == QLatin1String(name.kind); });
    if (found != std::end(names))
        return Words::tr(found->text).arg(id);
    return id.isEmpty() ? fieldText(kind) : QString(fieldText(kind) + u' ' + id);
}

} // namespace gatehouse::ui
