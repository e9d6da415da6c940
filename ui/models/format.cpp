// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/format.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace gatehouse::ui {
namespace {

const QString nothing = QStringLiteral("–");

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Format)
};

} // namespace

QString durationText(const QLocale& locale, std::optional<double> milliseconds) {
    if (!milliseconds)
        return nothing;
    const double ms = *milliseconds;
    if (ms < 10)
        return Words::tr("%1 ms").arg(locale.toString(ms, 'f', 1));
    if (ms < 1'000)
        return Words::tr("%1 ms").arg(locale.toString(std::lround(ms)));
    if (ms < 60'000)
        return Words::tr("%1 s").arg(locale.toString(ms / 1'000, 'f', 2));
    const auto seconds = static_cast<qint64>(ms / 1'000);
    return Words::tr("%1 min %2 s").arg(locale.toString(seconds / 60), locale.toString(seconds % 60));
}

QString moneyText(const QLocale& locale, const QString& dollars) {
    if (dollars.isEmpty())
        return nothing;
    const double value = dollars.toDouble();
    int decimals = 2;
    if (value != 0 && std::abs(value) < 1)
        decimals = std::clamp(static_cast<int>(3 - std::floor(std::log10(std::abs(value)))), 4, 12);
    QString text = locale.toString(value, 'f', decimals);
    // Zeros beyond the fourth place say nothing.
    const QString point = locale.decimalPoint();
    if (const auto at = text.indexOf(point); at >= 0) {
        const auto least = at + point.size() + (decimals > 2 ? 4 : 2);
        while (text.size() > least && text.endsWith(locale.zeroDigit()))
            text.chop(1);
    }
    return QStringLiteral("$") + text;
}

QString countText(const QLocale& locale, qint64 count) {
    return locale.toString(count);
}

QString bytesText(const QLocale& locale, qint64 bytes) {
    return locale.formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

QString clockText(const QLocale& locale, const QDateTime& moment) {
    Q_UNUSED(locale)
    return moment.isValid() ? moment.toLocalTime().toString(QStringLiteral("HH:mm:ss.zzz")) : nothing;
}

QString shareText(const QLocale& locale, double share) {
    return Words::tr("%1 %").arg(locale.toString(share * 100, 'f', 1));
}

QString cacheText(const QString& cache) {
    if (cache == QLatin1String("hit"))
        return Words::tr("Hit", "of the cache");
    if (cache == QLatin1String("semantic"))
        return Words::tr("Hit by meaning", "of the cache");
    return cache == QLatin1String("miss") ? Words::tr("Miss", "of the cache") : QString();
}

} // namespace gatehouse::ui
