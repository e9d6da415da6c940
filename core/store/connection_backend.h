// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/store/statement.h"

#include <QString>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;

namespace gatehouse::store {

class RowInsert;
struct ConnectionOptions;

// How a backend does what Connection says.
class ConnectionBackend {
public:
    virtual ~ConnectionBackend() = default;
    virtual Result<Statement> prepare(const QString& sql) = 0;
    virtual Result<void> execute(const QString& sql) = 0;
    virtual Result<void> begin() = 0;
    virtual Result<void> commit() = 0;
    virtual void rollback() = 0;
    virtual Result<std::unique_ptr<RowInsert>> insertInto(std::string_view table, std::string_view columns) = 0;
    virtual Result<void> announce(std::string_view what) = 0;
    virtual Result<void> unhurried() = 0;
    virtual Result<void> hurried() = 0;
    // The words of migrations in braces, as this backend spells them.
    virtual QString spelled(QString sql) const = 0;
    virtual sqlite3* sqlite() const { return nullptr; }
};

Result<std::unique_ptr<ConnectionBackend>> openSqlite(const ConnectionOptions& options);
Result<std::unique_ptr<ConnectionBackend>> openPostgres(const ConnectionOptions& options);

} // namespace gatehouse::store
