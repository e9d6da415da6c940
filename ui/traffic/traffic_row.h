// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QVector>
#include <optional>

namespace gatehouse::ui {

// A rate limit of a provider, as its answers told it.
struct LearnedLimit {
    QString name; // "requests", "tokens"
    std::optional<double> limit;
    std::optional<double> remaining;
    std::optional<double> resetsIn; // milliseconds
    std::optional<double> usedShare() const;
};

struct QueuedCall {
    QString id;
    QString priority;
    QString model;
    int position = 0;
    double waited = 0; // milliseconds
};

// What a target got of one route's calls.
struct RouteShare {
    QString route;
    int calls = 0;
    std::optional<double> share; // 0 to 1
};

// One model at one provider with one of its keys, and what stands before that provider.
struct TrafficRow {
    QString id; // stable
    QString provider;
    QString model; // empty: of this provider nothing was called yet
    QString key;
    QString circuit; // "closed", "open", "half_open"
    std::optional<double> retryIn;
    std::optional<int> failures; // in a row, where it is told
    std::optional<double> firstTokenP50;
    std::optional<double> firstTokenP95;
    std::optional<double> errorRate; // 0 to 1
    std::optional<double> share;     // of the calls of the route that sends it most
    QVector<RouteShare> routes;
    int inFlight = 0;
    QVector<LearnedLimit> limits;
    std::optional<double> refusedFor; // milliseconds that the provider asked to be left alone

    // Of the provider.
    int providerInFlight = 0;
    int concurrent = 0; // 0: no cap
    int waiting = 0;
    int queueLength = 0;
    double queueWait = 0; // milliseconds; 0: nobody waits
    QVector<QueuedCall> queue;
    QString check;  // "none", "models", "ready", "call"
    QString health; // "unknown", "well", "failing"
    QString problem;
    QDateTime checkedAt;
    std::optional<double> checkTook;

    QString target() const;
    const LearnedLimit* tightest() const; // null: none is known
    bool hasTrouble() const;
};

// From what GET /traffic answers.
QVector<TrafficRow> trafficRows(const QJsonObject& answer);

} // namespace gatehouse::ui
