// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/call_model.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr int flushMilliseconds = 100;
constexpr int tickMilliseconds = 250;
constexpr int newestMilliseconds = 500;
// So near an end of the rows the next page is asked for.
constexpr int readAheadRows = CallModel::pageSize;
// Calls that wait are kept up to here; more of them are read again when they are wanted.
constexpr std::size_t mostHeld = 2'000;

} // namespace

CallModel::CallModel(GatewayClient& client, QObject* parent) : QAbstractTableModel(parent), m_client(client) {
    m_flush.setSingleShot(true);
    m_flush.setInterval(flushMilliseconds);
    m_tick.setInterval(tickMilliseconds);
    m_newest.setSingleShot(true);
    m_newest.setInterval(newestMilliseconds);
    connect(&m_flush, &QTimer::timeout, this, &CallModel::flush);
    connect(&m_tick, &QTimer::timeout, this, &CallModel::tick);
    connect(&m_newest, &QTimer::timeout, this, &CallModel::fetchNewest);
    connect(&client, &GatewayClient::event, this, &CallModel::onEvent);
    connect(&client, &GatewayClient::refreshNeeded, this, &CallModel::reload);
    // A view that is made later finds the gateway there already. Not before it has said what it wants to see.
    QTimer::singleShot(0, this, [this] {
        if (m_loading == Loading::Idle && m_generation == 0 && m_client.state() == GatewayClient::State::Connected)
            reload();
    });
}

void CallModel::setFilter(const QString& filter) {
    if (m_filter == filter)
        return;
    m_filter = filter;
    reload();
}

void CallModel::setProbesHidden(bool hidden) {
    if (m_probesHidden == hidden)
        return;
    m_probesHidden = hidden;
    reload();
}

void CallModel::reload() {
    ++m_generation;
    m_newest.stop();
    m_fetchingNewer = false;
    m_arrived.clear();
    m_starting.clear();
    m_done.clear();
    m_held.clear();
    if (std::exchange(m_heldCount, 0) != 0)
        Q_EMIT heldBackChanged();
    fetchPage({});
}

void CallModel::showNewest() {
    if (isDetached())
        reload();
}

void CallModel::setFollowing(bool following) {
    if (std::exchange(m_following, following) != following && following)
        release();
}

void CallModel::setPaused(bool paused) {
    if (std::exchange(m_paused, paused) == paused || paused)
        return;
    flushRunning();
    release();
}

void CallModel::lookAt(int first, int last) {
    if (last + readAheadRows > rowCount())
        fetchMore({});
    if (first < readAheadRows)
        fetchNewer();
}

const CallRow* CallModel::call(const QModelIndex& index) const {
    return index.isValid() ? &row(index.row()) : nullptr;
}

QModelIndex CallModel::indexOf(const QString& id) const {
    for (int i = 0; i < rowCount(); ++i) {
        if (row(i).id == id)
            return index(i, 0);
    }
    return {};
}

void CallModel::setCancelling(const QString& id, bool cancelling) {
    for (std::size_t i = 0; i < m_running.size(); ++i) {
        if (m_running[i].id != id)
            continue;
        m_running[i].cancelling = cancelling;
        const auto at = index(static_cast<int>(i), Status);
        Q_EMIT dataChanged(at, at);
    }
}

int CallModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_running.size() + m_finished.size());
}

int CallModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

bool CallModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && !m_cursor.isEmpty() && m_loading == Loading::Idle;
}

void CallModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent))
        fetchPage(m_cursor);
}

void CallModel::onEvent(const QString& type, const QJsonObject& data) {
    if (type == QLatin1String("call.started"))
        onStarted(data);
    else if (type == QLatin1String("call.progress"))
        onProgress(data);
    else if (type == QLatin1String("call.finished")) {
        m_done.push_back(data.value(QLatin1String("id")).toString());
        // What fits a filter only the gateway knows.
        if (m_filter.isEmpty())
            m_arrived.push_back(finishedCall(data, m_names));
        else if (!m_newest.isActive())
            m_newest.start();
    } else {
        return;
    }
    if (!m_flush.isActive())
        m_flush.start();
}

void CallModel::onStarted(const QJsonObject& data) {
    if (m_filter.isEmpty()) // which of them will fit is known when they are over
        m_starting.push_back(startedCall(data, m_names));
}

void CallModel::onProgress(const QJsonObject& data) {
    if (!m_filter.isEmpty())
        return;
    const QString id = data.value(QLatin1String("id")).toString();
    for (auto* list : {&m_starting, &m_running}) {
        for (auto& running : *list) {
            if (running.id == id) {
                takeProgress(running, data, m_names);
                m_runningChanged = true;
                return;
            }
        }
    }
    // It ran before the console came.
    CallRow row;
    row.running = true;
    row.id = id;
    takeProgress(row, data, m_names);
    row.startedAt = QDateTime::currentDateTimeUtc().addMSecs(-static_cast<qint64>(row.totalMs.value_or(0)));
    row.modelAsked = row.modelServed;
    m_starting.push_back(std::move(row));
}

void CallModel::flush() {
    if (!m_paused)
        flushRunning();
    auto arrived = std::exchange(m_arrived, {});
    // A call that ended while a page was being read is in both.
    std::erase_if(arrived, [this](const CallRow& call) { return (m_probesHidden && isProbe(call)) || isShown(call); });
    take(std::move(arrived));
}

void CallModel::take(std::vector<CallRow> arrived) {
    if (arrived.empty())
        return;
    if (showsLive() && m_held.empty() && m_heldCount == 0)
        prepend(std::move(arrived));
    else
        hold(std::move(arrived));
}

// Calls that are over before they were ever shown as running do not flash by.
void CallModel::flushRunning() {
    const auto done = std::exchange(m_done, {});
    std::erase_if(m_starting,
                  [&](const CallRow& call) { return done.contains(call.id) || (m_probesHidden && isProbe(call)); });
    removeRunning(done);
    if (const auto starting = std::exchange(m_starting, {}); !starting.empty()) {
        beginInsertRows({}, 0, static_cast<int>(starting.size()) - 1);
        m_running.insert(m_running.begin(), starting.rbegin(), starting.rend());
        endInsertRows();
        m_tick.start();
    }
    if (std::exchange(m_runningChanged, false) && !m_running.empty())
        Q_EMIT dataChanged(index(0, 0), index(runningCount() - 1, ColumnCount - 1));
}

void CallModel::hold(std::vector<CallRow> rows) {
    const bool counting = m_heldCount > static_cast<int>(m_held.size());
    m_heldCount += static_cast<int>(rows.size());
    if (!counting)
        std::move(rows.begin(), rows.end(), std::back_inserter(m_held));
    if (m_held.size() > mostHeld)
        m_held.clear(); // from here on they are counted only
    Q_EMIT heldBackChanged();
}

void CallModel::release() {
    if (!showsLive() || m_heldCount == 0)
        return;
    if (m_heldCount > static_cast<int>(m_held.size())) {
        reload();
        return;
    }
    m_heldCount = 0;
    prepend(std::exchange(m_held, {}));
    Q_EMIT heldBackChanged();
}

bool CallModel::isShown(const CallRow& call) const {
    const auto end = m_finished.begin() + static_cast<qsizetype>(std::min<std::size_t>(m_finished.size(), pageSize));
    const auto same = [&call](const CallRow& other) { return other.sequence == call.sequence && other.id == call.id; };
    return std::any_of(m_finished.begin(), end, same) || std::any_of(m_held.begin(), m_held.end(), same);
}

void CallModel::tick() {
    if (m_running.empty()) {
        m_tick.stop();
        return;
    }
    if (m_paused)
        return;
    const auto now = QDateTime::currentDateTimeUtc();
    for (auto& running : m_running)
        running.totalMs = static_cast<double>(std::max<qint64>(running.startedAt.msecsTo(now), 0));
    Q_EMIT dataChanged(index(0, Total), index(runningCount() - 1, Total));
}

void CallModel::removeRunning(const QVector<QString>& ids) {
    if (ids.isEmpty() || m_running.empty())
        return;
    const QSet<QString> gone(ids.begin(), ids.end());
    for (int last = runningCount() - 1; last >= 0; --last) {
        if (!gone.contains(m_running[static_cast<std::size_t>(last)].id))
            continue;
        int first = last;
        while (first > 0 && gone.contains(m_running[static_cast<std::size_t>(first - 1)].id))
            --first;
        beginRemoveRows({}, first, last);
        m_running.erase(m_running.begin() + first, m_running.begin() + last + 1);
        endRemoveRows();
        last = first;
    }
}

void CallModel::setLoading(Loading loading) {
    m_loading = loading;
    Q_EMIT loadingChanged();
}

const CallRow& CallModel::row(int number) const {
    const auto at = static_cast<std::size_t>(number);
    return at < m_running.size() ? m_running[at] : m_finished[at - m_running.size()];
}

} // namespace gatehouse::ui
