// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/rule_words.h"

#include "ui/routes/route_fields.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <array>

namespace gatehouse::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RouteRules)
};

constexpr std::array days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

// "research or lab"
QString oneOf(QStringList names) {
    if (names.size() < 2)
        return names.value(0);
    const auto last = names.takeLast();
    return Words::tr("%1 or %2", "names").arg(names.join(u", "), last);
}

QString plainText(const QJsonValue& value) {
    if (value.isString())
        return value.toString();
    if (value.isBool())
        return value.toBool() ? QStringLiteral("true") : QStringLiteral("false");
    return value.isDouble() ? QLocale::c().toString(value.toDouble(), 'g', 15) : QString();
}

QString timeWords(const QLocale& locale, const QJsonObject& time) {
    const auto from = textOf(time, "from");
    const auto until = textOf(time, "until");
    QStringList parts;
    if (!from.isEmpty() || !until.isEmpty())
        parts.append(Words::tr("the time is from %1 until %2")
                         .arg(from.isEmpty() ? QStringLiteral("00:00") : from,
                              until.isEmpty() ? QStringLiteral("24:00") : until));
    QStringList names;
    for (const auto& day : textsOf(time, "days"))
        names.append(dayName(locale, day));
    if (!names.isEmpty())
        parts.append(Words::tr("the day is %1").arg(oneOf(names)));
    auto words = locale.createSeparatedList(parts);
    const auto zone = textOf(time, "zone");
    return zone.isEmpty() || words.isEmpty() ? words : Words::tr("%1 (%2)", "time, zone").arg(words, zone);
}

} // namespace

QString dayName(const QLocale& locale, const QString& day) {
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (day == QLatin1String(days.at(i)))
            return locale.dayName(static_cast<int>(i) + 1, QLocale::ShortFormat);
    }
    return day;
}

QString conditionWords(const QLocale& locale, const QJsonObject& when) {
    QStringList clauses;
    const auto named = [&](const char* field, const QString& words) {
        if (const auto names = textsOf(when, field); !names.isEmpty())
            clauses.append(words.arg(oneOf(names)));
    };
    named("teams", Words::tr("the team is %1"));
    named("apps", Words::tr("the application is %1"));
    named("tags", Words::tr("a tag is %1"));
    const auto each = [&](const char* field, const QString& words) {
        const auto object = when.value(QLatin1String(field)).toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            clauses.append(words.arg(it.key(), plainText(it.value())));
    };
    each("headers", Words::tr("the header %1 is %2"));
    each("metadata", Words::tr("the metadata %1 is %2"));
    each("body", Words::tr("the field %1 of the request is %2"));
    if (const auto path = textOf(when, "path"); !path.isEmpty())
        clauses.append(Words::tr("the path is %1").arg(path));
    if (const auto above = numberOf(when, "tokens_above"); above > 0)
        clauses.append(Words::tr("more than %1 tokens come in").arg(locale.toString(static_cast<qint64>(above))));
    if (const auto below = numberOf(when, "tokens_below"); below > 0)
        clauses.append(Words::tr("fewer than %1 tokens come in").arg(locale.toString(static_cast<qint64>(below))));
    if (const auto time = timeWords(locale, when.value(QLatin1String("time")).toObject()); !time.isEmpty())
        clauses.append(time);
    if (const auto stream = when.value(QLatin1String("stream")); stream.isBool())
        clauses.append(stream.toBool() ? Words::tr("the answer is streamed") : Words::tr("the answer is not streamed"));
    return locale.createSeparatedList(clauses);
}

QString ruleSentence(const QLocale& locale, const QJsonObject& rule) {
    const auto route = textOf(rule, "route");
    const auto targets = textsOf(rule, "targets");
    const auto where = route.isEmpty() ? targets.join(u", ") : Words::tr("go on with the route %1").arg(route);
    const auto conditions = conditionWords(locale, rule.value(QLatin1String("when")).toObject());
    return conditions.isEmpty() ? Words::tr("Always: %1.").arg(where)
                                : Words::tr("If %1: %2.", "conditions, targets").arg(conditions, where);
}

} // namespace gatehouse::ui
