// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/call_chunks.h"
#include "core/store/connection.h"
#include "core/store/dimension_table.h"
#include "core/store/named_spend.h"
#include "core/store/record_removal.h"
#include "core/store/retention.h"
#include "core/store/rollup_rebuild.h"
#include "core/store/rollup_table.h"
#include "core/store/row_insert.h"
#include "core/store/vacuum.h"
#include "core/telemetry/record_writer.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace gatehouse::store {

// Writes batches of calls and their roll-ups in one transaction each ("one book"). It is the only writer of these
// tables, so it keeps what it wrote last in memory. Recorder thread.
class CallWriter final : public telemetry::RecordWriter {
public:
    CallWriter(ConnectionOptions connection, RetentionSettings retention)
        : m_options(std::move(connection)), m_retention(retention), m_vacuum(m_options) {}

    Result<telemetry::BookState> open() override;
    Result<void> settleLost(std::uint64_t nextSequence, std::uint64_t lost) override;
    Result<void> write(const telemetry::RecordBatch& batch) override;
    Result<void> writeBodies(const std::vector<telemetry::StoredBodies>& bodies) override;
    bool maintain(WallMicros now) override;
    bool work(telemetry::RecordJobs& jobs, WallMicros now) override;
    void retain(const RetentionSettings& retention) override { m_retention = retention; }
    void close() override;

private:
    // All that hangs on the connection.
    struct Tables {
        explicit Tables(Connection& connection)
            : dimensions(connection), rollups(connection), chunks(connection), named(connection),
              removal(connection, rollups) {}
        DimensionTable dimensions;
        RollupTable rollups;
        ChunkTable chunks;
        NamedSpendTable named;
        RecordRemoval removal;
        std::unique_ptr<RowInsert> insertCall;
        std::unique_ptr<RowInsert> insertExplain;
        std::optional<Statement> updateBook;
    };

    Result<void> prepare();
    Result<telemetry::BookState> readBook();
    Result<void> writeBook(const telemetry::BookState& book);
    Result<void> writeAll(const telemetry::RecordBatch& batch);
    Result<bool> wroteItAfterAll();
    Result<void> writeCall(const telemetry::NumberedCall& call, std::int64_t sequence);

    const ConnectionOptions m_options;
    RetentionSettings m_retention;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<Tables> m_tables;
    telemetry::BookState m_book;
    std::string m_explain; // of the call that is being written
    RollupRebuild m_rebuild;
    Vacuum m_vacuum;
    std::optional<telemetry::BookState> m_intended; // of a commit that failed
    bool m_failed = false;                          // the last batch
};

} // namespace gatehouse::store
