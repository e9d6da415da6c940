// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/call_model.h"

#include <QFrame>

class QGridLayout;

namespace gatehouse::ui {

// One call as the log has it, its figures side by side.
class CallStrip : public QFrame {
    Q_OBJECT

public:
    explicit CallStrip(GatewayClient& client, QWidget* parent = nullptr);
    void showCall(const QString& id);
    bool isFilled() const { return m_filled; }

Q_SIGNALS:
    void filled();

private:
    void fill();

    CallModel m_model;
    QGridLayout* m_layout;
    QString m_id;
    bool m_filled = false;
};

} // namespace gatehouse::ui
