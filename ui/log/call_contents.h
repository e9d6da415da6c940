// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QPair>
#include <QString>
#include <QVector>
#include <optional>

namespace gatehouse::ui {

// The four sides of a call: what the client sent, what the provider got, what it answered, what the client got.
inline constexpr const char* requestReceived = "request_received";
inline constexpr const char* requestSent = "request_sent";
inline constexpr const char* answerReceived = "answer_received";
inline constexpr const char* answerSent = "answer_sent";

struct CallBody {
    QString contentType;
    QString note; // why there is no text
    QString text;
    bool kept = false; // there is a text
    bool cut = false;
    bool leftOut = false; // media
    qint64 size = 0;      // bytes of the whole body
    int masked = 0;       // places

    bool isEventStream() const;
};

struct CallHead {
    QString line; // "POST /v1/chat/completions", "status 200"
    QVector<QPair<QString, QString>> fields;
    bool cut = false;
};

// What GET /calls/{id}/bodies told of a call. Values; read aside, since they may be large.
struct CallContents {
    QHash<QString, CallBody> bodies;
    QHash<QString, CallHead> heads;

    // Also where it equals the client's side of it. Null: not kept.
    const CallBody* body(const char* part) const;
    const CallHead* head(const char* part) const;

    static CallContents read(const QByteArray& json);

private:
    QHash<QString, QString> same;
};

} // namespace gatehouse::ui
