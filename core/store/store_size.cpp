// SPDX-License-Identifier: Apache-2.0
#include "core/store/store_size.h"

namespace gatehouse::store {
namespace {

// Written anew in about a second.
constexpr std::int64_t largestRewrite = std::int64_t{128} << 20U;
constexpr int incremental = 2; // sqlite.org/pragma.html#pragma_auto_vacuum

Result<std::int64_t> numberOf(Connection& connection, const QString& sql) {
    const auto value = connection.value(sql);
    if (!value)
        return tl::unexpected(value.error());
    return static_cast<std::int64_t>(value->toLongLong());
}

} // namespace

Result<StoreSize> sizeOf(Connection& connection) {
    StoreSize out;
    if (connection.postgres()) {
        const auto bytes =
            numberOf(connection,
                     QStringLiteral(
                         "SELECT CAST(SUM(pg_total_relation_size(c.oid)) AS BIGINT) FROM pg_class c JOIN pg_namespace "
                         "n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r'"));
        if (!bytes)
            return tl::unexpected(bytes.error());
        out.bytes = *bytes;
        return out;
    }
    const auto page = numberOf(connection, QStringLiteral("PRAGMA page_size"));
    const auto pages = numberOf(connection, QStringLiteral("PRAGMA page_count"));
    const auto free = numberOf(connection, QStringLiteral("PRAGMA freelist_count"));
    for (const auto* number : {&page, &pages, &free}) {
        if (!*number)
            return tl::unexpected(number->error());
    }
    out.pageBytes = *page;
    out.bytes = *pages * *page;
    out.free = *free * *page;
    return out;
}

Result<bool> givesPagesBack(Connection& connection) {
    if (connection.postgres())
        return true;
    const auto mode = numberOf(connection, QStringLiteral("PRAGMA auto_vacuum"));
    if (!mode)
        return tl::unexpected(mode.error());
    return *mode == incremental;
}

Result<void> giveBackPages(Connection& connection, int pages) {
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    auto query = connection.prepare(QStringLiteral("PRAGMA incremental_vacuum(%1)").arg(pages));
    if (!query)
        return tl::unexpected(query.error());
    if (auto run = query->run(); !run)
        return run;
    // It gives a page back with each step.
    for (auto more = query->next(); more && *more;)
        more = query->next();
    query->finish();
    return transaction->commit();
}

Result<void> prepareForVacuum(Connection& connection) {
    const auto can = givesPagesBack(connection);
    if (!can || *can)
        return can ? Result<void>() : tl::unexpected(can.error());
    const auto size = sizeOf(connection);
    if (!size || size->bytes > largestRewrite)
        return size ? Result<void>() : tl::unexpected(size.error());
    if (auto done = connection.execute(QStringLiteral("PRAGMA auto_vacuum=INCREMENTAL")); !done)
        return done;
    // Where there is no room for it, or another holds the file, it stays as it is: everything else works all the same.
    static_cast<void>(connection.execute(QStringLiteral("VACUUM")));
    return {};
}

} // namespace gatehouse::store
