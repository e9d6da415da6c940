// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/digest.h"
#include "core/base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

// The file that holds a backup, version 1: "GHBACKUP", four bytes of version (least significant first), one zstd frame,
// and the SHA-256 of all before it. Inside the frame stand parts: a letter for the kind, four bytes of length, that
// many bytes. Nothing in it is secret but what the store itself holds; still it is for its owner only (0600).
namespace gatehouse::store {

struct BackupPart {
    enum class Kind : char {
        Head = 'H',  // JSON: form of the store, when, by which version
        Table = 'T', // JSON: name and columns of the rows that follow
        Rows = 'R',  // see backup_rows.h
        File = 'F',  // a name, a NUL, and the bytes of a file beside the store
        End = 'E',   // JSON: how many rows there were, and the configuration's digest
    };
    Kind kind = Kind::Head;
    std::string bytes;
};

// Where bytes go; an error ends the backup.
using BackupSink = std::function<Result<void>(std::string_view bytes)>;

class BackupFileWriter {
public:
    explicit BackupFileWriter(BackupSink sink);
    ~BackupFileWriter();
    Result<void> part(BackupPart::Kind kind, std::string_view bytes);
    // The end of the frame and the digest.
    Result<void> finish();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// Errors: Invalid with code backup_unreadable (not a backup, cut, damaged), Unavailable with backup_newer.
class BackupFileReader {
public:
    // Reads the whole file once and holds it against its digest, so that nothing is begun with a damaged one.
    static Result<std::unique_ptr<BackupFileReader>> open(const std::string& path);
    ~BackupFileReader();
    // The parts in their order; the one after End is an error.
    Result<BackupPart> next();

private:
    struct Impl;
    explicit BackupFileReader(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace gatehouse::store
