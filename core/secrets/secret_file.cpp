// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/secret_file.h"

#include "core/base/random.h"
#include "core/secrets/locked_buffer.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace gatehouse::secrets {
namespace {

class Descriptor {
public:
    explicit Descriptor(int number) : m_number(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (m_number >= 0)
            (void)::close(m_number);
    }
    int number() const { return m_number; }
    bool good() const { return m_number >= 0; }

private:
    int m_number;
};

std::string reason(int number) {
    return std::generic_category().message(number);
}

tl::unexpected<Error> cannotOpen(const std::string& path, int number) {
    return failure(number == ENOENT ? ErrorKind::NotFound : ErrorKind::Unavailable, "secret_file_open",
                   "The file " + path + " cannot be opened: " + reason(number) + ".");
}

tl::unexpected<Error> cannotWrite(const std::string& path, int number) {
    return failure(ErrorKind::Unavailable, "secret_file_write",
                   "The file " + path + " cannot be written: " + reason(number) + ".");
}

// Fills the memory from the file; answers how much there was. One byte more than "most" tells that there is too much.
Result<std::size_t> readInto(const Descriptor& file, const std::string& path, char* memory, std::size_t most) {
    std::size_t size = 0;
    while (size <= most) {
        const auto count = ::read(file.number(), memory + size, most + 1 - size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return cannotOpen(path, errno);
        if (count == 0)
            return size;
        size += static_cast<std::size_t>(count);
    }
    return failure(ErrorKind::TooLarge, "secret_file_open",
                   "The file " + path + " is larger than " + std::to_string(most) + " bytes.");
}

std::string folderOf(const std::string& path) {
    const auto slash = path.find_last_of('/');
    if (slash == std::string::npos)
        return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

Result<void> writeSynced(const std::string& path, std::string_view bytes) {
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file.good())
        return cannotWrite(path, errno);
    while (!bytes.empty()) {
        const auto count = ::write(file.number(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return cannotWrite(path, errno);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fsync(file.number()) != 0)
        return cannotWrite(path, errno);
    return {};
}

Result<void> syncFolder(const std::string& path) {
    const std::string folder = folderOf(path);
    const Descriptor handle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!handle.good() || ::fsync(handle.number()) != 0)
        return cannotWrite(folder, errno);
    return {};
}

Result<void> checkOwnerAndMode(const struct stat& status, const std::string& path, Guard guard) {
    if (!S_ISREG(status.st_mode))
        return failure(ErrorKind::Invalid, "secret_file_open", "The path " + path + " is not a plain file.");
    if (status.st_uid != 0 && status.st_uid != ::geteuid())
        return failure(ErrorKind::Forbidden, "secret_file_permissions",
                       "The file " + path +
                           " belongs to another user, who could change it. Make it yours: chown $USER " + path);
    // systemd lets one user in by an access control list, whose mask stat() shows as the group's bits.
    const mode_t closed = guard == Guard::Mode ? S_IRWXG | S_IRWXO : S_IRWXO | S_IWGRP;
    if ((status.st_mode & closed) != 0)
        return failure(ErrorKind::Forbidden, "secret_file_permissions",
                       "The file " + path + " holds a secret and is open to other users. Close it: chmod 600 " + path);
    return {};
}

} // namespace

Result<Secret> readSecretFile(const std::string& path, Guard guard) {
    // O_NONBLOCK: opening a pipe by mistake must not hang.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.good())
        return cannotOpen(path, errno);
    struct stat status {};
    if (::fstat(file.number(), &status) != 0)
        return cannotOpen(path, errno);
    if (auto allowed = checkOwnerAndMode(status, path, guard); !allowed)
        return tl::unexpected(std::move(allowed.error()));
    LockedBuffer memory(mostSecretBytes + 1);
    auto read = readInto(file, path, reinterpret_cast<char*>(memory.data()), mostSecretBytes);
    if (!read)
        return tl::unexpected(std::move(read.error()));
    auto text = memory.text().substr(0, *read);
    if (text.ends_with('\n')) {
        text.remove_suffix(1);
        if (text.ends_with('\r'))
            text.remove_suffix(1);
    }
    if (text.empty())
        return failure(ErrorKind::Invalid, "invalid_secret", "The file " + path + " is empty.");
    return Secret(text);
}

Result<std::string> readWholeFile(const std::string& path, std::size_t most) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.good())
        return cannotOpen(path, errno);
    struct stat status {};
    if (::fstat(file.number(), &status) != 0)
        return cannotOpen(path, errno);
    if (!S_ISREG(status.st_mode))
        return failure(ErrorKind::Invalid, "secret_file_open", "The path " + path + " is not a plain file.");
    std::string bytes(most + 1, '\0');
    auto size = readInto(file, path, bytes.data(), most);
    if (!size)
        return tl::unexpected(std::move(size.error()));
    bytes.resize(*size);
    return bytes;
}

Result<void> replaceFile(const std::string& path, std::string_view bytes) {
    const std::string temporary = path + ".new-" + randomText(8, lowerAlphanumeric);
    auto written = writeSynced(temporary, bytes);
    if (written && ::rename(temporary.c_str(), path.c_str()) != 0)
        written = cannotWrite(path, errno);
    if (!written) {
        (void)::unlink(temporary.c_str());
        return written;
    }
    return syncFolder(path);
}

Result<void> moveFile(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0)
        return cannotWrite(to, errno);
    return syncFolder(to);
}

void removeFile(const std::string& path) {
    (void)::unlink(path.c_str());
}

Result<void> createFile(const std::string& path, std::string_view bytes) {
    // Written apart and linked: nobody ever sees half of it, and an existing one is never replaced.
    const std::string temporary = path + ".new-" + randomText(8, lowerAlphanumeric);
    auto written = writeSynced(temporary, bytes);
    if (written && ::link(temporary.c_str(), path.c_str()) != 0)
        written = cannotWrite(path, errno);
    (void)::unlink(temporary.c_str());
    if (!written)
        return written;
    return syncFolder(path);
}

bool fileExists(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 || errno != ENOENT;
}

} // namespace gatehouse::secrets
