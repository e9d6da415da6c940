// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/route_model.h"

#include "ui/models/format.h"
#include "ui/routes/conformance_book.h"
#include "ui/routes/price_words.h"
#include "ui/routes/strategy_part.h"

#include <QBrush>
#include <QJsonArray>
#include <QUrlQuery>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int questionsApartMilliseconds = 2'000;

QString nameOf(const QJsonObject& route) {
    return route.value(QLatin1String("model")).toString();
}

QJsonArray targetsOf(const QJsonObject& route) {
    return route.value(QLatin1String("targets")).toArray();
}

} // namespace

RouteModel::RouteModel(const Theme& theme, GatewayClient& client, TimeRange& range, const ResourceList& routes,
                       const ConformanceBook& tests, QObject* parent)
    : TableRows(ColumnCount, parent), m_theme(theme), m_client(client), m_range(range), m_list(routes), m_tests(tests) {
    connect(&tests, &ConformanceBook::changed, this, &RouteModel::repaint);
    m_soon.setSingleShot(true);
    m_soon.setInterval(questionsApartMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &RouteModel::refreshFigures);
    connect(&routes, &ResourceList::changed, this, &RouteModel::take);
    connect(&theme, &Theme::changed, this, &RouteModel::repaint);
    connect(&range, &TimeRange::changed, this, &RouteModel::refreshFigures);
    connect(&client, &GatewayClient::refreshNeeded, this, &RouteModel::refreshFigures);
    connect(&client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("config.changed"))
            refreshFigures();
        else if (type == QLatin1String("call.finished") && !m_soon.isActive())
            m_soon.start();
    });
    connect(&client, &GatewayClient::gatewayChosen, this, [this] {
        m_priced.clear();
        m_calls.clear();
    });
    take();
}

void RouteModel::take() {
    putRows(m_list.items(), nameOf);
}

void RouteModel::refreshFigures() {
    if (m_client.address().admin.isEmpty())
        return;
    QUrlQuery prices;
    prices.addQueryItem(QStringLiteral("by"), QStringLiteral("route"));
    prices.addQueryItem(QStringLiteral("limit"), QStringLiteral("500"));
    m_client.get(QStringLiteral("/models"), prices, this, [this](const Reply& reply) { takePrices(reply); });
    QUrlQuery stats;
    stats.addQueryItem(QStringLiteral("group_by"), QStringLiteral("route"));
    stats.addQueryItem(QStringLiteral("metrics"), QStringLiteral("calls,errors"));
    stats.addQueryItem(QStringLiteral("from"), m_range.from());
    if (!m_range.to().isEmpty())
        stats.addQueryItem(QStringLiteral("to"), m_range.to());
    stats.addQueryItem(QStringLiteral("step"), m_range.step());
    m_client.get(QStringLiteral("/stats"), stats, this, [this](const Reply& reply) { takeStats(reply); });
}

void RouteModel::takePrices(const Reply& reply) {
    if (!reply.ok())
        return; // what was known stays
    m_priced.clear();
    const auto models = reply.items();
    for (const auto& value : models) {
        const auto model = value.toObject();
        m_priced.insert(model.value(QLatin1String("name")).toString(), targetsOf(model));
    }
    repaint();
}

void RouteModel::takeStats(const Reply& reply) {
    if (!reply.ok())
        return;
    m_calls.clear();
    const auto all = reply.object().value(QLatin1String("series")).toArray();
    for (const auto& value : all) {
        const auto series = value.toObject();
        const auto total = series.value(QLatin1String("total")).toObject();
        m_calls.insert(
            series.value(QLatin1String("group")).toObject().value(QLatin1String("route")).toString(),
            {total.value(QLatin1String("calls")).toInteger(), total.value(QLatin1String("errors")).toInteger()});
    }
    repaint();
}

QModelIndex RouteModel::find(const QString& name) const {
    return findRow(nameOf, name);
}

QJsonArray RouteModel::pricedTargets(const QJsonObject& route) const {
    return m_priced.value(nameOf(route));
}

// "By weight · 2 rules · canary"
QString RouteModel::strategyText(const QJsonObject& route) {
    QStringList facts{StrategyPart::nameOf(textOf(route, "strategy"))};
    if (const auto rules = route.value(QLatin1String("rules")).toArray().size(); rules > 0)
        facts.append(tr("%n rule(s)", nullptr, static_cast<int>(rules)));
    if (route.value(QLatin1String("canary")).isObject())
        facts.append(tr("canary"));
    if (route.value(QLatin1String("experiment")).isObject())
        facts.append(tr("experiment"));
    if (route.value(QLatin1String("shadow")).isObject())
        facts.append(tr("shadow"));
    return facts.join(tr(" · ", "between facts"));
}

QString RouteModel::textAt(const QJsonObject& route, int column) const {
    const auto targets = targetsOf(route);
    const auto priced = pricedTargets(route);
    const auto first = priced.isEmpty() ? QJsonValue() : priced.first().toObject().value(QLatin1String("price"));
    switch (column) {
    case Name:
        return nameOf(route);
    case State:
        return route.value(QLatin1String("enabled")).toBool(true) ? tr("On") : tr("Disabled");
    case Targets: {
        const bool weighted = route.value(QLatin1String("strategy")).toString() == QLatin1String("weighted");
        QStringList names;
        for (const auto& value : targets) {
            const auto target = value.toObject();
            names.append(weighted ? tr("%1 × %2", "target, weight")
                                        .arg(targetName(target),
                                             m_locale.toString(target.value(QLatin1String("weight")).toInt()))
                                  : targetName(target));
        }
        const auto strategy = textOf(route, "strategy");
        const bool inOrder = strategy.isEmpty() || strategy == QLatin1String("priority");
        return names.join(inOrder ? tr(", then ", "between targets in their order") : QStringLiteral(", "));
    }
    case Strategy:
        return strategyText(route);
    case Fallbacks:
        return countText(m_locale, targets.size() - 1);
    case Price:
        return priced.isEmpty() ? QString() : priceText(m_locale, first);
    case Source:
        return priceSource(m_locale, first);
    case Calls:
        return countText(m_locale, m_calls.value(nameOf(route)).first);
    case Errors:
        return countText(m_locale, m_calls.value(nameOf(route)).second);
    case Tested:
        return conformanceBadge(m_locale, m_tests.runOf(nameOf(route))).text;
    default:
        return {};
    }
}

QVariant RouteModel::sortValue(const QJsonObject& route, int column) const {
    switch (column) {
    case Fallbacks:
        return targetsOf(route).size();
    case Price: {
        const auto priced = pricedTargets(route);
        const auto price =
            priced.isEmpty() ? QJsonObject() : priced.first().toObject().value(QLatin1String("price")).toObject();
        return isKnownPrice(price) ? price.value(QLatin1String("input")).toString().toDouble() : -1.0;
    }
    case Calls:
        return m_calls.value(nameOf(route)).first;
    case Errors:
        return m_calls.value(nameOf(route)).second;
    default:
        return textAt(route, column);
    }
}

QString RouteModel::toolTip(const QJsonObject& route, int column) const {
    if (column == Targets)
        return textAt(route, column);
    if (column == Strategy)
        return StrategyPart::sentenceOf(textOf(route, "strategy"));
    if (column != Price && column != Source)
        return {};
    QStringList parts;
    const auto priced = pricedTargets(route);
    for (const auto& value : priced) {
        const auto target = value.toObject();
        parts.append(
            QString(targetName(target) + u'\n' + priceDetails(m_locale, target.value(QLatin1String("price")))));
    }
    return parts.join(QStringLiteral("\n\n"));
}

QVariant RouteModel::roleAt(const QJsonObject& route, int column, int role) const {
    const bool enabled = route.value(QLatin1String("enabled")).toBool(true);
    switch (role) {
    case Qt::DecorationRole:
        if (column == State)
            return enabled ? m_theme.icon(QStringLiteral("circle-check"), Theme::Tone::Success)
                           : m_theme.icon(QStringLiteral("player-pause"), Theme::Tone::Secondary);
        if (column == Tested) {
            const auto badge = conformanceBadge(m_locale, m_tests.runOf(nameOf(route)));
            return badge.icon.isEmpty() ? QVariant() : QVariant(m_theme.icon(badge.icon, badge.tone));
        }
        if (column == Price) {
            const auto priced = pricedTargets(route);
            const bool unknown = std::any_of(priced.begin(), priced.end(), [](const QJsonValue& target) {
                return !isKnownPrice(target.toObject().value(QLatin1String("price")));
            });
            if (unknown)
                return m_theme.icon(QStringLiteral("alert-triangle"), Theme::Tone::Warning);
        }
        return {};
    case Qt::ForegroundRole:
        if (!enabled || column == Source)
            return QBrush(m_theme.color(Theme::Tone::Secondary));
        return {};
    case Qt::ToolTipRole:
        return toolTip(route, column);
    case ObjectRole:
        return route;
    case PricedRole:
        return pricedTargets(route);
    default:
        return {};
    }
}

QString RouteModel::titleHint(int column) const {
    if (column == Tested)
        return tr("What clients of every dialect get from it, as the last conformance test found");
    return column == Price ? tr("Dollars per million tokens at the first target") : QString();
}

QString RouteModel::title(int column) const {
    switch (column) {
    case Name:
        return tr("Name");
    case State:
        return tr("State");
    case Targets:
        return tr("Targets");
    case Strategy:
        return tr("Strategy");
    case Fallbacks:
        return tr("Fallbacks");
    case Price:
        return tr("Price per million");
    case Source:
        return tr("Price source");
    case Calls:
        return tr("Calls");
    case Errors:
        return tr("Errors");
    case Tested:
        return tr("Conformance");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
