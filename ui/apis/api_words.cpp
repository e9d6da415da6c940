// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/api_words.h"

#include "ui/widgets/product_words.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QStringList>

namespace gatehouse::ui {
namespace {

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Apis)
};

} // namespace

QString servesText(const QJsonObject& definition) {
    for (const auto* name : {"prompt", "chain"}) {
        if (const auto used = memberText(definition, name); !used.isEmpty())
            return used;
    }
    QStringList models;
    const auto listed = definition.value(QLatin1String("models")).toArray();
    for (const auto& model : listed)
        models.append(model.toString());
    if (!models.isEmpty())
        return models.join(QStringLiteral(", "));
    const auto service = definition.value(QLatin1String("service")).toObject();
    QStringList upstreams;
    const auto groups = service.value(QLatin1String("groups")).toArray();
    for (const auto& value : groups) {
        const auto servers = value.toObject().value(QLatin1String("servers")).toArray();
        for (const auto& server : servers)
            upstreams.append(memberText(server.toObject(), "url"));
    }
    upstreams.removeAll(QString());
    if (!upstreams.isEmpty())
        return upstreams.mid(0, 4).join(u'\n');
    return service.isEmpty() ? QString() : Words::tr("A REST service");
}

QJsonObject liveRelease(const QJsonObject& version) {
    const auto live = version.value(QLatin1String("live")).toInteger();
    const auto releases = version.value(QLatin1String("releases")).toArray();
    for (const auto& value : releases) {
        if (live > 0 && value.toObject().value(QLatin1String("number")).toInteger() == live)
            return value.toObject();
    }
    return {};
}

QString releaseText(const QJsonObject& version) {
    const auto live = version.value(QLatin1String("live")).toInteger();
    const auto count = version.value(QLatin1String("releases")).toArray().size();
    if (live == 0 || count == 0)
        return {};
    const QLocale locale;
    return Words::tr("%1 of %2", "a release of so many").arg(locale.toString(live), locale.toString(count));
}

QString releasedText(const QLocale& locale, const QJsonObject& version) {
    const auto release = liveRelease(version);
    const auto at = memberMoment(release, "at");
    if (!at.isValid())
        return {};
    const auto when = locale.toString(at.toLocalTime(), QLocale::ShortFormat);
    const auto by = memberText(release, "by");
    return by.isEmpty() ? when : Words::tr("%1, %2", "a moment, a person").arg(when, by);
}

} // namespace gatehouse::ui
