// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/connection.h"
#include "core/store/reader.h"

#include <memory>
#include <string>

namespace gatehouse::store {

class SqlReader final : public Reader {
public:
    static Result<std::unique_ptr<Reader>> open(const ConnectionOptions& options);

    Result<CallPage> calls(const CallRequest& request) override;
    Result<std::optional<StoredCall>> call(std::string_view id) override;
    Result<std::optional<std::string>> bodies(std::string_view id) override;
    Result<StatsResult> stats(const StatsRequest& request) override;
    Result<Spend> spendSince(WallMicros from) override;
    Result<std::map<std::string, WallMicros, std::less<>>> keysLastUsed() override;
    Result<BookSummary> summary() override;

private:
    SqlReader(std::unique_ptr<Connection> connection, std::string file)
        : m_connection(std::move(connection)), m_file(std::move(file)) {}
    std::unique_ptr<Connection> m_connection;
    std::string m_file;
};

} // namespace gatehouse::store
