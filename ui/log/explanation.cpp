// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/explanation.h"

#include "ui/log/fate_words.h"
#include "ui/models/format.h"
#include "ui/models/routing_words.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace gatehouse::ui {
namespace {

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Explanation)
};

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

QString targetOf(const QJsonObject& attempt) {
    const QString model = text(attempt, "model");
    return model.isEmpty() ? text(attempt, "provider") : QString(text(attempt, "provider") + u'/' + model);
}

QString whatFollowed(const QString& decision) {
    if (decision == QLatin1String("retried"))
        return Words::tr("It was tried again.");
    if (decision == QLatin1String("next target"))
        return Words::tr("The next target was tried.");
    if (decision == QLatin1String("next key"))
        return Words::tr("The provider's next key was tried.");
    if (decision == QLatin1String("next route") || decision == QLatin1String("fallback"))
        return Words::tr("Another route went on with the call.");
    if (decision == QLatin1String("continued"))
        return Words::tr("Another target continued the answer, with a visible seam.");
    if (decision.startsWith(QLatin1String("hedge")))
        return Words::tr("It was one of two calls; the other answer was used.");
    if (decision == QLatin1String("passed to the client"))
        return Words::tr("The error was passed to the client.");
    if (decision == QLatin1String("the client left"))
        return Words::tr("The client left before it ended.");
    if (decision == QLatin1String("ended by the operator"))
        return Words::tr("It was cancelled here.");
    return {};
}

QString attemptSentence(const QJsonObject& attempt, int number) {
    const QLocale locale;
    const double start = attempt.value(QLatin1String("start_ms")).toDouble();
    const double end = attempt.value(QLatin1String("end_ms")).toDouble();
    const QString took = durationText(locale, end - start);
    const QString error = text(attempt, "error");
    const int status = attempt.value(QLatin1String("status")).toInt();
    QString sentence;
    if (error.isEmpty() && text(attempt, "decision") == QLatin1String("served"))
        sentence = Words::tr("Try %1: %2 served it with status %3 in %4.")
                       .arg(locale.toString(number), targetOf(attempt), QString::number(status), took);
    else if (status != 0)
        sentence = Words::tr("Try %1: %2 answered with status %3 (%4) after %5.")
                       .arg(locale.toString(number), targetOf(attempt), QString::number(status),
                            error.isEmpty() ? Words::tr("not used") : readable(error), took);
    else
        sentence = Words::tr("Try %1: %2 did not answer (%3), after %4.")
                       .arg(locale.toString(number), targetOf(attempt),
                            error.isEmpty() ? Words::tr("no reason was told") : readable(error), took);
    const QString key = text(attempt, "key");
    if (!key.isEmpty())
        sentence += u' ' + Words::tr("With the key %1.").arg(key);
    const QString followed = whatFollowed(text(attempt, "decision"));
    return followed.isEmpty() ? sentence : QString(sentence + u' ' + followed);
}

QString outcomeSentence(const QJsonObject& call) {
    const QString outcome = text(call, "outcome");
    const QString status = QString::number(call.value(QLatin1String("status")).toInt());
    const QString error = text(call, "error");
    if (outcome == QLatin1String("ok"))
        return Words::tr("The client got the whole answer, with status %1.").arg(status);
    if (outcome == QLatin1String("refused"))
        return Words::tr("The gateway refused the call with status %1 (%2); no provider was asked.")
            .arg(status, readable(error));
    if (outcome == QLatin1String("truncated"))
        return Words::tr("The answer broke off behind its beginning; the client was told in the stream.");
    if (error == QLatin1String("cancelled_by_admin"))
        return Words::tr("The call was cancelled in the console; the client was told so.");
    if (outcome == QLatin1String("cancelled"))
        return Words::tr("The client left before the answer was complete.");
    return Words::tr("The client got an error with status %1 (%2).").arg(status, readable(error));
}

QString cacheSentence(const QString& cache) {
    if (cache == QLatin1String("hit"))
        return Words::tr("The cache held this very answer.");
    if (cache == QLatin1String("semantic"))
        return Words::tr("The cache held the answer to a question that means the same.");
    if (cache == QLatin1String("miss"))
        return Words::tr("The cache held no answer.");
    return {};
}

QString cacheDetails(const QJsonObject& cache) {
    QStringList parts;
    if (const auto call = text(cache, "call"); !call.isEmpty())
        parts.append(Words::tr("The call %1 brought that answer.").arg(call));
    if (const auto saved = text(cache, "saved"); !saved.isEmpty())
        parts.append(Words::tr("That saved %1.").arg(moneyText(QLocale(), saved)));
    if (const auto note = text(cache, "note"); !note.isEmpty())
        parts.append(Words::tr("Cache: %1.").arg(note));
    return parts.join(u' ');
}

QString waitedSentence(const QJsonObject& waited) {
    const QLocale locale;
    const auto took = durationText(locale, waited.value(QLatin1String("ms")).toDouble());
    const auto place = locale.toString(waited.value(QLatin1String("position")).toInt());
    return waited.value(QLatin1String("served")).toBool()
               ? Words::tr("It waited %1 for room at %2, at first as number %3.")
                     .arg(took, text(waited, "provider"), place)
               : Words::tr("It waited %1 for room at %2 in vain, at first as number %3.")
                     .arg(took, text(waited, "provider"), place);
}

} // namespace

QString readable(QString code) {
    return code.replace(u'_', u' ');
}

QStringList explained(const QJsonObject& call) {
    const auto explain = call.value(QLatin1String("explain")).toObject();
    QStringList steps;
    const auto add = [&steps](const QString& sentence) {
        if (!sentence.isEmpty())
            steps.append(sentence);
    };
    const QString asked = text(call, "model_asked");
    if (const QString app = text(call, "app"); !app.isEmpty())
        add(Words::tr("The key %1 belongs to the application %2 of the team %3.")
                .arg(text(call, "key"), app, text(call, "team")));
    else
        add(Words::tr("No key was recognised."));
    if (!asked.isEmpty())
        add(Words::tr("The client asked for the model %1.").arg(asked));
    if (const QString rule = text(explain, "rule"); !rule.isEmpty())
        add(ruleSentences(rule));
    for (const auto& value : explain.value(QLatin1String("limits")).toArray()) {
        const auto limit = value.toObject();
        add(Words::tr("Limit %1: %2 of %3 used.").arg(text(limit, "scope"), text(limit, "used"), text(limit, "limit")));
    }
    add(cacheSentence(text(call, "cache")));
    add(cacheDetails(explain.value(QLatin1String("cache")).toObject()));
    for (const auto& waited : explain.value(QLatin1String("waited")).toArray())
        add(waitedSentence(waited.toObject()));
    for (const auto& value : explain.value(QLatin1String("skipped")).toArray()) {
        const auto skipped = value.toObject();
        add(Words::tr("%1 was not tried: %2.", "target, reason").arg(text(skipped, "target"), text(skipped, "reason")));
    }
    if (const QString chosen = text(explain, "chosen"); !chosen.isEmpty())
        add(chosenSentence(chosen));
    int number = 0;
    for (const auto& value : explain.value(QLatin1String("attempts")).toArray())
        add(attemptSentence(value.toObject(), ++number));
    const auto notes = notesOf(call);
    if (!notes.dialect.isEmpty())
        add(Words::tr("It was translated into the provider's dialect, %1.").arg(notes.dialect));
    for (const auto& loss : notes.losses)
        add(Words::tr("Lost in translation: %1").arg(sentenceOf(loss)));
    add(outcomeSentence(call));
    if (const QString price = text(explain, "price"); !price.isEmpty())
        add(Words::tr("Price: %1.").arg(price));
    if (const QString note = text(explain, "note"); !note.isEmpty())
        add(note);
    return steps;
}

} // namespace gatehouse::ui
