// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/gateway_watch.h"

#include <QJsonArray>
#include <array>

namespace gatehouse::ui {
namespace {

constexpr int lookEveryMilliseconds = 15'000;
const QString statePath = QStringLiteral("/gateway/state");

struct Look {
    const char* word;
    const char* icon;
    Theme::Tone tone;
};

// In the order of State. Each differs in shape, not in colour only.
constexpr std::array<Look, 6> looks{{
    {QT_TRANSLATE_NOOP("gatehouse::ui::GatewayWatch", "Connecting…"), "loader-2", Theme::Tone::Info},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GatewayWatch", "Running"), "circle-check", Theme::Tone::Success},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GatewayWatch", "Degraded"), "alert-triangle", Theme::Tone::Warning},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GatewayWatch", "Paused"), "player-pause", Theme::Tone::Warning},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GatewayWatch", "Stopping…"), "power", Theme::Tone::Warning},
    {QT_TRANSLATE_NOOP("gatehouse::ui::GatewayWatch", "No answer"), "plug-connected-x", Theme::Tone::Error},
}};

const Look& lookOf(GatewayWatch::State state) {
    return looks[static_cast<std::size_t>(state)];
}

} // namespace

GatewayWatch::GatewayWatch(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    connect(&client, &GatewayClient::stateChanged, this, [this](GatewayClient::State state) {
        if (state == GatewayClient::State::Connected) {
            m_stopping = false;
            look();
        }
        m_changing = false;
        Q_EMIT changed();
    });
    connect(&client, &GatewayClient::refreshNeeded, this, &GatewayWatch::look);
    connect(&client, &GatewayClient::event, this, &GatewayWatch::onEvent);
    m_again.setInterval(lookEveryMilliseconds);
    connect(&m_again, &QTimer::timeout, this, &GatewayWatch::look);
    m_again.start();
}

GatewayWatch::State GatewayWatch::state() const {
    if (m_client.state() == GatewayClient::State::Lost)
        return State::Lost;
    if (m_client.state() == GatewayClient::State::Connecting)
        return State::Starting;
    if (m_stopping)
        return State::Stopping;
    if (m_paused)
        return State::Paused;
    return m_problems.isEmpty() ? State::Running : State::Degraded;
}

void GatewayWatch::look() {
    if (!isConnected())
        return;
    m_client.get(QStringLiteral("/status"), {}, this, [this, told = m_told](const Reply& reply) {
        if (!reply.ok())
            return;
        const auto status = reply.object();
        const auto counters = status.value(QLatin1String("counters")).toObject();
        if (told == m_told)
            m_paused = status.value(QLatin1String("paused")).toBool();
        m_running = counters.value(QLatin1String("calls_running")).toInt();
        m_problems.clear();
        for (const auto& problem : status.value(QLatin1String("problems")).toArray())
            m_problems.append(problem.toString());
        const int resting = counters.value(QLatin1String("targets_resting")).toInt();
        if (resting > 0)
            m_problems.append(tr("%n model(s) at their provider failed and are left alone for now.", nullptr, resting));
        Q_EMIT changed();
    });
}

void GatewayWatch::onEvent(const QString& type, const QJsonObject& data) {
    if (type != QLatin1String("health.changed"))
        return;
    if (data.value(QLatin1String("about")).toString() != QLatin1String("gateway")) {
        look();
        return;
    }
    const QString state = data.value(QLatin1String("state")).toString();
    ++m_told;
    m_paused = state == QLatin1String("paused");
    m_stopping = state == QLatin1String("stopping");
    Q_EMIT changed();
}

void GatewayWatch::setPaused(bool paused) {
    if (m_changing)
        return;
    m_changing = true;
    Q_EMIT changed();
    m_client.send(GatewayClient::Verb::Put, statePath, {{QStringLiteral("paused"), paused}}, this,
                  [this, paused](const Reply& reply) {
                      m_changing = false;
                      ++m_told;
                      if (reply.ok())
                          m_paused = paused;
                      else
                          Q_EMIT failed(reply.problem().detail);
                      Q_EMIT changed();
                  });
}

QString GatewayWatch::wordFor(State state) {
    return tr(lookOf(state).word);
}

QString GatewayWatch::iconFor(State state) {
    return QLatin1String(lookOf(state).icon);
}

Theme::Tone GatewayWatch::toneFor(State state) {
    return lookOf(state).tone;
}

} // namespace gatehouse::ui
