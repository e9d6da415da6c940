// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/theme/theme.h"

#include <QHash>
#include <QJsonObject>
#include <QLocale>
#include <QObject>
#include <QTimer>

namespace gatehouse::ui {

// The last conformance run over each route, as the gateway keeps them: read at first, on request, and every two seconds
// while one is under way. UI thread.
class ConformanceBook : public QObject {
    Q_OBJECT

public:
    explicit ConformanceBook(GatewayClient& client, QObject* parent = nullptr);

    void refresh();
    QJsonObject runOf(const QString& name) const { return m_runs.value(name); } // empty: never tried

Q_SIGNALS:
    void changed();

private:
    GatewayClient& m_client;
    QHash<QString, QJsonObject> m_runs;
    QTimer m_again;
};

// A run as a badge tells it.
struct ConformanceBadge {
    QString text; // "18 of 20, 21/11/2026"; empty: never tried
    QString icon;
    Theme::Tone tone = Theme::Tone::Secondary;
};
ConformanceBadge conformanceBadge(const QLocale& locale, const QJsonObject& run);

QString featureName(const QString& feature);    // "Parallel tools"
QString clientDialectName(const QString& name); // "OpenAI", "Anthropic" …

} // namespace gatehouse::ui
