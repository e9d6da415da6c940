// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <optional>

namespace gatehouse::ui {

// A call as the log shows it, running or over.
struct CallRow {
    QString id;
    QDateTime startedAt; // UTC
    bool running = false;
    int status = 0;
    QString outcome; // "ok", "refused", "provider_error", "failed", "truncated", "cancelled"
    QString error;   // stable code, or empty
    QString modelAsked;
    QString modelServed;
    QString provider;
    QString route;
    QString app;
    QString key;
    bool streamed = false;
    qint64 inputTokens = 0; // of all classes
    qint64 cachedTokens = 0;
    qint64 outputTokens = 0;
    bool tokensEstimated = false;
    std::optional<double> firstByteMs;
    std::optional<double> totalMs;
    QString cost; // decimal dollars; empty = unknown
    bool pretend = false;
    QString cache;
    int attempts = 0;
    QString client;
    QString tags;
    qint64 bytesOut = 0;
};

// From GET /calls and from the event call.finished.
CallRow finishedCall(const QJsonObject& json);
// From the event call.started.
CallRow startedCall(const QJsonObject& json);
// Takes over what the event call.progress tells.
void takeProgress(CallRow& row, const QJsonObject& json);

} // namespace gatehouse::ui
