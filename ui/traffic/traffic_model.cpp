// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/traffic_model.h"

#include "ui/models/format.h"
#include "ui/traffic/traffic_words.h"
#include "ui/widgets/bar_delegate.h"

#include <algorithm>

namespace gatehouse::ui {
TrafficModel::TrafficModel(const Theme& theme, const LiveAnswer& traffic, QObject* parent)
    : TableRows(ColumnCount, parent), m_theme(theme), m_traffic(traffic) {
    connect(&traffic, &LiveAnswer::changed, this, &TrafficModel::take);
    connect(&theme, &Theme::changed, this, &TrafficModel::repaint);
    take();
}

void TrafficModel::take() {
    putRows(trafficRows(m_traffic.answer()), &TrafficRow::id);
}

const TrafficRow* TrafficModel::find(const QString& id) const {
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&id](const TrafficRow& row) { return row.id == id; });
    return found == m_rows.end() ? nullptr : &*found;
}

QString TrafficModel::textAt(const TrafficRow& row, int column) const {
    switch (column) {
    case Target:
        return row.target();
    case Key:
        return row.key.isEmpty() ? QStringLiteral("–") : row.key;
    case Circuit:
        return circuitText(row);
    case InFlight:
        return row.concurrent > 0 ? tr("%1 of %2", "calls, their cap")
                                        .arg(m_locale.toString(row.providerInFlight), m_locale.toString(row.concurrent))
                                  : m_locale.toString(row.inFlight);
    case Waiting:
        return m_locale.toString(row.waiting);
    case Learned: {
        const auto* limit = row.tightest();
        if (limit == nullptr && !row.limits.isEmpty())
            limit = &row.limits.front();
        return limit == nullptr ? tr("Not told") : learnedText(m_locale, *limit);
    }
    case Health:
        return healthText(row);
    case FirstToken:
        return durationText(m_locale, row.firstTokenP95);
    case Errors:
        return row.errorRate ? shareText(m_locale, *row.errorRate) : QStringLiteral("–");
    case Share:
        return row.share ? shareText(m_locale, *row.share) : QStringLiteral("–");
    default:
        return {};
    }
}

QVariant TrafficModel::sortValue(const TrafficRow& row, int column) const {
    switch (column) {
    case Circuit: // the worst last
        return row.circuit == QLatin1String("open") ? 2 : row.circuit == QLatin1String("half_open") ? 1 : 0;
    case InFlight:
        return row.inFlight;
    case Waiting:
        return row.waiting;
    case Learned: {
        const auto* limit = row.tightest();
        return limit == nullptr ? -1.0 : *limit->usedShare();
    }
    case FirstToken:
        return row.firstTokenP95.value_or(-1);
    case Errors:
        return row.errorRate.value_or(-1);
    case Share:
        return row.share.value_or(-1);
    default:
        return textAt(row, column);
    }
}

QVariant TrafficModel::iconAt(const TrafficRow& row, int column) const {
    if (column == Circuit)
        return m_theme.icon(circuitIcon(row), circuitTone(row));
    return column == Health ? QVariant(m_theme.icon(healthIcon(row), healthTone(row))) : QVariant();
}

// How much of the provider's tightest limit is used.
QVariant TrafficModel::barAt(const TrafficRow& row) {
    const auto* limit = row.tightest();
    return limit == nullptr ? QVariant() : QVariant(*limit->usedShare());
}

QVariant TrafficModel::roleAt(const TrafficRow& row, int column, int role) const {
    switch (role) {
    case Qt::DecorationRole:
        return iconAt(row, column);
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        if (column == Learned)
            return learnedLines(m_locale, row).join(u'\n');
        if (column == Waiting)
            return queueLines(m_locale, row).join(u'\n');
        return column == Health ? QVariant(healthLines(m_locale, row).join(u'\n')) : QVariant();
    case BarDelegate::ShareRole:
        return column == Learned ? barAt(row) : QVariant();
    case IdRole:
        return row.id;
    default:
        return {};
    }
}

QString TrafficModel::title(int column) const {
    switch (column) {
    case Target:
        return tr("Target");
    case Key:
        return tr("Key");
    case Circuit:
        return tr("Circuit");
    case InFlight:
        return tr("In flight");
    case Waiting:
        return tr("Waiting");
    case Learned:
        return tr("Provider's limit");
    case Health:
        return tr("Health check");
    case FirstToken:
        return tr("First token p95");
    case Errors:
        return tr("Errors");
    case Share:
        return tr("Share");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
