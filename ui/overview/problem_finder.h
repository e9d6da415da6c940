// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/theme/theme.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QVector>

namespace gatehouse::ui {

// Something that is wrong or soon will be, and the one thing to do about it.
struct FoundProblem {
    QString id; // the same while it is the same
    QString icon;
    Theme::Tone tone = Theme::Tone::Warning;
    QString sentence;
    QString step;     // "Replace key"
    QString view;     // where the step leads
    QString argument; // for View::open() there
};

// Reads provider health, budgets, the gateway's own state and the use of the store, and says what a person should look
// at: circuits that are open, keys that are refused, budgets that are near, models without a price, records near their
// bounds. UI thread; asks again when the gateway says that something changed, at most every five seconds.
class ProblemFinder : public QObject {
    Q_OBJECT

public:
    ProblemFinder(GatewayClient& client, QObject* parent);
    void reload();
    void reloadSoon();
    // From the statistics of the view: how many calls have no known price, most first.
    void setUnpriced(const QVector<QPair<QString, qint64>>& models);
    const QVector<FoundProblem>& problems() const { return m_problems; } // errors first
    const QJsonArray& health() const { return m_health; }                // of GET /provider-health
    const QJsonArray& budgets() const { return m_budgets; }              // of GET /usage
    bool loaded() const { return m_loaded; }

Q_SIGNALS:
    void changed();

private:
    void get(const QString& path, void (ProblemFinder::*take)(const QJsonObject&));
    void takeHealth(const QJsonObject& answer);
    void takeUsage(const QJsonObject& answer);
    void takeStatus(const QJsonObject& answer);
    void takeRecords(const QJsonObject& answer);
    void takeTraffic(const QJsonObject& answer);
    void find();
    void findProviders(QVector<FoundProblem>& out) const;
    void findBudgets(QVector<FoundProblem>& out) const;
    void findUnreadCaches(QVector<FoundProblem>& out) const;
    bool isTold(const QString& warning) const;
    void findStore(QVector<FoundProblem>& out) const;

    GatewayClient& m_client;
    QTimer m_soon;
    QJsonArray m_health;
    QJsonArray m_budgets;
    QJsonObject m_status;
    QJsonObject m_records;
    QJsonArray m_unreadCaches; // prompt caches that were written and never read
    QVector<QPair<QString, qint64>> m_unpriced;
    QVector<FoundProblem> m_problems;
    bool m_loaded = false;
};

} // namespace gatehouse::ui
