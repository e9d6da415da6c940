// SPDX-License-Identifier: Apache-2.0
#include "tests/core/store/power_loss_vfs.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <new>
#include <random>
#include <sqlite3.h>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace gatehouse::store {
namespace {

constexpr std::size_t sector = 512;

struct Moment {
    enum class What { Write, Truncate, Sync, Remove };
    What what;
    std::string file; // name within the folder
    std::size_t at = 0;
    std::string bytes{};
};

// What the C interface reaches has to be global.
struct Recording {
    std::string folder; // with a slash at its end; empty: nothing is recorded
    std::vector<Moment> moments;
    std::size_t syncs = 0;
};
Recording recording;
sqlite3_vfs* beneath = nullptr;

std::string nameWithin(const char* path) {
    if (path == nullptr || recording.folder.empty())
        return {};
    const std::string_view whole(path);
    return whole.starts_with(recording.folder) ? std::string(whole.substr(recording.folder.size())) : std::string();
}

// An open file: SQLite allocates szOsFile bytes for it, ours and behind them those of the file system beneath.
struct File {
    sqlite3_file base;
    const char* path; // SQLite keeps it as long as the file is open
};

sqlite3_file* real(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(File));
}

std::string nameOf(sqlite3_file* file) {
    return nameWithin(reinterpret_cast<File*>(file)->path);
}

int closeFile(sqlite3_file* file) {
    return real(file)->pMethods->xClose(real(file));
}
int readFile(sqlite3_file* file, void* out, int count, sqlite3_int64 at) {
    return real(file)->pMethods->xRead(real(file), out, count, at);
}
int writeFile(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
    const int result = real(file)->pMethods->xWrite(real(file), bytes, count, at);
    if (auto name = nameOf(file); result == SQLITE_OK && !name.empty())
        recording.moments.push_back({Moment::What::Write, std::move(name), static_cast<std::size_t>(at),
                                     std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(count))});
    return result;
}
int truncateFile(sqlite3_file* file, sqlite3_int64 size) {
    const int result = real(file)->pMethods->xTruncate(real(file), size);
    if (auto name = nameOf(file); result == SQLITE_OK && !name.empty())
        recording.moments.push_back({Moment::What::Truncate, std::move(name), static_cast<std::size_t>(size)});
    return result;
}
int syncFile(sqlite3_file* file, int) {
    if (auto name = nameOf(file); !name.empty()) {
        recording.moments.push_back({Moment::What::Sync, std::move(name)});
        ++recording.syncs;
    }
    return SQLITE_OK;
}
int fileSize(sqlite3_file* file, sqlite3_int64* size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
int lockFile(sqlite3_file* file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}
int unlockFile(sqlite3_file* file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}
int checkLock(sqlite3_file* file, int* held) {
    return real(file)->pMethods->xCheckReservedLock(real(file), held);
}
int controlFile(sqlite3_file* file, int what, void* value) {
    return real(file)->pMethods->xFileControl(real(file), what, value);
}
int sectorSize(sqlite3_file* file) {
    return real(file)->pMethods->xSectorSize(real(file));
}
// Writes are not atomic here and come in any order; that a torn one spoils no neighbour is what disks promise.
int characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}
int mapShared(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, out);
}
int lockShared(sqlite3_file* file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void barrier(sqlite3_file* file) {
    real(file)->pMethods->xShmBarrier(real(file));
}
int unmapShared(sqlite3_file* file, int remove) {
    return real(file)->pMethods->xShmUnmap(real(file), remove);
}

constexpr sqlite3_io_methods methods = [] {
    sqlite3_io_methods out{};
    out.iVersion = 2; // without mapped memory, which would pass the recording by
    out.xClose = closeFile;
    out.xRead = readFile;
    out.xWrite = writeFile;
    out.xTruncate = truncateFile;
    out.xSync = syncFile;
    out.xFileSize = fileSize;
    out.xLock = lockFile;
    out.xUnlock = unlockFile;
    out.xCheckReservedLock = checkLock;
    out.xFileControl = controlFile;
    out.xSectorSize = sectorSize;
    out.xDeviceCharacteristics = characteristics;
    out.xShmMap = mapShared;
    out.xShmLock = lockShared;
    out.xShmBarrier = barrier;
    out.xShmUnmap = unmapShared;
    return out;
}();

int openFile(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* outFlags) {
    auto* ours = new (file) File{};
    ours->path = path;
    const int result = beneath->xOpen(beneath, path, real(file), flags, outFlags);
    ours->base.pMethods = real(file)->pMethods != nullptr ? &methods : nullptr;
    return result;
}

int removeFile(sqlite3_vfs*, const char* path, int) {
    const int result = beneath->xDelete(beneath, path, 0);
    if (auto name = nameWithin(path); result == SQLITE_OK && !name.empty())
        recording.moments.push_back({Moment::What::Remove, std::move(name)});
    return result;
}

sqlite3_vfs shim{};

// A file on the disk: what is safe, and what is still on its way there.
struct DiskFile {
    std::string safe;
    bool exists = false; // for certain
    std::vector<const Moment*> onTheWay;
};

void place(std::string& content, std::size_t at, std::string_view bytes) {
    if (content.size() < at + bytes.size())
        content.resize(at + bytes.size(), '\0');
    content.replace(at, bytes.size(), bytes);
}

// All of it: the sync waits until it has arrived.
void arrive(std::string& content, const Moment& moment) {
    if (moment.what == Moment::What::Write)
        place(content, moment.at, moment.bytes);
    else
        content.resize(moment.at, '\0');
}

// Each sector by itself, or not.
void arriveInPart(std::string& content, const Moment& moment, unsigned percent, std::mt19937_64& random) {
    const auto lucky = [&] { return random() % 100 < percent; };
    if (moment.what == Moment::What::Truncate) {
        if (lucky())
            content.resize(moment.at, '\0');
        return;
    }
    for (std::size_t from = 0; from < moment.bytes.size();) {
        const auto size = std::min(moment.bytes.size() - from, sector - (moment.at + from) % sector);
        if (lucky())
            place(content, moment.at + from, std::string_view(moment.bytes).substr(from, size));
        from += size;
    }
}

// The disk as far as it is certain after a number of moments; asked for in rising order it is made once.
struct Disk {
    std::map<std::string, DiskFile> files;
    std::size_t moment = 0;

    void advance(const Moment& now) {
        auto& file = files[now.file];
        switch (now.what) {
        case Moment::What::Sync:
            for (const auto* earlier : file.onTheWay)
                arrive(file.safe, *earlier);
            file.onTheWay.clear();
            file.exists = true;
            break;
        case Moment::What::Remove:
            files.erase(now.file);
            break;
        default:
            file.onTheWay.push_back(&now);
        }
    }
    void moveTo(std::size_t wanted) {
        if (wanted < moment)
            *this = Disk();
        for (; moment < wanted; ++moment)
            advance(recording.moments[moment]);
    }
};
Disk disk;

} // namespace

PowerLossVfs::PowerLossVfs() {
    beneath = sqlite3_vfs_find("unix");
    if (beneath == nullptr)
        throw std::runtime_error("SQLite has no file system \"unix\"");
    shim = *beneath;
    shim.pNext = nullptr;
    shim.zName = "power-loss";
    shim.szOsFile = static_cast<int>(sizeof(File)) + beneath->szOsFile;
    shim.xOpen = openFile;
    shim.xDelete = removeFile;
    sqlite3_vfs_register(&shim, 1);
}

PowerLossVfs::~PowerLossVfs() {
    stopRecording();
    sqlite3_vfs_unregister(&shim);
    sqlite3_vfs_register(beneath, 1);
}

void PowerLossVfs::record(const std::string& folder) {
    disk = Disk();
    recording = Recording{std::filesystem::canonical(folder).string() + "/", {}, 0};
}

void PowerLossVfs::stopRecording() {
    recording.folder.clear();
}

std::size_t PowerLossVfs::moments() const {
    return recording.moments.size();
}

std::size_t PowerLossVfs::syncs() const {
    return recording.syncs;
}

void PowerLossVfs::writeDisk(const std::string& folder, std::size_t moment, std::uint64_t seed) const {
    std::mt19937_64 random(seed);
    // From "nothing of what was on its way arrived" to "all of it did".
    const auto percent = static_cast<unsigned>((random() % 5) * 25);
    disk.moveTo(moment);
    for (const auto& [name, file] : disk.files) {
        std::string content = file.safe;
        for (const auto* late : file.onTheWay)
            arriveInPart(content, *late, percent, random);
        // A file that was never synced may not be in its folder yet.
        if (!file.exists && random() % 2 == 0)
            continue;
        std::ofstream out(folder + "/" + name, std::ios::binary);
        out.write(content.data(), static_cast<std::streamsize>(content.size()));
        if (!out)
            throw std::runtime_error("cannot write " + folder + "/" + name);
    }
}

} // namespace gatehouse::store
