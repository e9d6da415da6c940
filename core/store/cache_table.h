// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cache/entry_keeper.h"
#include "core/store/connection.h"

#include <memory>

namespace gatehouse::store {

// The tables "cache_entries", answers that may be given again after a restart, which are no part of a backup, and
// "cache_sums", what came of calls by day and route.
class CacheTable final : public cache::EntryKeeper {
public:
    static Result<std::unique_ptr<cache::EntryKeeper>> open(const ConnectionOptions& options);
    explicit CacheTable(std::unique_ptr<Connection> connection) : m_connection(std::move(connection)) {}

    Result<void> load(WallMicros now, const std::function<bool(cache::Entry)>& take) override;
    Result<void> save(const std::vector<cache::EntryPtr>& entries) override;
    Result<void> remove(const cache::Purge& purge) override;
    Result<std::uint64_t> trim(WallMicros now, std::uint64_t mostBytes) override;
    Result<cache::Tallies> tallies() override;
    Result<void> add(WallMicros now, const cache::Tallies& more) override;

private:
    std::unique_ptr<Connection> m_connection;
};

} // namespace gatehouse::store
