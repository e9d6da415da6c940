// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/http/upstream.h"
#include "core/pipeline/snapshot_cell.h"
#include "core/services/service.h"

#include <memory>

namespace gatehouse::pipeline {

// Asks the servers of published services by themselves whether they are well, as their groups' `health` says. Each
// check is made by one of the I/O threads: whichever comes first when it is due. One per I/O thread, on that thread.
class ServiceChecks : public std::enable_shared_from_this<ServiceChecks> {
public:
    ServiceChecks(const SnapshotCell& snapshot, http::Upstream& network, const Clock& clock, Executor executor)
        : m_snapshot(snapshot), m_network(network), m_clock(clock), m_executor(std::move(executor)) {}

    // Until the thread stops.
    void start();

private:
    static Task<void> run(std::shared_ptr<ServiceChecks> self);
    static Task<void> check(std::shared_ptr<ServiceChecks> self, services::ServicePtr service, std::size_t group,
                            std::size_t server);
    void lookAround();
    void look(const services::ServicePtr& service);
    Task<bool> isWell(const services::Group& group, const services::Server& server);

    const SnapshotCell& m_snapshot;
    http::Upstream& m_network;
    const Clock& m_clock;
    Executor m_executor;
};

} // namespace gatehouse::pipeline
