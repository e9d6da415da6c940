// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/product_words.h"

#include "ui/models/format.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <array>

namespace gatehouse::ui {
namespace {

using Tone = Theme::Tone;

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Products)
};

struct State {
    const char* word;
    const char* text;
    const char* icon;
    Tone tone;
};

template <std::size_t count>
StateLook lookOf(const std::array<State, count>& states, const QString& word) {
    const auto found = std::find_if(states.begin(), states.end(),
                                    [&word](const State& state) { return word == QLatin1String(state.word); });
    if (found == states.end())
        return {word, QStringLiteral("circle-dashed"), Tone::Secondary};
    return {Words::tr(found->text), QLatin1String(found->icon), found->tone};
}

struct Named {
    const char* word;
    const char* text;
};

template <std::size_t count>
QString nameIn(const std::array<Named, count>& names, const QString& word) {
    const auto found = std::find_if(names.begin(), names.end(),
                                    [&word](const Named& name) { return word == QLatin1String(name.word); });
    return found == names.end() ? word : Words::tr(found->text);
}

constexpr int minute = 60;
constexpr int hour = 3'600;
constexpr int day = 86'400;

QString numberText(const QJsonValue& value) {
    return value.isString() ? value.toString() : value.isDouble() ? QString::number(value.toDouble()) : QString();
}

} // namespace

StateLook apiStateLook(const QString& state) {
    static constexpr std::array<State, 5> states{{
        {"designed", QT_TRANSLATE_NOOP("Products", "Designed"), "edit", Tone::Secondary},
        {"in_review", QT_TRANSLATE_NOOP("Products", "In review"), "clock", Tone::Info},
        {"published", QT_TRANSLATE_NOOP("Products", "Published"), "circle-check", Tone::Success},
        {"deprecated", QT_TRANSLATE_NOOP("Products", "Deprecated"), "alert-triangle", Tone::Warning},
        {"retired", QT_TRANSLATE_NOOP("Products", "Retired"), "circle-x", Tone::Secondary},
    }};
    return lookOf(states, state);
}

StateLook subscriptionStateLook(const QString& state) {
    static constexpr std::array<State, 6> states{{
        {"pending", QT_TRANSLATE_NOOP("Products", "Waiting"), "clock", Tone::Info},
        {"approved", QT_TRANSLATE_NOOP("Products", "Approved"), "circle-check", Tone::Success},
        {"rejected", QT_TRANSLATE_NOOP("Products", "Rejected"), "circle-x", Tone::Error},
        {"suspended", QT_TRANSLATE_NOOP("Products", "Suspended"), "player-pause", Tone::Warning},
        {"cancelled", QT_TRANSLATE_NOOP("Products", "Cancelled"), "x", Tone::Secondary},
        {"expired", QT_TRANSLATE_NOOP("Products", "Expired"), "history", Tone::Secondary},
    }};
    return lookOf(states, state);
}

QString apiKindText(const QString& kind) {
    static constexpr std::array<Named, 4> kinds{{
        {"prompt", QT_TRANSLATE_NOOP("Products", "Prompt")},
        {"chain", QT_TRANSLATE_NOOP("Products", "Chain")},
        {"model", QT_TRANSLATE_NOOP("Products", "Models")},
        {"service", QT_TRANSLATE_NOOP("Products", "REST service")},
    }};
    return nameIn(kinds, kind);
}

QString accessText(const QString& access) {
    static constexpr std::array<Named, 3> ways{{
        {"subscription", QT_TRANSLATE_NOOP("Products", "With an approved subscription")},
        {"team", QT_TRANSLATE_NOOP("Products", "The owning team alone")},
        {"open", QT_TRANSLATE_NOOP("Products", "Every key of this gateway")},
    }};
    return nameIn(ways, access);
}

QString answerText(const QString& answer) {
    static constexpr std::array<Named, 5> forms{{
        {"text", QT_TRANSLATE_NOOP("Products", "Plain text")},
        {"json", QT_TRANSLATE_NOOP("Products", "Checked JSON")},
        {"openai", QT_TRANSLATE_NOOP("Products", "As OpenAI answers")},
        {"anthropic", QT_TRANSLATE_NOOP("Products", "As Anthropic answers")},
        {"gemini", QT_TRANSLATE_NOOP("Products", "As Gemini answers")},
    }};
    return nameIn(forms, answer);
}

QString memberText(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

QDateTime memberMoment(const QJsonObject& object, const char* name) {
    return QDateTime::fromString(memberText(object, name), Qt::ISODateWithMs);
}

QString titleOf(const QJsonObject& object) {
    for (const auto* name : {"title", "name"}) {
        if (const auto title = memberText(object, name); !title.isEmpty())
            return title;
    }
    return memberText(object, "id");
}

QString planText(const QLocale& locale, const QJsonObject& plan) {
    QStringList parts;
    const auto limits = plan.value(QLatin1String("limits")).toObject();
    if (const auto requests = limits.value(QLatin1String("requests_per_minute")).toInteger(); requests > 0)
        parts.append(Words::tr("%1 requests a minute").arg(countText(locale, requests)));
    if (const auto tokens = limits.value(QLatin1String("tokens_per_minute")).toInteger(); tokens > 0)
        parts.append(Words::tr("%1 tokens a minute").arg(countText(locale, tokens)));
    if (const auto calls = limits.value(QLatin1String("concurrent")).toInteger(); calls > 0)
        parts.append(Words::tr("%1 calls at once").arg(countText(locale, calls)));
    const auto budget = plan.value(QLatin1String("budget")).toObject();
    if (const auto usd = numberText(budget.value(QLatin1String("usd"))); !usd.isEmpty()) {
        static constexpr std::array<Named, 4> spans{{{"day", QT_TRANSLATE_NOOP("Products", "at most %1 a day")},
                                                     {"week", QT_TRANSLATE_NOOP("Products", "at most %1 a week")},
                                                     {"month", QT_TRANSLATE_NOOP("Products", "at most %1 a month")},
                                                     {"total", QT_TRANSLATE_NOOP("Products", "at most %1 in all")}}};
        parts.append(nameIn(spans, memberText(budget, "period")).arg(moneyText(locale, usd)));
    }
    return parts.join(QStringLiteral(" · "));
}

QString priceText(const QLocale& locale, const QJsonObject& plan) {
    QStringList parts;
    const auto price = plan.value(QLatin1String("price")).toObject();
    const auto part = [&price](const char* name) {
        const auto text = numberText(price.value(QLatin1String(name)));
        return text.toDouble() > 0 ? text : QString();
    };
    if (const auto month = part("month"); !month.isEmpty())
        parts.append(Words::tr("%1 a month", "a price").arg(moneyText(locale, month)));
    if (const auto call = part("call"); !call.isEmpty())
        parts.append(Words::tr("%1 a call", "a price").arg(moneyText(locale, call)));
    if (const auto markup = part("markup"); !markup.isEmpty())
        parts.append(Words::tr("cost + %1 %", "a price").arg(locale.toString(markup.toDouble())));
    return parts.isEmpty() ? Words::tr("Free") : parts.join(QStringLiteral(" + "));
}

QString ageText(const QDateTime& moment, const QDateTime& now) {
    if (!moment.isValid())
        return QStringLiteral("–");
    const auto seconds = std::max<qint64>(0, moment.secsTo(now));
    if (seconds < minute)
        return Words::tr("Just now");
    if (seconds < hour)
        return Words::tr("%n min", "an age", static_cast<int>(seconds / minute));
    if (seconds < 2 * day)
        return Words::tr("%n h", "an age", static_cast<int>(seconds / hour));
    return Words::tr("%n day(s)", "an age", static_cast<int>(seconds / day));
}

QString dayText(const QLocale& locale, const QDateTime& moment) {
    return moment.isValid() ? locale.toString(moment.toLocalTime().date(), QLocale::ShortFormat) : QStringLiteral("–");
}

} // namespace gatehouse::ui
