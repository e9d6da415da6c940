// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/call_model.h"

#include "core/contract/filter.h"
#include "ui/models/format.h"

#include <algorithm>
#include <iterator>

namespace gatehouse::ui {
namespace {

constexpr int pageSize = 200;
constexpr int flushMilliseconds = 100;
constexpr int tickMilliseconds = 250;
// So many rows stay in memory; older ones are asked for again when scrolled to.
constexpr std::size_t mostRows = 200'000;

bool isNumber(int column) {
    return column == CallModel::Tokens || column == CallModel::FirstByte || column == CallModel::Total ||
           column == CallModel::Cost || column == CallModel::Attempts;
}

QString term(contract::FilterField field, const QString& value) {
    return value.isEmpty() ? QString() : QString::fromStdString(contract::termText(field, value.toStdString(), false));
}

} // namespace

CallModel::CallModel(GatewayClient& client, QObject* parent) : QAbstractTableModel(parent), m_client(client) {
    m_flush.setSingleShot(true);
    m_flush.setInterval(flushMilliseconds);
    m_tick.setInterval(tickMilliseconds);
    connect(&m_flush, &QTimer::timeout, this, &CallModel::flush);
    connect(&m_tick, &QTimer::timeout, this, &CallModel::tick);
    connect(&client, &GatewayClient::event, this, &CallModel::onEvent);
    connect(&client, &GatewayClient::refreshNeeded, this, &CallModel::reload);
}

void CallModel::setFilter(const QString& filter) {
    if (m_filter == filter)
        return;
    m_filter = filter;
    reload();
}

void CallModel::reload() {
    ++m_generation;
    m_newestAsked = false;
    m_arrived.clear();
    m_done.clear();
    if (!m_held.empty()) {
        m_held.clear();
        Q_EMIT heldBackChanged();
    }
    fetchPage({});
}

void CallModel::setFollowing(bool following) {
    if (m_following == following)
        return;
    m_following = following;
    if (following && !m_held.empty()) {
        prepend(std::exchange(m_held, {}));
        Q_EMIT heldBackChanged();
    }
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

int CallModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_running.size() + m_finished.size());
}

int CallModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CallModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const CallRow& call = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(call, index.column());
    case Qt::TextAlignmentRole:
        return QVariant(
            static_cast<int>((isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    case CallRole:
        return call.id;
    case StateRole:
        return static_cast<int>(stateOf(call));
    case RunningRole:
        return call.running;
    case FilterTermRole:
        switch (index.column()) {
        case Status:
            return call.status == 0 ? QString() : term(contract::FilterField::Status, QString::number(call.status));
        case Model:
            return term(contract::FilterField::Model, call.modelAsked);
        case Provider:
            return term(contract::FilterField::Provider, call.provider);
        case Key:
            return term(contract::FilterField::Key, call.key);
        case Route:
            return term(contract::FilterField::Route, call.route);
        case Client:
            return term(contract::FilterField::Client, call.client);
        default:
            return QString();
        }
    default:
        return {};
    }
}

QVariant CallModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(static_cast<int>((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Status:
        return tr("Status");
    case Model:
        return tr("Model");
    case Provider:
        return tr("Provider");
    case Key:
        return tr("Key");
    case Route:
        return tr("Route");
    case Tokens:
        return tr("Tokens");
    case FirstByte:
        return tr("First byte");
    case Total:
        return tr("Total");
    case Cost:
        return tr("Cost");
    case Cache:
        return tr("Cache");
    case Attempts:
        return tr("Tries");
    case Client:
        return tr("Client");
    case Tags:
        return tr("Tags");
    default:
        return {};
    }
}

bool CallModel::canFetchMore(const QModelIndex& parent) const {
    return !parent.isValid() && !m_cursor.isEmpty() && m_loading == Loading::Idle;
}

void CallModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent))
        fetchPage(m_cursor);
}

void CallModel::onEvent(const QString& type, const QJsonObject& data) {
    if (type == QLatin1String("call.started")) {
        if (!m_filter.isEmpty())
            return; // which of them will fit is known when they are over
        beginInsertRows({}, 0, 0);
        m_running.insert(m_running.begin(), startedCall(data));
        endInsertRows();
        m_tick.start();
    } else if (type == QLatin1String("call.progress")) {
        const QString id = data.value(QLatin1String("id")).toString();
        for (auto& running : m_running) {
            if (running.id == id)
                takeProgress(running, data);
        }
        m_runningChanged = true;
    } else if (type == QLatin1String("call.finished")) {
        m_done.push_back(data.value(QLatin1String("id")).toString());
        if (m_filter.isEmpty())
            m_arrived.push_back(finishedCall(data));
        else
            m_newestAsked = true;
    } else {
        return;
    }
    if (!m_flush.isActive())
        m_flush.start();
}

void CallModel::flush() {
    for (const auto& id : std::exchange(m_done, {}))
        forgetRunning(id);
    if (std::exchange(m_runningChanged, false) && !m_running.empty())
        Q_EMIT dataChanged(index(0, 0), index(runningCount() - 1, ColumnCount - 1));
    if (std::exchange(m_newestAsked, false))
        fetchNewest();
    auto arrived = std::exchange(m_arrived, {});
    // A call that ended while a page was being read is in both.
    std::erase_if(arrived, [this](const CallRow& call) { return isShown(call.id); });
    if (arrived.empty())
        return;
    if (m_following) {
        prepend(std::move(arrived));
    } else {
        std::move(arrived.begin(), arrived.end(), std::back_inserter(m_held));
        Q_EMIT heldBackChanged();
    }
}

bool CallModel::isShown(const QString& id) const {
    const auto end = m_finished.begin() + static_cast<qsizetype>(std::min<std::size_t>(m_finished.size(), pageSize));
    const auto same = [&id](const CallRow& call) { return call.id == id; };
    return std::any_of(m_finished.begin(), end, same) || std::any_of(m_held.begin(), m_held.end(), same);
}

void CallModel::prepend(std::vector<CallRow> rows) {
    const int first = runningCount();
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    for (auto& call : rows)
        m_finished.push_front(std::move(call));
    endInsertRows();
    if (m_finished.size() <= mostRows)
        return;
    beginRemoveRows({}, first + static_cast<int>(mostRows), rowCount() - 1);
    m_finished.resize(mostRows);
    endRemoveRows();
    m_cursor.clear(); // it stood behind what has just gone
}

void CallModel::fetchPage(const QString& cursor) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(pageSize));
    if (!cursor.isEmpty())
        query.addQueryItem(QStringLiteral("cursor"), cursor);
    if (!m_filter.isEmpty())
        query.addQueryItem(QStringLiteral("q"), QString::fromLatin1(QUrl::toPercentEncoding(m_filter)));
    setLoading(Loading::Loading);
    m_client.get(QStringLiteral("/calls"), query, this,
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
    const auto items = reply.items();
    m_cursor = reply.nextCursor();
    if (first) {
        beginResetModel();
        m_finished.clear();
        if (!m_filter.isEmpty())
            m_running.clear();
        for (const auto& item : items)
            m_finished.push_back(finishedCall(item.toObject()));
        endResetModel();
    } else if (!items.isEmpty()) {
        const int from = rowCount();
        beginInsertRows({}, from, from + static_cast<int>(items.size()) - 1);
        for (const auto& item : items)
            m_finished.push_back(finishedCall(item.toObject()));
        endInsertRows();
    }
    setLoading(Loading::Idle);
}

// What has come since, as the gateway's own filter sees it.
void CallModel::fetchNewest() {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(pageSize));
    query.addQueryItem(QStringLiteral("q"), QString::fromLatin1(QUrl::toPercentEncoding(m_filter)));
    m_client.get(QStringLiteral("/calls"), query, this, [this, generation = m_generation](const Reply& reply) {
        if (generation != m_generation || !reply.ok())
            return;
        const QString newest = !m_held.empty()      ? m_held.back().id
                               : m_finished.empty() ? QString()
                                                    : m_finished.front().id;
        std::vector<CallRow> rows;
        for (const auto& item : reply.items()) {
            auto call = finishedCall(item.toObject());
            if (call.id == newest)
                break;
            rows.push_back(std::move(call));
        }
        std::reverse(rows.begin(), rows.end());
        std::move(rows.begin(), rows.end(), std::back_inserter(m_arrived));
        flush();
    });
}

void CallModel::tick() {
    if (m_running.empty()) {
        m_tick.stop();
        return;
    }
    const auto now = QDateTime::currentDateTimeUtc();
    for (auto& running : m_running)
        running.totalMs = static_cast<double>(running.startedAt.msecsTo(now));
    Q_EMIT dataChanged(index(0, Total), index(runningCount() - 1, Total));
}

void CallModel::forgetRunning(const QString& id) {
    const auto found = std::find_if(m_running.begin(), m_running.end(), [&id](const CallRow& r) { return r.id == id; });
    if (found == m_running.end())
        return;
    const int at = static_cast<int>(found - m_running.begin());
    beginRemoveRows({}, at, at);
    m_running.erase(found);
    endRemoveRows();
}

void CallModel::setLoading(Loading loading) {
    m_loading = loading;
    Q_EMIT loadingChanged();
}

const CallRow& CallModel::row(int number) const {
    const auto at = static_cast<std::size_t>(number);
    return at < m_running.size() ? m_running[at] : m_finished[at - m_running.size()];
}

QString CallModel::text(const CallRow& call, int column) const {
    const QLocale locale;
    switch (column) {
    case Time:
        return clockText(locale, call.startedAt);
    case Status:
        return statusText(call);
    case Model:
        return call.modelServed.isEmpty() || call.modelAsked.endsWith(call.modelServed)
                   ? call.modelAsked
                   : tr("%1 → %2", "model asked, model served").arg(call.modelAsked, call.modelServed);
    case Provider:
        return call.provider;
    case Key:
        return call.key;
    case Route:
        return call.route;
    case Tokens:
        if (call.running)
            return call.bytesOut == 0 ? QString() : bytesText(locale, call.bytesOut);
        return tr("%1 → %2", "tokens in, tokens out")
            .arg(countText(locale, call.inputTokens), countText(locale, call.outputTokens));
    case FirstByte:
        return durationText(locale, call.firstByteMs);
    case Total:
        return durationText(locale, call.totalMs);
    case Cost:
        if (call.running)
            return QStringLiteral("–");
        return call.cost.isEmpty() ? tr("unknown") : moneyText(locale, call.cost);
    case Cache:
        return call.cache == QLatin1String("off") ? QString() : call.cache;
    case Attempts:
        return call.attempts > 1 ? countText(locale, call.attempts) : QString();
    case Client:
        return call.client;
    case Tags:
        return call.tags;
    default:
        return {};
    }
}

CallModel::State CallModel::stateOf(const CallRow& call) {
    if (call.running)
        return State::Running;
    if (call.outcome == QLatin1String("ok"))
        return call.attempts > 1 ? State::Retried : State::Ok;
    if (call.outcome == QLatin1String("refused"))
        return State::Refused;
    if (call.outcome == QLatin1String("cancelled"))
        return State::Cancelled;
    return State::Failed;
}

QString CallModel::statusText(const CallRow& call) {
    if (call.running)
        return call.firstByteMs ? tr("streaming…") : tr("waiting…");
    QString text = QString::number(call.status);
    if (call.outcome == QLatin1String("truncated"))
        return tr("%1 · cut off").arg(text);
    if (call.outcome == QLatin1String("cancelled"))
        return tr("client left");
    if (!call.error.isEmpty())
        return QString(text + QStringLiteral(" · ") + QString(call.error).replace(u'_', u' '));
    if (call.attempts > 1)
        return tr("%1 · %n retries", nullptr, call.attempts - 1).arg(text);
    return text;
}

} // namespace gatehouse::ui
