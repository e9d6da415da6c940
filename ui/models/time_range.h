// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QStringList>

namespace gatehouse::ui {

// The stretch of time that every view shows: chosen once, it survives a change of view. UI thread.
class TimeRange : public QObject {
    Q_OBJECT

public:
    enum class Span { QuarterHour, Hour, SixHours, Day, Week, Month };
    static constexpr int spanCount = 6;

    using QObject::QObject;
    void choose(Span span);
    Span span() const { return m_span; }
    static QString nameOf(Span span); // "Last 24 hours"

    // For GET /stats: "-24h" back from now, and the step that gives about a hundred points.
    QString from() const;
    QString fromBefore() const; // the stretch before: from fromBefore() to from()
    QString step() const;
    qint64 seconds() const;

Q_SIGNALS:
    void changed();

private:
    Span m_span = Span::Day;
};

} // namespace gatehouse::ui
