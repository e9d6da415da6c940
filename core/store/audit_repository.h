// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/audit.h"
#include "core/store/connection.h"

namespace gatehouse::store {

// Appends within the caller's transaction.
Result<void> appendAudit(Connection& connection, AuditEntry entry);

class SqlAuditRepository final : public AuditRepository {
public:
    explicit SqlAuditRepository(Connection& connection) : m_connection(connection) {}
    Result<void> append(const AuditEntry& entry) override;
    Result<AuditPage> list(std::optional<std::uint64_t> before, std::size_t limit) override;
    Result<AuditPage> listChanges(std::optional<std::uint64_t> before, std::size_t limit) override;
    Result<AuditPage> listOf(const std::vector<std::string>& teams, AuditPart part, std::optional<std::uint64_t> before,
                             std::size_t limit) override;
    Result<std::vector<std::string>> teamsOf(std::uint64_t number) override;
    Result<std::optional<std::uint64_t>> firstBroken() override;
    Result<std::string> head() override;

private:
    Result<AuditPage> page(AuditPart part, std::optional<std::uint64_t> before, std::size_t limit);
    Connection& m_connection;
};

} // namespace gatehouse::store
