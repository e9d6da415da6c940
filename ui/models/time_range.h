// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QStringList>
#include <optional>

namespace gatehouse::ui {

// The stretch of time that every view shows: chosen once, it survives a change of view. A zoom is a narrower stretch
// within, given up by itself where another is chosen. Moments are milliseconds since 1970. UI thread.
class TimeRange : public QObject {
    Q_OBJECT

public:
    enum class Span { QuarterHour, Hour, SixHours, Day, Week, Month, ThisMonth, All, Custom };
    static constexpr int spanCount = 6;   // those back from now
    static constexpr int choiceCount = 8; // those with a name

    using QObject::QObject;
    void choose(Span span);
    void chooseCustom(qint64 from, qint64 to); // to the minute; to is not included
    Span span() const { return m_span; }
    static QString nameOf(Span span); // "Last 24 hours"
    QString name() const;             // "Last 24 hours", "20 Nov 14:00 – 20 Nov 15:30"

    void zoom(qint64 from, qint64 to);
    void unzoom();
    bool isZoomed() const { return m_zoom.has_value(); }

    // The first call that is known, for "All".
    void setEarliest(qint64 at);
    bool knowsEarliest() const { return m_earliest > 0; }

    // For GET /stats: a length back from now ("-24h") or a time; empty "to": now. "Before" is the stretch before, of
    // equal length.
    QString from() const;
    QString to() const;
    QString fromBefore() const;
    QString toBefore() const;
    QString step() const; // gives about a hundred points
    static QString stepFor(qint64 seconds, int mostPoints = 120);
    static qint64 secondsOf(const QString& step);     // of the gateway's steps; another text: a minute
    static QString filterFor(qint64 from, qint64 to); // of the log: "after:… before:…"

    qint64 seconds() const;
    qint64 fromMoment() const;
    qint64 toMoment() const;
    bool endsNow() const;   // it moves with the time
    QString filter() const; // of the log: "after:-24h"

    // As text for settings: "day", "2026-11-20T13:00:00Z/2026-11-20T14:30:00Z". False: nothing of that.
    QString saved() const;
    bool restore(const QString& saved);

Q_SIGNALS:
    void changed();

private:
    struct Stretch {
        qint64 from = 0;
        qint64 to = 0;
    };
    std::optional<Stretch> fixed() const; // where it does not hang on now

    Span m_span = Span::Day;
    Stretch m_custom;
    std::optional<Stretch> m_zoom;
    qint64 m_earliest = 0;
};

} // namespace gatehouse::ui
