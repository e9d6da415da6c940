// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/cache/entry_keeper.h"
#include "core/jobs/job_keeper.h"
#include "core/notices/delivery.h"
#include "core/store/audit.h"
#include "core/store/backup_file.h"
#include "core/store/change_notices.h"
#include "core/store/feedback.h"
#include "core/store/objects.h"
#include "core/store/people.h"
#include "core/store/retention.h"
#include "core/store/secret_metadata.h"
#include "core/store/settings.h"
#include "core/telemetry/record_writer.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

// The database of a profile: configuration, audit log, call records and roll-ups; in SQLite or PostgreSQL, by the same
// SQL. Several processes, each with a data folder of its own, may share one PostgreSQL.
//
// Errors of every function here: Unavailable with code store_full (no room), store_locked (another process holds the
// database for longer than the patience), store_corrupt, store_read_only, store_gone (file or server), store_refused
// (the server does not let us in); Internal with code store_failed.
namespace gatehouse::store {

class Reader;

struct StoreOptions {
    std::string dataDirectory; // made with mode 0700 where it is missing
    // "sqlite:" = gatehouse.db in the data folder, "sqlite:/path/to/file.db", "postgres://user:password@host:port/db"
    std::string url = "sqlite:";
    std::chrono::milliseconds patience{4'000}; // how long a change waits for the database's lock, or its answer
    std::int64_t mostPages = 0;                // of 4 KiB: the most that the database may grow to; 0 = the disk decides
};

// The file that a SQLite url names, its folders made. Errors: as Store::open().
Result<std::string> sqliteFile(const StoreOptions& options);

struct BackupOptions;
struct BackupFacts;

class Store {
public:
    // Opens or makes the database and brings it to this version's form. The store's own functions, but for those marked
    // otherwise, and its repositories belong to the thread that called open(): the control thread. Errors: those above,
    // Invalid with code store_unsupported (a url that this version cannot serve), Unavailable with code store_newer
    // (made by a newer version) or store_unwritable (folder or file).
    static Result<std::unique_ptr<Store>> open(StoreOptions options);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    ObjectRepository& objects();
    AuditRepository& audit();
    SecretMetadataRepository& secrets();
    SettingsRepository& settings();
    FeedbackRepository& feedback();
    PeopleRepository& people();

    // For telemetry::Recorder. Any thread may make it; it opens its own connection in the thread that uses it.
    std::unique_ptr<telemetry::RecordWriter> recordWriter(RetentionSettings retention) const;
    // For cache::Cache, in the same way.
    Result<std::unique_ptr<cache::EntryKeeper>> cacheKeeper() const;
    // For jobs::JobDesk and notices::Outbox, in the same way.
    Result<std::unique_ptr<jobs::JobKeeper>> jobKeeper() const;
    Result<std::unique_ptr<notices::DeliveryKeeper>> deliveryKeeper() const;
    // A read connection for queries: made, used and destroyed on one query thread. Any thread.
    Result<std::unique_ptr<Reader>> reader() const;

    // A backup (core/store/backup.h) over a connection of its own. Any thread; takes as long as there are rows.
    Result<BackupFacts> backup(const BackupOptions& options, const BackupSink& sink) const;

    // Null on SQLite, whose one process knows of its changes.
    std::unique_ptr<ChangeNotices> changeNotices(ChangeNotices::Tell tell) const;

    // The file that holds the last call number (telemetry::SequenceCounter::inFile). Any thread.
    std::string sequenceFile() const;
    std::string databaseFile() const; // "" on PostgreSQL
    bool postgres() const;
    // What the database says about its own integrity; "ok", or the first complaints. Slow on a big SQLite store;
    // PostgreSQL checks pages as it reads them.
    Result<std::string> integrity();

private:
    struct Impl;
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::store
