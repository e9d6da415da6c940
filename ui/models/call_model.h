// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/models/call_row.h"

#include <QAbstractTableModel>
#include <QElapsedTimer>
#include <QTimer>
#include <deque>
#include <vector>

namespace gatehouse::ui {

// The log: running calls on top, then finished ones, newest first. Older pages come as they are asked for; what
// happens meanwhile is taken in batches, ten times a second, and held back while the reader is elsewhere. UI thread.
class CallModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column {
        Time,
        Status,
        Model,
        Provider,
        Key,
        Route,
        Tokens,
        FirstByte,
        Total,
        Cost,
        Cache,
        Attempts,
        Client,
        Tags,
        ColumnCount
    };
    enum Role {
        CallRole = Qt::UserRole, // the id of the call
        StateRole,               // State: for the icon and its colour
        RunningRole,
        FilterTermRole, // the filter's term that keeps what this cell shows, or empty
    };
    enum class State { Running, Ok, Retried, Refused, Failed, Cancelled };
    enum class Loading { Idle, Loading, Failed };

    explicit CallModel(GatewayClient& client, QObject* parent = nullptr);

    // In the grammar of the log. Starts over.
    void setFilter(const QString& filter);
    const QString& filter() const { return m_filter; }
    void reload();
    // While false, new calls wait: heldBack() says how many.
    void setFollowing(bool following);
    int heldBack() const { return static_cast<int>(m_held.size()); }
    Loading loading() const { return m_loading; }
    const Problem& problem() const { return m_problem; }
    int runningCount() const { return static_cast<int>(m_running.size()); }
    const CallRow* call(const QModelIndex& index) const;
    QModelIndex indexOf(const QString& id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;

Q_SIGNALS:
    void loadingChanged();
    void heldBackChanged();

private:
    void onEvent(const QString& type, const QJsonObject& data);
    void fetchPage(const QString& cursor);
    void fetchNewest();
    void takePage(const Reply& reply, bool first);
    void flush();
    void prepend(std::vector<CallRow> rows);
    bool isShown(const QString& id) const;
    void tick();
    void forgetRunning(const QString& id);
    void setLoading(Loading loading);
    const CallRow& row(int number) const;
    QString text(const CallRow& row, int column) const;
    static State stateOf(const CallRow& row);
    static QString statusText(const CallRow& row);

    GatewayClient& m_client;
    QString m_filter;
    QString m_cursor;
    std::vector<CallRow> m_running; // newest first
    std::deque<CallRow> m_finished; // newest first
    std::vector<CallRow> m_arrived; // since the last flush, oldest first
    std::vector<CallRow> m_held;    // oldest first
    std::vector<QString> m_done;    // running calls that have ended since the last flush
    QTimer m_flush;
    QTimer m_tick;
    bool m_following = true;
    bool m_newestAsked = false;
    bool m_runningChanged = false;
    quint64 m_generation = 0; // answers to an earlier filter are dropped
    Loading m_loading = Loading::Idle;
    Problem m_problem;
};

} // namespace gatehouse::ui
