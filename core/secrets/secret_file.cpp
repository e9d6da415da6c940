// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/secret_file.h"

#include "core/base/random.h"

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

// Into memory that the caller wipes; grows never, so no part stays behind.
Result<std::string> readAll(const Descriptor& file, const std::string& path, std::size_t most) {
    std::string bytes;
    bytes.resize(most + 1);
    std::size_t size = 0;
    while (size < bytes.size()) {
        const auto count = ::read(file.number(), bytes.data() + size, bytes.size() - size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0) {
            const int number = errno;
            wipe(bytes);
            return cannotOpen(path, number);
        }
        if (count == 0)
            break;
        size += static_cast<std::size_t>(count);
    }
    if (size > most) {
        wipe(bytes);
        return failure(ErrorKind::TooLarge, "secret_file_open",
                       "The file " + path + " is larger than " + std::to_string(most) + " bytes.");
    }
    bytes.resize(size);
    return bytes;
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

Result<void> checkOwnerAndMode(const struct stat& status, const std::string& path) {
    if (!S_ISREG(status.st_mode))
        return failure(ErrorKind::Invalid, "secret_file_open", "The path " + path + " is not a plain file.");
    if (status.st_uid != 0 && status.st_uid != ::geteuid())
        return failure(ErrorKind::Forbidden, "secret_file_permissions",
                       "The file " + path +
                           " belongs to another user, who could change it. Make it yours: chown $USER " + path);
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return failure(ErrorKind::Forbidden, "secret_file_permissions",
                       "The file " + path + " holds a secret and is open to other users. Close it: chmod 600 " + path);
    return {};
}

} // namespace

Result<Secret> readSecretFile(const std::string& path) {
    // O_NONBLOCK: opening a pipe by mistake must not hang.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.good())
        return cannotOpen(path, errno);
    struct stat status {};
    if (::fstat(file.number(), &status) != 0)
        return cannotOpen(path, errno);
    if (auto allowed = checkOwnerAndMode(status, path); !allowed)
        return tl::unexpected(std::move(allowed.error()));
    auto bytes = readAll(file, path, mostSecretBytes);
    if (!bytes)
        return tl::unexpected(std::move(bytes.error()));
    std::size_t size = bytes->size();
    if (size > 0 && (*bytes)[size - 1] == '\n')
        --size;
    if (size > 0 && size < bytes->size() && (*bytes)[size - 1] == '\r')
        --size;
    Secret secret{std::string_view(*bytes).substr(0, size)};
    wipe(*bytes);
    if (secret.empty())
        return failure(ErrorKind::Invalid, "invalid_secret", "The file " + path + " is empty.");
    return secret;
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
    return readAll(file, path, most);
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
