// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cache/cache_model.h"

#include "ui/models/format.h"

#include <QBrush>

namespace gatehouse::ui {
CacheModel::CacheModel(const Theme& theme, const LiveAnswer& cache, QObject* parent)
    : TableRows(ColumnCount, parent), m_theme(theme), m_cache(cache) {
    connect(&cache, &LiveAnswer::changed, this, &CacheModel::take);
    connect(&theme, &Theme::changed, this, &CacheModel::repaint);
    take();
}

void CacheModel::take() {
    QVector<CacheRow> rows;
    const auto routes = m_cache.answer().value(QLatin1String("routes")).toArray();
    for (const auto& value : routes) {
        const auto told = value.toObject();
        rows.append({told.value(QLatin1String("route")).toString(), told.value(QLatin1String("on")).toBool(),
                     CacheFigures(told)});
    }
    putRows(std::move(rows), &CacheRow::route);
}

QString CacheModel::textAt(const CacheRow& row, int column) const {
    const auto& figures = row.figures;
    switch (column) {
    case Route:
        return row.route;
    case State:
        return row.on ? tr("On") : tr("Off");
    case HitRate:
        return figures.asked() == 0 ? QStringLiteral("–") : shareText(m_locale, figures.hitRate());
    case Hits:
        return countText(m_locale, figures.hits);
    case Similar:
        return countText(m_locale, figures.similar);
    case Shared:
        return countText(m_locale, figures.shared);
    case Misses:
        return countText(m_locale, figures.misses);
    case Entries:
        return countText(m_locale, figures.entries);
    case Size:
        return bytesText(m_locale, figures.bytes);
    case Saved:
        return moneyText(m_locale, figures.saved);
    default:
        return {};
    }
}

QVariant CacheModel::sortValue(const CacheRow& row, int column) const {
    const auto& figures = row.figures;
    switch (column) {
    case HitRate:
        return figures.hitRate();
    case Hits:
        return figures.hits;
    case Similar:
        return figures.similar;
    case Shared:
        return figures.shared;
    case Misses:
        return figures.misses;
    case Entries:
        return figures.entries;
    case Size:
        return figures.bytes;
    case Saved:
        return figures.saved.toDouble();
    case State:
        return row.on;
    default:
        return row.route;
    }
}

QVariant CacheModel::roleAt(const CacheRow& row, int column, int role) const {
    switch (role) {
    case Qt::DecorationRole:
        if (column != State)
            return {};
        return m_theme.icon(row.on ? QStringLiteral("circle-check") : QStringLiteral("player-pause"),
                            row.on ? Theme::Tone::Success : Theme::Tone::Secondary);
    case Qt::ForegroundRole:
        return row.on ? QVariant() : QVariant(QBrush(m_theme.color(Theme::Tone::Secondary)));
    default:
        return {};
    }
}

QString CacheModel::titleHint(int column) const {
    if (column == Similar)
        return tr("Answers to questions that mean the same");
    return column == Shared ? tr("Of the hits, those that waited for an equal call under way") : QString();
}

QString CacheModel::title(int column) const {
    switch (column) {
    case Route:
        return tr("Route");
    case State:
        return tr("Cache");
    case HitRate:
        return tr("Hit rate");
    case Hits:
        return tr("Hits");
    case Similar:
        return tr("By meaning");
    case Shared:
        return tr("Coalesced");
    case Misses:
        return tr("Misses");
    case Entries:
        return tr("Entries");
    case Size:
        return tr("Size");
    case Saved:
        return tr("Saved");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
