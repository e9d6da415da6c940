// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/route_model.h"

#include "ui/models/format.h"
#include "ui/routes/conformance_book.h"
#include "ui/routes/price_words.h"
#include "ui/routes/strategy_part.h"
#include "ui/widgets/table_view.h"

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

bool isNumber(int column) {
    return column == RouteModel::Fallbacks || column == RouteModel::Calls || column == RouteModel::Errors;
}

Qt::Alignment alignmentOf(int column) {
    return (isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
}

} // namespace

RouteModel::RouteModel(const Theme& theme, GatewayClient& client, TimeRange& range, const ResourceList& routes,
                       const ConformanceBook& tests, QObject* parent)
    : QAbstractTableModel(parent), m_theme(theme), m_client(client), m_range(range), m_list(routes), m_tests(tests) {
    connect(&tests, &ConformanceBook::changed, this, &RouteModel::changedAll);
    m_soon.setSingleShot(true);
    m_soon.setInterval(questionsApartMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &RouteModel::refreshFigures);
    connect(&routes, &ResourceList::changed, this, &RouteModel::take);
    connect(&theme, &Theme::changed, this, &RouteModel::changedAll);
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
    const auto& items = m_list.items();
    bool same = items.size() == m_rows.size();
    for (int row = 0; same && row < items.size(); ++row)
        same = nameOf(items[row]) == nameOf(m_rows[row]);
    if (same) { // selection and scroll place stay
        m_rows = items;
        changedAll();
        return;
    }
    beginResetModel();
    m_rows = items;
    endResetModel();
}

void RouteModel::changedAll() {
    if (!m_rows.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(static_cast<int>(m_rows.size()) - 1, ColumnCount - 1));
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
    changedAll();
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
    changedAll();
}

int RouteModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RouteModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QModelIndex RouteModel::find(const QString& name) const {
    for (int row = 0; row < m_rows.size(); ++row) {
        if (nameOf(m_rows[row]) == name)
            return index(row, 0);
    }
    return {};
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

QVariant RouteModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const auto& route = m_rows[index.row()];
    const int column = index.column();
    const bool enabled = route.value(QLatin1String("enabled")).toBool(true);
    switch (role) {
    case Qt::DisplayRole:
        return textAt(route, column);
    case TableView::SortRole:
        return sortValue(route, column);
    case Qt::TextAlignmentRole:
        return QVariant(alignmentOf(column));
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

QVariant RouteModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(alignmentOf(section));
    if (role == Qt::ToolTipRole && section == Tested)
        return tr("What clients of every dialect get from it, as the last conformance test found");
    if (role == Qt::ToolTipRole && section == Price)
        return tr("Dollars per million tokens at the first target");
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
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
