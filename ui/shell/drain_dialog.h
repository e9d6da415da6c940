// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/gateway_watch.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QProgressBar;

namespace gatehouse::ui {

// Before the gateway of this program ends: no new calls begin, those that run may end, with a countdown. Cancel lets
// calls begin again. Shown with open(), deletes itself.
class DrainDialog : public QDialog {
    Q_OBJECT

public:
    static constexpr int seconds = 30;

    DrainDialog(GatewayWatch& watch, QWidget* parent);

Q_SIGNALS:
    void drained(); // or the person or the clock did not want to wait any longer

public Q_SLOTS:
    void reject() override;

private:
    void tick();
    void show();
    void end();

    GatewayWatch& m_watch;
    QLabel* m_text;
    QProgressBar* m_bar;
    QTimer m_timer;
    int m_ticks = 0;
    bool m_pausedHere = false;
    bool m_ended = false;
};

} // namespace gatehouse::ui
