// SPDX-License-Identifier: Apache-2.0
#include "core/store/tables.h"

namespace gatehouse::store {

Result<std::vector<TableColumns>> tablesOf(Connection& connection) {
    auto query = connection.prepare(
        connection.postgres()
            ? QStringLiteral("SELECT c.table_name, c.column_name FROM information_schema.columns c "
                             "JOIN information_schema.tables t ON t.table_schema = c.table_schema "
                             "AND t.table_name = c.table_name WHERE c.table_schema = current_schema() "
                             "AND t.table_type = 'BASE TABLE' AND c.table_name <> 'schema_migrations' "
                             "ORDER BY c.table_name, c.ordinal_position")
            : QStringLiteral("SELECT t.name, c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c "
                             "WHERE t.type = 'table' AND SUBSTR(t.name, 1, 7) <> 'sqlite_' "
                             "AND t.name <> 'schema_migrations' ORDER BY t.name, c.cid"));
    if (!query)
        return tl::unexpected(query.error());
    if (auto run = query->run(); !run)
        return tl::unexpected(run.error());
    std::vector<TableColumns> out;
    while (true) {
        const auto more = query->next();
        if (!more)
            return tl::unexpected(more.error());
        if (!*more)
            return out;
        const auto table = query->textAt(0);
        if (out.empty() || out.back().table != table)
            out.push_back({table, {}});
        out.back().columns.push_back(query->textAt(1));
    }
}

} // namespace gatehouse::store
