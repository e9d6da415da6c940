// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/backup_file.h"
#include "core/store/store.h"

#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::store {

class Connection;

struct BackupOptions {
    WallMicros now = 0;
    std::string version;                                    // of the program, for the person who finds the file
    std::vector<std::pair<std::string, std::string>> files; // name in the backup, path; one that is missing is left out
};

struct BackupFacts {
    std::uint64_t rows = 0;
    std::string configuration; // digest of the configuration objects, hex
};

// All tables as they stand at one moment, whatever is written meanwhile, and the files beside them. The connection is a
// Read one. Memory is bounded by the largest row.
Result<BackupFacts> writeBackup(Connection& connection, const BackupOptions& options, const BackupSink& sink);

// The digest of the configuration objects: the same for the same configuration on either backend.
Result<std::string> configurationDigest(Connection& connection);

// What a backup says of itself; reads all of it. Errors: those of BackupFileReader.
Result<BackupFacts> inspectBackup(const std::string& path);

struct RestoreOptions {
    StoreOptions store;                                     // where to
    bool replace = false;                                   // a store that holds something is replaced
    std::vector<std::pair<std::string, std::string>> files; // name in the backup, path; others are refused
};

// Makes the store what the backup says: on SQLite in a new file that then takes the place of the old one, on PostgreSQL
// in one transaction; until then, and when it fails, all stays as it was. Nothing may run on the store. Errors: those
// of BackupFileReader and of the store; Conflict with store_not_empty (and not "replace") or store_in_use.
Result<BackupFacts> restoreBackup(const std::string& path, const RestoreOptions& options);

} // namespace gatehouse::store
