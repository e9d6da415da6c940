// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/traffic_words.h"

#include "ui/models/format.h"

#include <QCoreApplication>

namespace gatehouse::ui {
namespace {

constexpr int mostCallsTold = 8;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Traffic)
};

QString priorityText(const QString& priority) {
    if (priority == QLatin1String("high"))
        return Words::tr("high priority");
    return priority == QLatin1String("low") ? Words::tr("low priority") : Words::tr("normal priority");
}

QString whole(const QLocale& locale, double value) {
    return locale.toString(static_cast<qint64>(value));
}

} // namespace

QString circuitText(const TrafficRow& row) {
    if (row.circuit == QLatin1String("open"))
        return Words::tr("Open");
    return row.circuit == QLatin1String("half_open") ? Words::tr("Half open") : Words::tr("Closed");
}

QString circuitIcon(const TrafficRow& row) {
    if (row.circuit == QLatin1String("open"))
        return QStringLiteral("circle-x");
    return row.circuit == QLatin1String("half_open") ? QStringLiteral("circle-dashed") : QStringLiteral("circle-check");
}

Theme::Tone circuitTone(const TrafficRow& row) {
    if (row.circuit == QLatin1String("open"))
        return Theme::Tone::Error;
    return row.circuit == QLatin1String("half_open") ? Theme::Tone::Warning : Theme::Tone::Success;
}

QString healthText(const TrafficRow& row) {
    if (row.check == QLatin1String("none") || row.check.isEmpty())
        return Words::tr("Not checked");
    if (row.health == QLatin1String("failing"))
        return Words::tr("Failing");
    return row.health == QLatin1String("well") ? Words::tr("Well") : Words::tr("Not known yet");
}

QString healthIcon(const TrafficRow& row) {
    if (row.check == QLatin1String("none") || row.check.isEmpty())
        return QStringLiteral("circle-dashed");
    if (row.health == QLatin1String("failing"))
        return QStringLiteral("circle-x");
    return row.health == QLatin1String("well") ? QStringLiteral("circle-check") : QStringLiteral("clock");
}

Theme::Tone healthTone(const TrafficRow& row) {
    if (row.check == QLatin1String("none") || row.check.isEmpty())
        return Theme::Tone::Secondary;
    if (row.health == QLatin1String("failing"))
        return Theme::Tone::Error;
    return row.health == QLatin1String("well") ? Theme::Tone::Success : Theme::Tone::Secondary;
}

QString learnedText(const QLocale& locale, const LearnedLimit& limit) {
    const bool tokens = limit.name == QLatin1String("tokens");
    const auto left = limit.remaining ? whole(locale, *limit.remaining) : QStringLiteral("–");
    if (!limit.limit)
        return tokens ? Words::tr("%1 tokens left").arg(left) : Words::tr("%1 requests left").arg(left);
    const auto all = whole(locale, *limit.limit);
    return tokens ? Words::tr("%1 of %2 tokens left").arg(left, all)
                  : Words::tr("%1 of %2 requests left").arg(left, all);
}

QStringList circuitLines(const QLocale& locale, const TrafficRow& row, const QJsonObject& provider) {
    QStringList lines;
    if (row.circuit == QLatin1String("open"))
        lines.append(row.retryIn
                         ? Words::tr("Open: it failed too often, so calls go elsewhere. It is tried again in %1.")
                               .arg(durationText(locale, row.retryIn))
                         : Words::tr("Open: it failed too often, so calls go elsewhere."));
    else if (row.circuit == QLatin1String("half_open"))
        lines.append(Words::tr("Half open: the next call tries whether it answers again."));
    else
        lines.append(Words::tr("Closed: calls go there."));
    if (row.failures && *row.failures > 0)
        lines.append(Words::tr("%n failure(s) in a row.", nullptr, *row.failures));
    const auto breaker = provider.value(QLatin1String("breaker")).toObject();
    if (!breaker.isEmpty())
        lines.append(Words::tr("It opens after %1 failures in a row, for %2 at first and %3 at longest.")
                         .arg(locale.toString(breaker.value(QLatin1String("failures")).toInt()),
                              breaker.value(QLatin1String("rest")).toString(),
                              breaker.value(QLatin1String("longest_rest")).toString()));
    lines.append(row.concurrent > 0
                     ? Words::tr("%1 of at most %2 calls run at this provider.")
                           .arg(locale.toString(row.providerInFlight), locale.toString(row.concurrent))
                     : Words::tr("%n call(s) run at this provider; there is no cap.", nullptr, row.providerInFlight));
    if (row.firstTokenP50 && row.firstTokenP95)
        lines.append(Words::tr("First token after %1, for the slowest twentieth after %2.")
                         .arg(durationText(locale, row.firstTokenP50), durationText(locale, row.firstTokenP95)));
    for (const auto& route : row.routes) {
        if (route.share)
            lines.append(Words::tr("Of the route %1 it gets %2 of the tries.")
                             .arg(route.route, shareText(locale, *route.share)));
    }
    return lines;
}

QStringList queueLines(const QLocale& locale, const TrafficRow& row) {
    if (row.queueWait <= 0)
        return {Words::tr("No call waits here: one that finds no room goes to the next target.")};
    QStringList lines{
        Words::tr("%1 of at most %2 calls wait, each for %3 at most.")
            .arg(locale.toString(row.waiting), locale.toString(row.queueLength), durationText(locale, row.queueWait))};
    for (const auto& call : row.queue) {
        if (lines.size() > mostCallsTold) {
            lines.append(Words::tr("And %n more.", nullptr, row.waiting - mostCallsTold));
            break;
        }
        lines.append(Words::tr("%1. %2, %3, waits %4", "position, id of a call, its priority, how long")
                         .arg(locale.toString(call.position), call.id, priorityText(call.priority),
                              durationText(locale, call.waited)));
    }
    return lines;
}

QStringList learnedLines(const QLocale& locale, const TrafficRow& row) {
    QStringList lines;
    for (const auto& limit : row.limits) {
        auto line = learnedText(locale, limit);
        lines.append(limit.resetsIn ? Words::tr("%1; whole again in %2", "what is left, a time")
                                          .arg(line, durationText(locale, limit.resetsIn))
                                    : line);
    }
    if (row.refusedFor)
        lines.append(Words::tr("It refused a call and asked to be left alone for %1.")
                         .arg(durationText(locale, row.refusedFor)));
    if (lines.isEmpty())
        lines.append(Words::tr("Its answers have told of no limits yet."));
    return lines;
}

QStringList healthLines(const QLocale& locale, const TrafficRow& row) {
    if (row.check == QLatin1String("none") || row.check.isEmpty())
        return {Words::tr("Not checked by itself; only calls tell how it is.")};
    QStringList lines;
    if (row.check == QLatin1String("models"))
        lines.append(Words::tr("Checked by its list of models."));
    else if (row.check == QLatin1String("ready"))
        lines.append(Words::tr("Checked by its own word that it is ready."));
    else
        lines.append(Words::tr("Checked with a call of one token, which is paid for."));
    if (row.checkedAt.isValid())
        lines.append(Words::tr("Last at %1, in %2: %3.", "time, how long it took, how it is")
                         .arg(locale.toString(row.checkedAt.toLocalTime().time(), QLocale::ShortFormat),
                              durationText(locale, row.checkTook), healthText(row)));
    if (!row.problem.isEmpty())
        lines.append(row.problem);
    return lines;
}

} // namespace gatehouse::ui
