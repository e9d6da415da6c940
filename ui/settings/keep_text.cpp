// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/keep_text.h"

#include <QCoreApplication>
#include <array>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr std::array units{std::pair{"KiB", 1}, std::pair{"MiB", 2}, std::pair{"GiB", 3}, std::pair{"TiB", 4}};

} // namespace

QString keepText(const QLocale& locale, const QString& value) {
    if (value == QLatin1String("forever"))
        return QCoreApplication::translate("KeepText", "For ever");
    if (value == QLatin1String("unlimited"))
        return QCoreApplication::translate("KeepText", "Unlimited");
    bool number = false;
    const int count = value.chopped(1).toInt(&number);
    if (number && value.endsWith(QLatin1Char('d')))
        return QCoreApplication::translate("KeepText", "%n days", nullptr, count);
    if (number && value.endsWith(QLatin1Char('h')))
        return QCoreApplication::translate("KeepText", "%n hours", nullptr, count);
    for (const auto& [unit, power] : units) {
        if (!value.endsWith(QLatin1String(unit)))
            continue;
        const qint64 bytes = value.chopped(3).toLongLong() << (10 * power);
        return locale.formattedDataSize(bytes, 0, QLocale::DataSizeIecFormat);
    }
    return value;
}

const QStringList& agesOffered() {
    static const QStringList ages{QStringLiteral("12h"),  QStringLiteral("1d"),     QStringLiteral("7d"),
                                  QStringLiteral("30d"),  QStringLiteral("90d"),    QStringLiteral("100d"),
                                  QStringLiteral("365d"), QStringLiteral("forever")};
    return ages;
}

const QStringList& sizesOffered() {
    static const QStringList sizes{QStringLiteral("500MiB"), QStringLiteral("1GiB"),   QStringLiteral("5GiB"),
                                   QStringLiteral("20GiB"),  QStringLiteral("100GiB"), QStringLiteral("unlimited")};
    return sizes;
}

const QStringList& capsOffered() {
    static const QStringList caps{QStringLiteral("4KiB"),   QStringLiteral("16KiB"), QStringLiteral("64KiB"),
                                  QStringLiteral("256KiB"), QStringLiteral("1MiB"),  QStringLiteral("8MiB")};
    return caps;
}

} // namespace gatehouse::ui
