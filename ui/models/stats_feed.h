// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/models/stats_answer.h"

#include <QObject>
#include <memory>

namespace gatehouse::ui {

// What GET /stats is asked.
struct StatsQuestion {
    QString from;
    QString to; // empty: now
    QString step;
    QStringList groupBy;
    QStringList metrics; // with their dots: "latency.p95"
    QString filter;
};

// Asks for statistics and reads the answers beside the UI thread, however large they are. Only the answer to the newest
// question is told. UI thread.
class StatsFeed : public QObject {
    Q_OBJECT

public:
    using Answer = std::shared_ptr<const StatsAnswer>;

    explicit StatsFeed(GatewayClient& client, QObject* parent = nullptr);
    void ask(const StatsQuestion& question);
    void forget(); // what is under way
    bool busy() const { return m_busy; }

Q_SIGNALS:
    void answered(const std::shared_ptr<const gatehouse::ui::StatsAnswer>& answer);
    void failed(const gatehouse::ui::Problem& problem);
    void busyChanged();

private:
    void take(const Reply& reply, const StatsQuestion& question, quint64 round);
    void setBusy(bool busy);

    GatewayClient& m_client;
    quint64 m_round = 0;
    bool m_busy = false;
};

} // namespace gatehouse::ui
