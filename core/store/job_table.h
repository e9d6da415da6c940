// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/jobs/job_keeper.h"
#include "core/store/connection.h"

#include <memory>

namespace gatehouse::store {

// The table "jobs". It is no part of a backup: what was restored would be done once more.
class JobTable final : public jobs::JobKeeper {
public:
    static Result<std::unique_ptr<jobs::JobKeeper>> open(const ConnectionOptions& options);
    explicit JobTable(std::unique_ptr<Connection> connection) : m_connection(std::move(connection)) {}

    Result<void> add(const jobs::Job& job) override;
    Result<bool> update(const jobs::Job& job) override;
    Result<std::optional<jobs::Job>> find(const std::string& id) override;
    Result<std::vector<jobs::Job>> list(const jobs::JobQuery& query) override;
    Result<std::vector<jobs::Job>> unfinished() override;
    bool shared() const override { return m_connection->postgres(); }
    Result<Renewal> renew() override;
    Result<void> trim(WallMicros before) override;

private:
    std::unique_ptr<Connection> m_connection;
};

} // namespace gatehouse::store
