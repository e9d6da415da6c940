// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/limits/limit_book.h"

#include "ui/limits/limit_words.h"

#include <QCoreApplication>
#include <QLocale>
#include <algorithm>

namespace gatehouse::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Limits)
};

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

QString rowId(const QString& scope, const QString& name, const QString& field) {
    return QString(scope + u'/' + name + u'/' + field);
}

QStringList limitFields() {
    QStringList fields;
    for (const auto* thing : countedThings) {
        for (const auto* time : countedTimes)
            fields.append(QStringLiteral("%1_per_%2").arg(QLatin1String(thing), QLatin1String(time)));
    }
    fields.append(QStringLiteral("concurrent"));
    return fields;
}

// Empty: it restricts nothing.
QString restrictionOf(const QJsonObject& object, const char* field) {
    const QLocale locale;
    const auto value = object.value(QLatin1String(field));
    if (value.isArray()) {
        QStringList parts;
        for (const auto& part : value.toArray())
            parts.append(part.toString());
        if (QLatin1String(field) != QLatin1String("models"))
            return locale.createSeparatedList(parts);
        return parts.isEmpty()                       ? Words::tr("None")
               : parts.contains(QStringLiteral("*")) ? QString()
                                                     : locale.createSeparatedList(parts);
    }
    if (value.isDouble())
        return value.toDouble() > 0 ? locale.toString(static_cast<qint64>(value.toDouble())) : QString();
    if (QLatin1String(field) != QLatin1String("priority"))
        return value.toString();
    return value.toString() == QLatin1String("high")  ? Words::tr("High")
           : value.toString() == QLatin1String("low") ? Words::tr("Low")
                                                      : QString();
}

} // namespace

LimitBook::LimitBook(GatewayClient& client, QObject* parent)
    : QObject(parent), m_objects(client, this), m_state(client, QStringLiteral("/limits/state"), this) {
    connect(&m_objects, &ScopeObjects::changed, this, &LimitBook::build);
    connect(&m_state, &LiveAnswer::changed, this, &LimitBook::build);
}

void LimitBook::reload() {
    m_objects.reload();
    m_state.askNow();
}

const LimitRow* LimitBook::find(const QString& id) const {
    const auto found = std::find_if(m_rows.begin(), m_rows.end(), [&id](const LimitRow& row) { return row.id == id; });
    return found == m_rows.end() ? nullptr : &*found;
}

QString LimitBook::problem() const {
    if (const auto problem = m_objects.problem(); !problem.isEmpty())
        return problem;
    return m_state.failed() ? m_state.problem().detail : QString();
}

void LimitBook::readUse() {
    m_used.clear();
    for (const auto& value : m_state.items()) {
        const auto told = value.toObject();
        // A route is told of as the model that clients ask for.
        const auto scope =
            text(told, "scope") == QLatin1String("model") ? QStringLiteral("route") : text(told, "scope");
        m_used.insert(rowId(scope, text(told, "name"), text(told, "limit")),
                      told.value(QLatin1String("used")).toDouble());
    }
}

void LimitBook::build() {
    readUse();
    m_rows.clear();
    for (const auto* scope : {"organisation", "team", "app", "key", "route"}) {
        const QString kind = QLatin1String(scope);
        for (const auto& object : m_objects.of(kind)) {
            const auto name = ScopeObjects::nameOf(kind, object);
            addLimits(object.value(QLatin1String("limits")).toObject(), kind, name, LimitRow::Kind::Limit);
            addLimits(object.value(QLatin1String("user_limits")).toObject(), kind, name, LimitRow::Kind::EachUser);
            addRestrictions(object, kind, name);
        }
    }
    Q_EMIT changed();
}

void LimitBook::addLimits(const QJsonObject& limits, const QString& scope, const QString& name, LimitRow::Kind kind) {
    static const auto fields = limitFields();
    for (const auto& field : fields) {
        const double limit = limits.value(field).toDouble();
        if (limit <= 0)
            continue;
        LimitRow row;
        row.kind = kind;
        row.scope = scope;
        row.name = name;
        row.field = field;
        row.limit = limit;
        row.id =
            rowId(scope, name, kind == LimitRow::Kind::EachUser ? QString(QStringLiteral("user.") + field) : field);
        if (const auto used = m_used.constFind(row.id); used != m_used.constEnd())
            row.used = *used;
        m_rows.append(row);
    }
}

void LimitBook::addRestrictions(const QJsonObject& object, const QString& scope, const QString& name) {
    if (scope == QLatin1String("organisation") || scope == QLatin1String("route"))
        return;
    for (const auto* field : {"allow_from", "deny_from", "models", "max_body", "max_output_tokens", "priority"}) {
        LimitRow row;
        row.value = restrictionOf(object, field);
        if (row.value.isEmpty())
            continue;
        row.kind = LimitRow::Kind::Restriction;
        row.scope = scope;
        row.name = name;
        row.field = QLatin1String(field);
        row.id = rowId(scope, name, row.field);
        m_rows.append(row);
    }
}

} // namespace gatehouse::ui
