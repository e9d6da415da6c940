// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/call_contents.h"

#include <QJsonObject>
#include <QUrl>
#include <optional>

namespace gatehouse::ui {

// The request of a recorded call, as it can be sent again through the gateway. Holds no key.
struct CallRequest {
    QByteArray method = "POST";
    QString path;        // "/v1/chat/completions"
    QByteArray body;     // as received; empty where it was not recorded
    QString contentType; // of the body
    bool whole = false;  // the body is all that was sent: neither cut nor masked nor with media left out
    QString hindrance;   // a sentence why it is not; empty where it is

    // call: as GET /calls/{id} gives it.
    static CallRequest of(const QJsonObject& call, const CallContents* contents);
    bool canBeSent() const { return !path.isEmpty() && !body.isEmpty(); }
};

// The request as a command or a program, with the key as a variable. "gateway" is where clients find it.
QString asCurl(const CallRequest& request, const QUrl& gateway);
QString asPython(const CallRequest& request, const QUrl& gateway);
QString asJavaScript(const CallRequest& request, const QUrl& gateway);

// A HAR 1.2 document (w3c.github.io/web-performance/specs/HAR/Overview.html) of these calls, without secrets. Calls and
// contents by index; contents may be null.
QByteArray asHar(const QVector<QJsonObject>& calls, const QVector<const CallContents*>& contents, const QUrl& gateway,
                 const QString& version);

} // namespace gatehouse::ui
