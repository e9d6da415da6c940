// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/connection.h"
#include "core/store/objects.h"

namespace gatehouse::store {

class SqlObjectRepository final : public ObjectRepository {
public:
    explicit SqlObjectRepository(Connection& connection) : m_connection(connection) {}
    Result<std::uint64_t> revision() override;
    Result<config::Objects> all() override;
    Result<config::Objects> list(config::Kind kind) override;
    Result<std::optional<config::StoredObject>> get(config::Kind kind, std::string_view id) override;
    Result<std::uint64_t> apply(const ChangeSet& changes) override;

private:
    Result<void> check(const ObjectChange& change);
    Result<void> put(const ObjectChange& change, std::uint64_t revision, WallMicros at);
    Result<void> writeAll(const ChangeSet& changes, std::uint64_t revision);

    Connection& m_connection;
};

} // namespace gatehouse::store
