// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/live_answer.h"

namespace gatehouse::ui {
namespace {

constexpr int apartMilliseconds = 1'000;

} // namespace

LiveAnswer::LiveAnswer(GatewayClient& client, QString path, QObject* parent)
    : QObject(parent), m_client(client), m_path(std::move(path)) {
    m_again.setSingleShot(true);
    m_again.setInterval(apartMilliseconds);
    connect(&m_again, &QTimer::timeout, this, &LiveAnswer::askNow);
    connect(&client, &GatewayClient::refreshNeeded, this, [this] {
        if (m_watched)
            askNow();
    });
    connect(&client, &GatewayClient::gatewayChosen, this, [this] {
        m_answer = {};
        m_loadedOnce = false;
        m_failed = false;
        m_asking = false; // answers of the gateway before are not heard
        Q_EMIT changed();
    });
}

void LiveAnswer::setWatched(bool watched) {
    m_watched = watched;
    if (watched)
        askNow();
    else
        m_again.stop();
}

void LiveAnswer::askNow() {
    if (m_asking || m_client.address().admin.isEmpty())
        return;
    m_asking = true;
    m_again.stop();
    m_client.get(m_path, {}, this, [this](const Reply& reply) { take(reply); });
}

void LiveAnswer::take(const Reply& reply) {
    m_asking = false;
    if (m_watched)
        m_again.start();
    const bool failedBefore = m_failed;
    m_failed = !reply.ok();
    if (m_failed) {
        m_problem = reply.problem();
        if (!failedBefore)
            Q_EMIT changed();
        return;
    }
    const auto answer = reply.object();
    if (m_loadedOnce && !failedBefore && answer == m_answer)
        return;
    m_answer = answer;
    m_loadedOnce = true;
    Q_EMIT changed();
}

} // namespace gatehouse::ui
