// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/routing_words.h"

#include <QCoreApplication>
#include <QStringList>

namespace gatehouse::ui {
namespace {

// The texts of this file stand with those of the explanation.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Explanation)
};

} // namespace

QString ruleSentences(const QString& rule) {
    QStringList sentences;
    const auto parts = rule.split(QStringLiteral(", "));
    for (const auto& part : parts) {
        const auto name = part.section(u' ', 1);
        if (part.startsWith(QLatin1String("route ")))
            sentences.append(sentences.isEmpty() ? Words::tr("The route %1 has this name.").arg(name)
                                                 : Words::tr("The route %1 goes on with it.").arg(name));
        else if (part.startsWith(QLatin1String("rule ")))
            sentences.append(Words::tr("Its rule “%1” fits this call.").arg(name));
        else if (part.startsWith(QLatin1String("fallback ")))
            sentences.append(Words::tr("Where it failed, the route %1 was to go on.").arg(name));
        else if (part.startsWith(QLatin1String("direct ")))
            sentences.append(Words::tr("No route has this name; it names a provider's model itself: %1.").arg(name));
        else
            sentences.append(Words::tr("The rule that counts: %1.").arg(part));
    }
    return sentences.join(u' ');
}

QString strategyWords(const QString& by) {
    const auto name = by.section(QStringLiteral(": "), 0, 0);
    const auto figure = by.section(QStringLiteral(": "), 1);
    const auto with = [&figure](const QString& words) {
        return figure.isEmpty() ? words : Words::tr("%1 (%2)", "reason, figure").arg(words, figure);
    };
    if (name.endsWith(QLatin1String("priority")))
        return with(Words::tr("it stands first among those that could serve"));
    if (name == QLatin1String("weighted"))
        return with(Words::tr("it was drawn by weight"));
    if (name == QLatin1String("round_robin"))
        return with(Words::tr("it was its turn"));
    if (name == QLatin1String("least_busy"))
        return with(Words::tr("it had the fewest calls under way"));
    if (name == QLatin1String("lowest_latency"))
        return with(Words::tr("it lately began to answer soonest"));
    if (name == QLatin1String("lowest_cost"))
        return with(Words::tr("it was expected to cost least"));
    if (name == QLatin1String("consistent_hash"))
        return with(Words::tr("this caller always comes here"));
    if (name == QLatin1String("canary"))
        return with(Words::tr("the call fell to the canary"));
    if (name == QLatin1String("experiment"))
        return with(Words::tr("the call fell to its share of the experiment"));
    if (name == QLatin1String("affinity"))
        return Words::tr("the prompt's cache is there");
    return by;
}

QString chosenSentence(const QString& chosen) {
    const auto target = chosen.section(QStringLiteral(": "), 0, 0);
    auto why = chosen.section(QStringLiteral(": "), 1);
    if (why.isEmpty())
        return Words::tr("First choice: %1.").arg(chosen);
    if (const auto by = why.indexOf(QLatin1String(" by ")); why.left(by).contains(QLatin1String(" of ")) && by > 0)
        why = why.mid(by + 4);
    return Words::tr("First choice: %1, because %2.", "target, reason").arg(target, strategyWords(why));
}

} // namespace gatehouse::ui
