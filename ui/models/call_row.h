// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QSet>
#include <QString>
#include <optional>

namespace gatehouse::ui {

// A call as the log shows it, running or over.
struct CallRow {
    QString id;
    qint64 sequence = 0; // calls are numbered as they end; 0 while it runs
    QDateTime startedAt; // UTC
    bool running = false;
    bool cancelling = false; // asked for by the person, not yet done
    int status = 0;
    QString outcome; // "ok", "refused", "provider_error", "failed", "truncated", "cancelled"
    QString error;   // stable code, or empty
    QString dialect;
    QString operation;
    QString modelAsked;
    QString modelServed;
    QString provider;
    QString route;
    QString team;
    QString app;
    QString key;
    bool streamed = false;
    qint64 inputTokens = 0; // of all classes
    qint64 cachedTokens = 0;
    qint64 outputTokens = 0; // so far, while it runs
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

// Names that come again in each row share their memory.
class NamePool {
public:
    QString shared(const QString& name);

private:
    QSet<QString> m_names;
};

// From GET /calls and from the event call.finished.
CallRow finishedCall(const QJsonObject& json, NamePool& names);
// From the event call.started.
CallRow startedCall(const QJsonObject& json, NamePool& names);
// Takes over what the event call.progress tells.
void takeProgress(CallRow& row, const QJsonObject& json, NamePool& names);

// Health checks and the like, which a monitor marks with the tag "probe".
inline constexpr const char* probeTag = "probe";
bool isProbe(const CallRow& row);

} // namespace gatehouse::ui
