// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QJsonObject>
#include <QObject>
#include <QTimer>
#include <QVector>

namespace gatehouse::ui {

// How one test came out with one version and one model.
struct TestOutcome {
    QString test;
    int version = 0;
    QString model;
    bool passed = false;
    QStringList failures; // sentences
    QString answer;
    double milliseconds = -1;
};

// A run of tests, as far as it is.
struct TestRunState {
    QString id;
    bool running = false;
    QString state; // "running", "done", "stopped"
    int done = 0;
    int total = 0;
    QString cost; // exact dollars, once it is over; empty: not known
    QVector<int> versions;
    QStringList models;
    QVector<TestOutcome> outcomes;

    static TestRunState read(const QJsonObject& told);
};

// Has the gateway run a prompt's tests, asks how far it is, and what it will cost. UI thread.
class TestRunner : public QObject {
    Q_OBJECT

public:
    TestRunner(GatewayClient& client, QObject* parent);

    void setPrompt(const QString& id); // forgets what was shown, reads its latest run
    void estimate(const QList<int>& versions, const QStringList& models);
    void start(const QList<int>& versions, const QStringList& models);
    void cancel();

    const TestRunState& run() const { return m_run; }
    const QString& estimateText() const { return m_estimate; } // "6 calls, at most $0.0012"; why it cannot be said
    const QString& problem() const { return m_problem; }

    static QString billText(const QJsonObject& bill); // "3 calls, at most $0.0012"

Q_SIGNALS:
    void changed();

private:
    static QJsonObject asked(const QList<int>& versions, const QStringList& models);
    void poll();
    void take(const Reply& reply);
    void sendEstimate();

    GatewayClient& m_client;
    QTimer m_again;
    QTimer m_soon;
    QString m_prompt;
    QJsonObject m_toEstimate;
    TestRunState m_run;
    QString m_estimate;
    QString m_problem;
    quint64 m_round = 0;
    quint64 m_estimateRound = 0;
};

} // namespace gatehouse::ui
