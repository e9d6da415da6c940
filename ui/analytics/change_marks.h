// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/widgets/chart_data.h"

#include <QObject>
#include <QTimer>
#include <vector>

namespace gatehouse::ui {

// When the configuration was changed, from the audit log: marks on a chart. UI thread.
class ChangeMarks : public QObject {
    Q_OBJECT

public:
    ChangeMarks(GatewayClient& client, QObject* parent);
    void reload();
    const std::vector<ChartMark>& marks() const { return m_marks; } // newest first

Q_SIGNALS:
    void changed();

private:
    GatewayClient& m_client;
    std::vector<ChartMark> m_marks;
    QTimer m_soon;
};

} // namespace gatehouse::ui
