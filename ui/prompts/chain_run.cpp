// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/chain_run.h"

#include "ui/prompts/chain_words.h"

namespace gatehouse::ui {
namespace {

constexpr int pollMilliseconds = 300;

QString runPath(const QJsonObject& run) {
    return QString(QStringLiteral("/chain_runs/") + run.value(QLatin1String("id")).toString());
}

} // namespace

ChainRunner::ChainRunner(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    m_again.setSingleShot(true);
    m_again.setInterval(pollMilliseconds);
    connect(&m_again, &QTimer::timeout, this, &ChainRunner::poll);
}

void ChainRunner::forget() {
    ++m_round;
    m_again.stop();
    m_run = {};
    m_problem.clear();
    m_running = false;
    Q_EMIT changed();
}

void ChainRunner::start(const QString& chain, const QJsonObject& what) {
    forget();
    m_running = true;
    Q_EMIT changed();
    m_client.send(GatewayClient::Verb::Post, chainPath(chain, QStringLiteral("/runs")), what, this,
                  [this, round = m_round](const Reply& reply) {
                      if (round == m_round)
                          take(reply);
                  });
}

void ChainRunner::poll() {
    m_client.get(runPath(m_run), {}, this, [this, round = m_round](const Reply& reply) {
        if (round == m_round)
            take(reply);
    });
}

void ChainRunner::take(const Reply& reply) {
    m_running = false;
    if (reply.ok()) {
        m_run = reply.object();
        m_running = m_run.value(QLatin1String("state")).toString() == QLatin1String("running");
        if (m_running)
            m_again.start();
    } else {
        m_problem = reply.problem().detail;
    }
    Q_EMIT changed();
}

void ChainRunner::stop() {
    if (!m_running || m_run.isEmpty())
        return;
    m_client.send(GatewayClient::Verb::Delete, runPath(m_run), {}, this, [this](const Reply& reply) {
        if (!reply.ok())
            m_problem = reply.problem().detail;
        Q_EMIT changed();
    });
}

} // namespace gatehouse::ui
