// SPDX-License-Identifier: GPL-3.0-or-later
// The window on the log: pages that come, and rows that are let go.
#include "ui/models/call_model.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace gatehouse::ui {

QString CallModel::wholeFilter() const {
    if (!m_probesHidden)
        return m_filter;
    const QString probes = QStringLiteral("-tag:") + QLatin1String(probeTag);
    return m_filter.isEmpty() ? probes : QString(m_filter + u' ' + probes);
}

QUrlQuery CallModel::query(const QString& cursor) const {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(pageSize));
    if (!cursor.isEmpty())
        query.addQueryItem(QStringLiteral("cursor"), cursor);
    if (const QString filter = wholeFilter(); !filter.isEmpty())
        query.addQueryItem(QStringLiteral("q"), QString::fromLatin1(QUrl::toPercentEncoding(filter)));
    return query;
}

void CallModel::fetchPage(const QString& cursor) {
    setLoading(Loading::Loading);
    m_client.get(QStringLiteral("/calls"), query(cursor), this,
                 [this, first = cursor.isEmpty(), generation = m_generation](const Reply& reply) {
                     if (generation == m_generation)
                         takePage(reply, first);
                 });
}

void CallModel::takePage(const Reply& reply, bool first) {
    if (!reply.ok()) {
        m_problem = reply.problem();
        setLoading(Loading::Failed);
        return;
    }
    std::vector<CallRow> rows;
    for (const auto& item : reply.items())
        rows.push_back(finishedCall(item.toObject(), m_names));
    m_cursor = reply.nextCursor();
    if (first) {
        beginResetModel();
        m_newer.clear();
        m_finished.assign(std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
        if (!m_filter.isEmpty())
            m_running.clear();
        endResetModel();
    } else {
        append(std::move(rows));
    }
    setLoading(Loading::Idle);
    // A search that takes its time comes in small pages, or empty ones: go on until there is something to see.
    if (m_finished.size() < static_cast<std::size_t>(pageSize))
        fetchMore({});
}

void CallModel::fetchNewer() {
    if (m_newer.empty() || m_fetchingNewer || m_loading == Loading::Loading)
        return;
    m_fetchingNewer = true;
    const auto gone = m_newer.back();
    m_client.get(QStringLiteral("/calls"), query(QStringLiteral("s%1").arg(gone.newest + 1)), this,
                 [this, gone, generation = m_generation](const Reply& reply) {
                     if (generation == m_generation)
                         takeNewer(reply, gone);
                 });
}

void CallModel::takeNewer(const Reply& reply, const Gone& gone) {
    m_fetchingNewer = false;
    if (!reply.ok()) {
        m_problem = reply.problem();
        setLoading(Loading::Failed);
        return;
    }
    std::vector<CallRow> rows;
    for (const auto& item : reply.items()) {
        auto call = finishedCall(item.toObject(), m_names);
        if (call.sequence >= gone.oldest)
            rows.push_back(std::move(call));
    }
    m_newer.pop_back();
    std::reverse(rows.begin(), rows.end());
    m_restoring = true;
    if (!rows.empty())
        prepend(std::move(rows));
    m_restoring = false;
    if (m_newer.empty())
        Q_EMIT heldBackChanged(); // the newest are here
    release();
}

// What has come since, as the gateway's own filter sees it.
void CallModel::fetchNewest() {
    m_client.get(QStringLiteral("/calls"), query({}), this, [this, generation = m_generation](const Reply& reply) {
        if (generation != m_generation || !reply.ok() || isDetached())
            return;
        const qint64 known = !m_held.empty()      ? m_held.back().sequence
                             : m_finished.empty() ? 0
                                                  : m_finished.front().sequence;
        std::vector<CallRow> rows;
        for (const auto& item : reply.items()) {
            auto call = finishedCall(item.toObject(), m_names);
            if (call.sequence > known)
                rows.push_back(std::move(call));
        }
        if (rows.size() == static_cast<std::size_t>(pageSize) && showsLive()) {
            reload(); // more came than a page holds
            return;
        }
        std::reverse(rows.begin(), rows.end());
        take(std::move(rows));
    });
}

// Oldest first.
void CallModel::prepend(std::vector<CallRow> rows) {
    const int first = runningCount();
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    for (auto& call : rows)
        m_finished.push_front(std::move(call));
    endInsertRows();
    letGoBelow();
}

// Newest first.
void CallModel::append(std::vector<CallRow> rows) {
    if (rows.empty())
        return;
    const int from = rowCount();
    beginInsertRows({}, from, from + static_cast<int>(rows.size()) - 1);
    std::move(rows.begin(), rows.end(), std::back_inserter(m_finished));
    endInsertRows();
    letGoAbove();
}

void CallModel::letGoBelow() {
    if (m_finished.size() <= static_cast<std::size_t>(mostRows))
        return;
    beginRemoveRows({}, runningCount() + mostRows, rowCount() - 1);
    m_finished.resize(mostRows);
    endRemoveRows();
    m_cursor = QStringLiteral("s%1").arg(m_finished.back().sequence);
}

void CallModel::letGoAbove() {
    while (m_finished.size() > static_cast<std::size_t>(mostRows)) {
        const int first = runningCount();
        m_newer.push_back({m_finished.front().sequence, m_finished[pageSize - 1].sequence});
        beginRemoveRows({}, first, first + pageSize - 1);
        m_finished.erase(m_finished.begin(), m_finished.begin() + pageSize);
        endRemoveRows();
    }
}

} // namespace gatehouse::ui
