// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QFormLayout;
class QLabel;
class QStackedWidget;
class QTabWidget;

namespace gatehouse::ui {

class NoticePanel;
class Waterfall;

// One call in full: what happened in plain words, every try over time, and what it cost. UI thread.
class Inspector : public QWidget {
    Q_OBJECT

public:
    Inspector(const Theme& theme, GatewayClient& client, QWidget* parent = nullptr);
    void show(const QString& callId); // empty: none is chosen

private:
    void take(const Reply& reply);
    void fillSummary(const QJsonObject& call);
    void fillAttempts(const QJsonObject& call);
    void fillCost(const QJsonObject& call);
    QFormLayout* addPage(const QString& title, const char* name, QWidget* above = nullptr);

    GatewayClient& m_client;
    QString m_callId;
    QStackedWidget* m_stack;
    NoticePanel* m_notice;
    QTabWidget* m_tabs;
    QFormLayout* m_summary;
    QFormLayout* m_attempts;
    QFormLayout* m_cost;
    Waterfall* m_waterfall;
};

} // namespace gatehouse::ui
