// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QVector>
#include <QWidget>

namespace gatehouse::ui {

// How the targets do: circuits and calls under way at this moment (GET /traffic, once a second), shares, speed and
// errors of the last quarter of an hour (GET /stats, every five seconds); asked while a widget that watches is visible.
// UI thread.
class TrafficBook : public QObject {
    Q_OBJECT

public:
    explicit TrafficBook(GatewayClient& client, QObject* parent = nullptr);

    void watch(QWidget* watcher); // until it is destroyed
    void ask();
    // "62 % of the calls · 412 ms to the first token · healthy"; empty: nothing is known.
    QString sentenceOf(const QString& route, const QJsonObject& target) const;
    bool knows() const { return m_known; }

Q_SIGNALS:
    void changed();

private:
    void askStats();
    void take(const Reply& reply);
    void takeStats(const Reply& reply);
    QStringList pastFacts(const QString& route, const QString& target) const;
    QStringList presentFacts(const QJsonObject& target) const;

    GatewayClient& m_client;
    QTimer m_timer;
    QVector<QPointer<QWidget>> m_watchers;
    QJsonObject m_answer;
    struct Figures {
        qint64 calls = 0;
        qint64 errors = 0;
        double firstByte = -1; // milliseconds; less than 0: none
    };
    QHash<QString, QHash<QString, Figures>> m_figures; // by route, then "provider/model"
    int m_tick = 0;
    QLocale m_locale;
    bool m_asking = false;
    bool m_known = false;
};

} // namespace gatehouse::ui
