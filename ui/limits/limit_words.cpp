// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/limits/limit_words.h"

#include <QCoreApplication>

namespace gatehouse::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Limits)
};

const QString per = QStringLiteral("_per_");

} // namespace

QString countedText(const QString& thing) {
    if (thing == QLatin1String("requests"))
        return Words::tr("Requests");
    if (thing == QLatin1String("input_tokens"))
        return Words::tr("Tokens of prompts");
    return thing == QLatin1String("output_tokens") ? Words::tr("Tokens of answers") : Words::tr("Tokens");
}

QString timeText(const QString& time) {
    if (time == QLatin1String("hour"))
        return Words::tr("an hour");
    return time == QLatin1String("day") ? Words::tr("a day") : Words::tr("a minute");
}

QString limitText(const QString& limit) {
    const auto cut = limit.indexOf(per);
    if (cut < 0)
        return Words::tr("Calls at once");
    return Words::tr("%1 %2", "Requests, a minute")
        .arg(countedText(limit.left(cut)), timeText(limit.mid(cut + per.size())));
}

QString restrictionText(const QString& field) {
    if (field == QLatin1String("allow_from"))
        return Words::tr("Only from");
    if (field == QLatin1String("deny_from"))
        return Words::tr("Never from");
    if (field == QLatin1String("models"))
        return Words::tr("Models");
    if (field == QLatin1String("max_body"))
        return Words::tr("Largest request");
    if (field == QLatin1String("max_output_tokens"))
        return Words::tr("Longest answer, in tokens");
    return Words::tr("Priority");
}

} // namespace gatehouse::ui
