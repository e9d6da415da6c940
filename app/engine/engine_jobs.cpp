// SPDX-License-Identifier: Apache-2.0
// The part of the engine that has things done later: jobs, webhooks, mails.
#include "app/engine/engine.h"

#include <utility>

namespace gatehouse::app {

void Engine::makeDesks() {
    auto& store = m_foundation.store();
    auto& log = m_foundation.log();
    m_courier = std::make_unique<post::Courier>(
        post::Courier::Parts{[&store] { return store.deliveryKeeper(); }, clock(), log, m_trust, m_names});
    m_noticeDesk = std::make_unique<NoticeDesk>(
        NoticeDesk::Parts{*m_courier, m_foundation.stash(), m_foundation.resolver(),
                          [this](std::string_view actor) { m_foundation.setSecretActor(actor); }, clock(), log});
    m_jobDesk =
        std::make_unique<jobs::JobDesk>(jobs::JobDesk::Parts{[&store] { return store.jobKeeper(); }, clock(), log});
}

void Engine::startDesks() {
    m_courier->start();
    m_jobDesk->start({.run = [this](jobs::Job job) { runJob(std::move(job)); },
                      .stop =
                          [this](const std::string& id) {
                              for (std::size_t i = 0; i < m_threads.size(); ++i)
                                  m_threads.at(i).post([this, i, id] { (void)m_jobRunners[i]->stop(id); });
                          },
                      .over = [this](const jobs::Job& job) { m_noticeDesk->jobOver(job); }});
}

// On the desk's thread: each I/O thread has its turn.
void Engine::runJob(jobs::Job job) {
    const auto index = m_nextRunner++ % m_threads.size();
    m_threads.at(index).post([this, index, job = std::move(job)]() mutable {
        m_jobRunners[index]->run(std::move(job), [this](std::string id, jobs::Outcome outcome) {
            m_jobDesk->ended(std::move(id), std::move(outcome));
        });
    });
}

void Engine::runChainTest(chains::ChainTestPtr test) {
    const auto index = m_nextTester++ % m_threads.size();
    m_threads.at(index).post([this, index, test = std::move(test)]() mutable {
        if (m_chainTesters[index])
            m_chainTesters[index]->run(std::move(test));
    });
}

void Engine::stopDesks() {
    if (m_jobDesk)
        m_jobDesk->stop();
    if (m_courier)
        m_courier->stop();
}

} // namespace gatehouse::app
