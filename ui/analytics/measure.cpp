// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/analytics/measure.h"

#include "core/contract/filter.h"
#include "ui/models/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <array>
#include <cmath>

namespace gatehouse::ui {
namespace {

using contract::FilterField;

struct MeasureRow {
    const char* name;
    const char* word;
};
constexpr std::array<MeasureRow, measureCount> measures{{
    {QT_TRANSLATE_NOOP("Measure", "Latency"), "latency"},
    {QT_TRANSLATE_NOOP("Measure", "First-byte time"), "first_byte"},
    {QT_TRANSLATE_NOOP("Measure", "Errors"), "errors"},
    {QT_TRANSLATE_NOOP("Measure", "Spend"), "spend"},
    {QT_TRANSLATE_NOOP("Measure", "Pretend spend (demo)"), "pretend_spend"},
    {QT_TRANSLATE_NOOP("Measure", "Tokens"), "tokens"},
    {QT_TRANSLATE_NOOP("Measure", "Calls"), "calls"},
}};

struct GroupRow {
    const char* choice;
    const char* heading;
    const char* word;
};
constexpr std::array<GroupRow, groupByCount> groups{{
    {QT_TRANSLATE_NOOP("Measure", "Not grouped"), QT_TRANSLATE_NOOP("Measure", "All calls"), ""},
    {QT_TRANSLATE_NOOP("Measure", "By provider"), QT_TRANSLATE_NOOP("Measure", "Provider"), "provider"},
    {QT_TRANSLATE_NOOP("Measure", "By model"), QT_TRANSLATE_NOOP("Measure", "Model"), "model"},
    {QT_TRANSLATE_NOOP("Measure", "By key"), QT_TRANSLATE_NOOP("Measure", "Key"), "key"},
    {QT_TRANSLATE_NOOP("Measure", "By team"), QT_TRANSLATE_NOOP("Measure", "Team"), "team"},
    {QT_TRANSLATE_NOOP("Measure", "By application"), QT_TRANSLATE_NOOP("Measure", "Application"), "app"},
    {QT_TRANSLATE_NOOP("Measure", "By route"), QT_TRANSLATE_NOOP("Measure", "Route"), "route"},
    {QT_TRANSLATE_NOOP("Measure", "By status"), QT_TRANSLATE_NOOP("Measure", "Status"), "status"},
    {QT_TRANSLATE_NOOP("Measure", "By API"), QT_TRANSLATE_NOOP("Measure", "API"), "api"},
    {QT_TRANSLATE_NOOP("Measure", "By prompt"), QT_TRANSLATE_NOOP("Measure", "Prompt"), "prompt"},
}};

struct Field {
    const char* dimension;
    FilterField field;
};
constexpr std::array<Field, 10> fields{{{"provider", FilterField::Provider},
                                        {"model", FilterField::Served},
                                        {"key", FilterField::Key},
                                        {"team", FilterField::Team},
                                        {"app", FilterField::App},
                                        {"route", FilterField::Route},
                                        {"status", FilterField::Status},
                                        {"api", FilterField::Api},
                                        {"prompt", FilterField::Prompt},
                                        {"error", FilterField::ErrorClass}}};

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Measure)
};

const MeasureRow& rowOf(Measure measure) {
    return measures[static_cast<std::size_t>(measure)];
}

const GroupRow& rowOf(GroupBy group) {
    return groups[static_cast<std::size_t>(group)];
}

QString compact(double value) {
    const QLocale locale;
    if (value < 1'000)
        return locale.toString(std::lround(value));
    //: Thousands and millions, short: 12k, 3M
    return value < 1'000'000
               ? Words::tr("%1k").arg(locale.toString(value / 1'000, 'f', value < 10'000 ? 1 : 0))
               : Words::tr("%1M").arg(locale.toString(value / 1'000'000, 'f', value < 10'000'000 ? 1 : 0));
}

QString shortMoney(double value) {
    return moneyText(QLocale(), QString::number(value, 'f', value < 0.1 ? 4 : 2));
}

// Whole cents have two decimals: on an axis more would say nothing.
QString moneyOf(double value) {
    const double cents = value * 100;
    if (std::abs(cents - std::round(cents)) < 1e-6)
        return QString(QStringLiteral("$") + QLocale().toString(value, 'f', 2));
    return moneyText(QLocale(), QString::number(value, 'f', 12));
}

} // namespace

QString nameOf(Measure measure) {
    return Words::tr(rowOf(measure).name);
}

QString wordOf(Measure measure) {
    return QLatin1String(rowOf(measure).word);
}

QString nameOf(GroupBy group) {
    return Words::tr(rowOf(group).choice);
}

QString headingOf(GroupBy group) {
    return Words::tr(rowOf(group).heading);
}

QString wordOf(GroupBy group) {
    return QLatin1String(rowOf(group).word);
}

bool isQuantile(Measure measure) {
    return measure == Measure::Latency || measure == Measure::FirstByte;
}

ChartFormat formatOf(Measure measure) {
    if (isQuantile(measure))
        return [](double value) { return durationText(QLocale(), value); };
    if (measure == Measure::Spend || measure == Measure::PretendSpend)
        return moneyOf;
    return [](double value) { return countText(QLocale(), std::llround(value)); };
}

ChartFormat shortFormatOf(Measure measure) {
    if (isQuantile(measure))
        return [](double value) { return durationText(QLocale(), value); };
    if (measure == Measure::Spend || measure == Measure::PretendSpend)
        return shortMoney;
    return compact;
}

QString termOf(const QString& dimension, const QString& value, bool excluded) {
    if (value.isEmpty() || value == QLatin1String("(other)"))
        return {};
    for (const auto& field : fields) {
        if (dimension == QLatin1String(field.dimension))
            return QString::fromStdString(contract::termText(field.field, value.toStdString(), excluded));
    }
    return {};
}

QString groupText(const QString& dimension, const QString& value) {
    if (value.isEmpty())
        return Words::tr("None");
    if (value == QLatin1String("(other)"))
        return Words::tr("Other");
    if (dimension == QLatin1String("error") && value == QLatin1String("none"))
        return Words::tr("No error");
    if (dimension == QLatin1String("error"))
        return QString(value).replace(u'_', u' ');
    return value;
}

} // namespace gatehouse::ui
