// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/sequence_counter.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gatehouse::telemetry {
namespace {

class MemoryCounter final : public SequenceCounter {
public:
    MemoryCounter() : SequenceCounter(nullptr) { m_next = &m_value; }

private:
    alignas(8) std::uint64_t m_value = 1;
};

class FileCounter final : public SequenceCounter {
public:
    explicit FileCounter(std::uint64_t* mapped) : SequenceCounter(mapped) {}
    ~FileCounter() override { ::munmap(m_next, sizeof(std::uint64_t)); }
};

tl::unexpected<Error> cannotUse(const std::string& path, int code) {
    return failure(ErrorKind::Unavailable, "store_unwritable",
                   "cannot use " + path + ": " + std::strerror(code) + "; make the data folder writable");
}

} // namespace

std::unique_ptr<SequenceCounter> SequenceCounter::inMemory() {
    return std::make_unique<MemoryCounter>();
}

Result<std::unique_ptr<SequenceCounter>> SequenceCounter::inFile(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return cannotUse(path, errno);
    // Reserved now: a write into a hole of a mapped file would end the process when the disk is full.
    const int reserved = ::posix_fallocate(file, 0, sizeof(std::uint64_t));
    void* mapped = reserved != 0 ? MAP_FAILED
                                 : ::mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    const int code = reserved != 0 ? reserved : errno;
    ::close(file);
    if (mapped == MAP_FAILED)
        return cannotUse(path, code);
    return std::make_unique<FileCounter>(static_cast<std::uint64_t*>(mapped));
}

} // namespace gatehouse::telemetry
