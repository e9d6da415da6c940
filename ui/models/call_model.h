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

// The log: running calls on top, then finished ones, newest first. It is a window on a log of any size: pages come as
// the reader nears an end of what is there, and what lies far behind is let go and read again when it is come back to.
// What happens meanwhile is taken in batches, ten times a second, and held back while the reader is elsewhere or has
// paused the display. UI thread.
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
        Input,
        Cached,
        Output,
        FirstByte,
        Total,
        Cost,
        Cache,
        Retries,
        Client,
        Tags,
        ColumnCount
    };
    enum Role {
        CallRole = Qt::UserRole, // the id of the call
        StateRole,               // State: for the icon and its colour
        RunningRole,
        FilterTermRole, // the filter's term that keeps what this cell shows, or empty
        PretendRole,    // of the cost: no real money
    };
    enum class State { Running, Ok, Retried, Refused, Failed, Cancelled };
    enum class Loading { Idle, Loading, Failed };

    // Rows that are kept in memory, live ones that are held back aside.
    static constexpr int mostRows = 10'000;
    static constexpr int pageSize = 200;

    explicit CallModel(GatewayClient& client, QObject* parent = nullptr);

    // In the grammar of the log. Starts over.
    void setFilter(const QString& filter);
    const QString& filter() const { return m_filter; }
    // Calls with the tag "probe" are left out.
    void setProbesHidden(bool hidden);
    bool probesHidden() const { return m_probesHidden; }
    void reload();
    // While false, new calls wait: heldBack() says how many.
    void setFollowing(bool following);
    // Stops what is shown, never what is recorded: new calls wait, running ones stand still.
    void setPaused(bool paused);
    bool isPaused() const { return m_paused; }
    int heldBack() const { return m_heldCount; }
    // The newest calls are not among the rows: showNewest() brings them back.
    bool isDetached() const { return !m_newer.empty(); }
    void showNewest();
    // The rows that come in at the top just now were there before: what is in sight stays in sight.
    bool isRestoring() const { return m_restoring; }
    // The reader looks at these rows: what lies near is read ahead.
    void lookAt(int first, int last);
    Loading loading() const { return m_loading; }
    const Problem& problem() const { return m_problem; }
    int runningCount() const { return static_cast<int>(m_running.size()); }
    const CallRow* call(const QModelIndex& index) const;
    QModelIndex indexOf(const QString& id) const;
    // The person asked the gateway to end a running call; its row says so until it is over.
    void setCancelling(const QString& id, bool cancelling);

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
    // Rows that were let go above the window.
    struct Gone {
        qint64 newest = 0; // sequence numbers, both included
        qint64 oldest = 0;
    };

    void onEvent(const QString& type, const QJsonObject& data);
    void onStarted(const QJsonObject& data);
    void onProgress(const QJsonObject& data);
    QUrlQuery query(const QString& cursor) const;
    QString wholeFilter() const;
    void fetchPage(const QString& cursor);
    void fetchNewer();
    void fetchNewest();
    void takePage(const Reply& reply, bool first);
    void takeNewer(const Reply& reply, const Gone& gone);
    void flush();
    void flushRunning();
    void take(std::vector<CallRow> arrived);
    void hold(std::vector<CallRow> rows);
    void release();
    void prepend(std::vector<CallRow> rows);
    void append(std::vector<CallRow> rows);
    void letGoBelow();
    void letGoAbove();
    bool isShown(const CallRow& call) const;
    bool showsLive() const { return m_following && !m_paused && m_newer.empty(); }
    void tick();
    void removeRunning(const QVector<QString>& ids);
    void setLoading(Loading loading);
    const CallRow& row(int number) const;
    QString text(const CallRow& row, int column) const;
    QString term(const CallRow& row, int column) const;
    static State stateOf(const CallRow& row);
    static QString statusText(const CallRow& row);

    GatewayClient& m_client;
    NamePool m_names;
    QString m_filter;
    bool m_probesHidden = false;
    QString m_cursor;                // of the page below the last row; empty: there is none
    std::vector<Gone> m_newer;       // the nearest one last
    std::vector<CallRow> m_running;  // newest first
    std::deque<CallRow> m_finished;  // newest first
    std::vector<CallRow> m_starting; // since the last flush, oldest first
    std::vector<CallRow> m_arrived;  // since the last flush, oldest first
    std::vector<CallRow> m_held;     // oldest first; empty beyond a bound, where only m_heldCount goes on
    int m_heldCount = 0;
    QVector<QString> m_done; // running calls that have ended since the last flush
    QTimer m_flush;
    QTimer m_tick;
    QTimer m_newest; // for filtered logs: what is new is asked for, at a bounded rate
    bool m_following = true;
    bool m_paused = false;
    bool m_runningChanged = false;
    bool m_fetchingNewer = false;
    bool m_restoring = false;
    quint64 m_generation = 0; // answers to an earlier filter are dropped
    Loading m_loading = Loading::Idle;
    Problem m_problem;
};

} // namespace gatehouse::ui
