// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/chain_feed.h"

#include "ui/prompts/chain_words.h"
#include "ui/prompts/test_run.h"

#include <utility>

namespace gatehouse::ui {
namespace {

constexpr int pauseMilliseconds = 250;

} // namespace

ChainFeed::ChainFeed(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(pauseMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &ChainFeed::send);
}

void ChainFeed::ask(const QString& chain, const QJsonObject& draft, const QJsonObject& values) {
    m_chain = chain;
    m_asked = {{QStringLiteral("draft"), draft}, {QStringLiteral("values"), values}};
    m_soon.start();
    Q_EMIT changed();
}

void ChainFeed::forget() {
    ++m_round;
    m_soon.stop();
    m_waiting = m_again = m_told = false;
    m_faults.clear();
    m_estimate.clear();
    Q_EMIT changed();
}

void ChainFeed::send() {
    if (m_waiting) {
        m_again = true;
        return;
    }
    m_waiting = true;
    m_client.send(GatewayClient::Verb::Post, chainPath(m_chain, QStringLiteral("/check")), m_asked, this,
                  [this, round = m_round](const Reply& reply) {
                      if (round != m_round)
                          return;
                      m_waiting = false;
                      take(reply);
                      if (std::exchange(m_again, false))
                          send();
                      Q_EMIT changed();
                  });
}

void ChainFeed::take(const Reply& reply) {
    m_faults.clear();
    m_estimate.clear();
    m_told = reply.ok();
    if (!reply.ok()) {
        m_faults.append({reply.problem().field, reply.problem().detail});
        return;
    }
    const auto told = reply.object();
    for (const auto& value : told.value(QLatin1String("faults")).toArray()) {
        const auto fault = value.toObject();
        m_faults.append(
            {fault.value(QLatin1String("field")).toString(), fault.value(QLatin1String("message")).toString()});
    }
    if (const auto bill = told.value(QLatin1String("estimate")).toObject(); !bill.isEmpty())
        m_estimate = TestRunner::billText(bill);
}

} // namespace gatehouse::ui
