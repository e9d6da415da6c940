// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/price_words.h"

#include <QCoreApplication>
#include <QDate>
#include <algorithm>
#include <array>

namespace gatehouse::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Routes)
};

QString money(const QLocale& locale, const QJsonObject& price, const char* name) {
    const auto value = price.value(QLatin1String(name));
    if (!value.isString())
        return {};
    // Exact: a price is no sum that could be rounded.
    const auto dollars = value.toString();
    const auto point = dollars.indexOf(u'.');
    const auto decimals = point < 0 ? qsizetype{0} : dollars.size() - point - 1;
    return QString(u'$' + locale.toString(dollars.toDouble(), 'f', static_cast<int>(std::max(qsizetype{2}, decimals))));
}

} // namespace

bool isKnownPrice(const QJsonValue& price) {
    const auto known = price.toObject();
    return known.value(QLatin1String("input")).isString() || known.value(QLatin1String("output")).isString();
}

QString priceText(const QLocale& locale, const QJsonValue& value) {
    if (!isKnownPrice(value))
        return Words::tr("Unknown");
    const auto price = value.toObject();
    const auto in = money(locale, price, "input");
    const auto out = money(locale, price, "output");
    if (out.isEmpty())
        return Words::tr("%1 in", "price").arg(in);
    return in.isEmpty() ? Words::tr("%1 out", "price").arg(out) : Words::tr("%1 in, %2 out", "prices").arg(in, out);
}

QString priceSource(const QLocale& locale, const QJsonValue& value) {
    if (!isKnownPrice(value))
        return {};
    const auto price = value.toObject();
    if (price.value(QLatin1String("pretend")).toBool())
        return Words::tr("Pretended");
    auto source = price.value(QLatin1String("source")).toString();
    if (const auto page = source.indexOf(QLatin1String(" (http")); page > 0)
        source.truncate(page);
    const auto date = QDate::fromString(price.value(QLatin1String("date")).toString(), Qt::ISODate);
    return date.isValid() ? Words::tr("%1, %2", "source, date").arg(source, locale.toString(date, QLocale::ShortFormat))
                          : source;
}

QString priceDetails(const QLocale& locale, const QJsonValue& value) {
    if (!isKnownPrice(value))
        return Words::tr("The price is unknown: costs are not counted, and a budget refuses its calls. Set the price.");
    const auto price = value.toObject();
    QStringList lines{Words::tr("Dollars per million tokens")};
    const std::array classes{
        std::pair{"input", Words::tr("Input: %1")}, std::pair{"cached_input", Words::tr("Cached input: %1")},
        std::pair{"cache_write", Words::tr("Cache writes: %1")}, std::pair{"output", Words::tr("Output: %1")}};
    for (const auto& [name, words] : classes) {
        if (const auto text = money(locale, price, name); !text.isEmpty())
            lines.append(words.arg(text));
    }
    lines.append(price.value(QLatin1String("source")).toString());
    return lines.join(u'\n');
}

QString targetName(const QJsonObject& target) {
    return QString(target.value(QLatin1String("provider")).toString() + u'/' +
                   target.value(QLatin1String("model")).toString());
}

} // namespace gatehouse::ui
