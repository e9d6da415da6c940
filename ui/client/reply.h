// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

namespace gatehouse::ui {

// Why a request failed, in the form of the admin API's problems (RFC 9457) or, with status 0, because no answer came.
struct Problem {
    int status = 0;
    QString code;     // stable, such as "stale"; "unreachable" where no answer came
    QString detail;   // a sentence for the person, with the next step
    QString field;    // which field was wrong, or empty
    QString expected; // what would have been right there
    QString found;
};

// What a request came to. The body is read when asked for.
class Reply {
public:
    Reply(int status, QByteArray body, QByteArray etag)
        : m_status(status), m_body(std::move(body)), m_etag(std::move(etag)) {}
    // No answer: "why" is a sentence.
    static Reply unreachable(const QString& why);

    bool ok() const { return m_status >= 200 && m_status < 300; }
    int status() const { return m_status; }
    const QByteArray& body() const { return m_body; }
    const QByteArray& etag() const { return m_etag; }
    QJsonObject object() const;
    QJsonArray items() const; // of a list
    QString nextCursor() const;
    Problem problem() const;

private:
    int m_status = 0;
    QByteArray m_body;
    QByteArray m_etag;
};

} // namespace gatehouse::ui
