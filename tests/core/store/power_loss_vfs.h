// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace gatehouse::store {

// A file system for SQLite that remembers what was written, cut, removed and synced in one folder, in order, so that
// the disk can be shown as it may be after the power failed at any of these moments: what was synced is there; of the
// rest each sector of 512 bytes arrived or did not, in any order (sqlite.org/vfs.html, sqlite.org/atomiccommit.html
// §2). A file is there for certain from its first sync on, with which SQLite's own file system syncs the folder; one
// that was removed is gone.
//
// One in a process, installed as SQLite's default for as long as it lives. Real syncs are left out. Not thread-safe.
class PowerLossVfs {
public:
    PowerLossVfs();
    ~PowerLossVfs();
    PowerLossVfs(const PowerLossVfs&) = delete;
    PowerLossVfs& operator=(const PowerLossVfs&) = delete;

    // From here on, what happens below this folder is remembered; it must be empty.
    void record(const std::string& folder);
    void stopRecording();
    // How many things happened so far: the moments at which the power may fail are 0 … moments().
    std::size_t moments() const;
    std::size_t syncs() const;

    // Makes the disk as it may be when the power failed after so many moments, in an empty folder. The same seed makes
    // the same disk. Fast where moments rise from call to call.
    void writeDisk(const std::string& folder, std::size_t moment, std::uint64_t seed) const;
};

} // namespace gatehouse::store
