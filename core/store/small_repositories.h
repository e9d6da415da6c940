// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/connection.h"
#include "core/store/secret_metadata.h"
#include "core/store/settings.h"

namespace gatehouse::store {

class SqlSecretMetadataRepository final : public SecretMetadataRepository {
public:
    explicit SqlSecretMetadataRepository(Connection& connection) : m_connection(connection) {}
    Result<std::vector<SecretMetadata>> list() override;
    Result<std::optional<SecretMetadata>> get(std::string_view name) override;
    Result<void> put(const SecretMetadata& secret, const AuditEntry& audit) override;
    Result<void> remove(std::string_view name, const AuditEntry& audit) override;

private:
    Connection& m_connection;
};

class SqlSettingsRepository final : public SettingsRepository {
public:
    explicit SqlSettingsRepository(Connection& connection) : m_connection(connection) {}
    Result<std::optional<std::string>> get(std::string_view name) override;
    Result<void> put(std::string_view name, std::string_view value) override;
    Result<void> remove(std::string_view name) override;

private:
    Connection& m_connection;
};

} // namespace gatehouse::store
