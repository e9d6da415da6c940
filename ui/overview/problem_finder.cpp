// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/problem_finder.h"

#include "ui/models/format.h"
#include "ui/models/scope_words.h"

#include <QLocale>
#include <QUrlQuery>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int soonMilliseconds = 5'000; // it is asked after every bunch of calls
constexpr double nearShare = 0.8;       // of a budget or of a bound

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

} // namespace

ProblemFinder::ProblemFinder(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &ProblemFinder::reload);
    connect(&client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("health.changed") || type == QLatin1String("config.changed"))
            reloadSoon();
    });
}

void ProblemFinder::reloadSoon() {
    if (!m_soon.isActive())
        m_soon.start();
}

void ProblemFinder::reload() {
    m_soon.stop();
    get(QStringLiteral("/provider-health"), &ProblemFinder::takeHealth);
    get(QStringLiteral("/usage"), &ProblemFinder::takeUsage);
    get(QStringLiteral("/status"), &ProblemFinder::takeStatus);
    get(QStringLiteral("/records"), &ProblemFinder::takeRecords);
    get(QStringLiteral("/traffic"), &ProblemFinder::takeTraffic);
}

void ProblemFinder::get(const QString& path, void (ProblemFinder::*take)(const QJsonObject&)) {
    m_client.get(path, {}, this, [this, take](const Reply& reply) {
        if (!reply.ok())
            return; // the view itself says that there is no answer
        (this->*take)(reply.object());
        find();
    });
}

void ProblemFinder::takeHealth(const QJsonObject& answer) {
    m_health = answer.value(QLatin1String("items")).toArray();
    m_loaded = true;
}

void ProblemFinder::takeUsage(const QJsonObject& answer) {
    m_budgets = answer.value(QLatin1String("budgets")).toArray();
}

void ProblemFinder::takeStatus(const QJsonObject& answer) {
    m_status = answer;
}

void ProblemFinder::takeRecords(const QJsonObject& answer) {
    m_records = answer;
}

void ProblemFinder::takeTraffic(const QJsonObject& answer) {
    m_unreadCaches = answer.value(QLatin1String("cache_problems")).toArray();
}

void ProblemFinder::setUnpriced(const QVector<QPair<QString, qint64>>& models) {
    if (m_unpriced == models)
        return;
    m_unpriced = models;
    find();
}

void ProblemFinder::findProviders(QVector<FoundProblem>& out) const {
    using Tone = Theme::Tone;
    for (const auto& value : m_health) {
        const auto provider = value.toObject();
        const QString id = text(provider, "provider");
        const QString state = text(provider, "state");
        if (state == QLatin1String("key_rejected"))
            out.append({QString(QStringLiteral("key:") + id), QStringLiteral("key"), Tone::Error,
                        tr("%1 refuses its key.").arg(id), tr("Replace key"), QStringLiteral("providers"), id});
        else if (state == QLatin1String("no_key"))
            out.append({QString(QStringLiteral("key:") + id), QStringLiteral("key"), Tone::Error,
                        tr("%1 has no key that can be read.").arg(id), tr("Add key"), QStringLiteral("providers"), id});
        else if (state == QLatin1String("resting"))
            out.append({QString(QStringLiteral("rest:") + id), QStringLiteral("alert-triangle"), Tone::Warning,
                        tr("%1 rests: calls to it failed in a row.").arg(id), tr("See its circuit"),
                        QStringLiteral("traffic"), id});
    }
}

void ProblemFinder::findBudgets(QVector<FoundProblem>& out) const {
    const QLocale locale;
    for (const auto& value : m_budgets) {
        const auto budget = value.toObject();
        const double limit = text(budget, "limit").toDouble();
        const double share = limit > 0 ? text(budget, "spent").toDouble() / limit : 0;
        if (share < nearShare)
            continue;
        const QString id = text(budget, "id");
        const QString used = locale.toString(static_cast<int>(share * 100));
        const QString money = moneyText(locale, text(budget, "limit"));
        out.append({QString(QStringLiteral("budget:") + text(budget, "scope") + id), QStringLiteral("wallet"),
                    share >= 1 ? Theme::Tone::Error : Theme::Tone::Warning,
                    share >= 1 ? tr("The budget of %1 is spent: %2 % of %3.").arg(id, used, money)
                               : tr("The budget of %1 is near its end: %2 % of %3.").arg(id, used, money),
                    tr("See the budget"), QStringLiteral("budgets"), scopeText(text(budget, "scope"), id)});
    }
}

void ProblemFinder::findUnreadCaches(QVector<FoundProblem>& out) const {
    const QLocale locale;
    for (const auto& value : m_unreadCaches) {
        const auto waste = value.toObject();
        const QString route = text(waste, "route");
        const QString app = text(waste, "app");
        const QString target = QString(text(waste, "provider") + u'/' + text(waste, "model"));
        const QString money = moneyText(locale, text(waste, "needless"));
        out.append({QString(QStringLiteral("unread:") + route + u'/' + app + u'/' + target), QStringLiteral("coin"),
                    Theme::Tone::Warning,
                    tr("The prompt cache that %1 writes at %2 is never read: %3 for nothing in the last hour.",
                       "application, provider and model, money")
                        .arg(app, target, money),
                    tr("See the route"), QStringLiteral("routes"), route});
    }
}

// A key that cannot be read is a warning of the configuration as well; the provider's own line leads further.
bool ProblemFinder::isTold(const QString& warning) const {
    return std::any_of(m_health.begin(), m_health.end(), [&](const QJsonValue& value) {
        const auto provider = value.toObject();
        return text(provider, "state") == QLatin1String("no_key") &&
               warning.contains(QString(QStringLiteral("provider ") + text(provider, "provider") + u' '));
    });
}

void ProblemFinder::findStore(QVector<FoundProblem>& out) const {
    using Tone = Theme::Tone;
    for (const auto& value : m_status.value(QLatin1String("problems")).toArray())
        out.append({QString(QStringLiteral("status:") + value.toString()),
                    QStringLiteral("alert-triangle"),
                    Tone::Error,
                    value.toString(),
                    tr("Open settings"),
                    QStringLiteral("settings"),
                    {}});
    for (const auto& value : m_status.value(QLatin1String("warnings")).toArray()) {
        if (!isTold(value.toString()))
            out.append({QString(QStringLiteral("warning:") + value.toString()),
                        QStringLiteral("alert-triangle"),
                        Tone::Warning,
                        value.toString(),
                        tr("Open settings"),
                        QStringLiteral("settings"),
                        {}});
    }
    const double bytes =
        m_status.value(QLatin1String("counters")).toObject().value(QLatin1String("store_bytes")).toDouble();
    const double most = m_records.value(QLatin1String("keep")).toObject().value(QLatin1String("bytes")).toDouble();
    if (most > 0 && bytes >= most * nearShare)
        out.append({QStringLiteral("store"), QStringLiteral("database"), Tone::Warning,
                    tr("Records use %1 of %2. The oldest go next.")
                        .arg(bytesText(QLocale(), static_cast<qint64>(bytes)),
                             bytesText(QLocale(), static_cast<qint64>(most))),
                    tr("Change retention"), QStringLiteral("settings"), QStringLiteral("privacy")});
}

void ProblemFinder::find() {
    QVector<FoundProblem> out;
    findProviders(out);
    findBudgets(out);
    findUnreadCaches(out);
    findStore(out);
    for (const auto& [model, calls] : m_unpriced)
        out.append(
            {QString(QStringLiteral("price:") + model), QStringLiteral("coin"), Theme::Tone::Warning,
             //: %n is a number of calls, %1 the name of a model
             tr("%n calls of %1 have no known price; spend is not whole.", nullptr, static_cast<int>(calls)).arg(model),
             tr("Set price"), QStringLiteral("routes"), model});
    std::stable_sort(out.begin(), out.end(), [](const FoundProblem& a, const FoundProblem& b) {
        return a.tone == Theme::Tone::Error && b.tone != Theme::Tone::Error;
    });
    m_problems = std::move(out);
    Q_EMIT changed();
}

} // namespace gatehouse::ui
