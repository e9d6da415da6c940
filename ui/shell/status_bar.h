// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QDateTime>
#include <QFrame>
#include <QTimer>
#include <deque>

class QLabel;

namespace gatehouse::ui {

// The line below the views: calls in flight, calls a second over the last ten, spend today, how old the figures are.
class StatusBar : public QFrame {
    Q_OBJECT

public:
    explicit StatusBar(GatewayClient& client, QWidget* parent = nullptr);
    QString spend() const; // today, as people read it

private:
    void onEvent(const QString& type);
    void second();
    void askSpend();
    void show();
    QString ageText() const;

    GatewayClient& m_client;
    QLabel* m_figures;
    QLabel* m_age;
    QTimer m_second;
    std::deque<int> m_finished; // by second, the newest last
    QDateTime m_heardAt;        // when the gateway last said something
    int m_running = 0;
    int m_sinceSpend = 0; // seconds
    bool m_spendStale = true;
    QString m_spend;
};

} // namespace gatehouse::ui
