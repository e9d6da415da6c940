// SPDX-License-Identifier: Apache-2.0
#include "app/engine/data_folder.h"

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/secrets/resolver.h"

#include <array>
#include <boost/json.hpp>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace gatehouse::app {
namespace {

constexpr const char* lockName = "lock";
constexpr const char* addressesName = "gateway.json";
constexpr const char* tokenName = "admin-token";
constexpr std::size_t tokenLength = 43; // base 62: 256 bits

tl::unexpected<Error> unusable(const std::string& path, int code) {
    return failure(ErrorKind::Unavailable, "data_folder_unusable",
                   "The data folder " + path + " cannot be used (" + std::strerror(code) +
                       "). Make it writable, or name another with --data-dir.");
}

// Written beside and renamed, with its mode from the first moment, so that nobody reads a half or an open file.
Result<void> writePrivately(const std::string& path, std::string_view text) {
    const std::string beside = path + ".new";
    (void)::unlink(beside.c_str());
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0)
        return unusable(path, errno);
    const auto written = ::write(file, text.data(), text.size());
    const bool whole = written == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
    const int code = errno;
    ::close(file);
    if (!whole || ::rename(beside.c_str(), path.c_str()) != 0) {
        (void)::unlink(beside.c_str());
        return unusable(path, whole ? errno : code);
    }
    return {};
}

struct flock wholeFile() {
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

std::optional<std::string> readSmallFile(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return std::nullopt;
    std::array<char, 4096> buffer{};
    const auto count = ::read(file, buffer.data(), buffer.size());
    ::close(file);
    if (count < 0)
        return std::nullopt;
    return std::string(buffer.data(), static_cast<std::size_t>(count));
}

} // namespace

std::string DataFolder::defaultPath() {
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && data[0] == '/')
        return std::string(data) + "/gatehouse";
    const char* home = std::getenv("HOME");
    return std::string(home != nullptr ? home : "") + "/.local/share/gatehouse";
}

Result<DataFolder> DataFolder::open(const std::string& path) {
    std::error_code code;
    std::filesystem::path absolute = std::filesystem::absolute(path, code);
    if (code)
        return unusable(path, code.value());
    std::filesystem::create_directories(absolute.parent_path(), code);
    if (::mkdir(absolute.c_str(), 0700) != 0 && errno != EEXIST)
        return unusable(absolute.string(), errno);
    struct stat state {};
    if (::stat(absolute.c_str(), &state) != 0)
        return unusable(absolute.string(), errno);
    if (!S_ISDIR(state.st_mode))
        return unusable(absolute.string(), ENOTDIR);
    if (::access(absolute.c_str(), R_OK | W_OK | X_OK) != 0)
        return unusable(absolute.string(), errno);
    // A folder of our own that others may enter is closed to them; one that belongs to somebody else is left alone.
    if (state.st_uid == ::geteuid() && (state.st_mode & 077U) != 0)
        (void)::chmod(absolute.c_str(), 0700);
    return DataFolder(absolute.string());
}

DataFolder::DataFolder(DataFolder&& other) noexcept
    : m_path(std::move(other.m_path)), m_lock(std::exchange(other.m_lock, -1)) {}

DataFolder::~DataFolder() {
    if (m_lock >= 0)
        ::close(m_lock);
}

Result<void> DataFolder::lock() {
    if (m_lock >= 0)
        return {};
    const int file = ::open(this->file(lockName).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return unusable(m_path, errno);
    struct flock whole = wholeFile();
    if (::fcntl(file, F_OFD_SETLK, &whole) != 0) {
        ::close(file);
        return failure(ErrorKind::Conflict, "data_folder_in_use",
                       "Another gateway uses the data folder " + m_path +
                           ". Stop it, or name another folder with --data-dir.");
    }
    m_lock = file;
    return {};
}

Result<void> DataFolder::writeAddresses(const Addresses& addresses) const {
    boost::json::object object;
    object["gateway"] = addresses.gateway;
    object["admin"] = addresses.admin;
    object["pid"] = addresses.process;
    return writePrivately(file(addressesName), boost::json::serialize(object) + "\n");
}

void DataFolder::removeAddresses() const {
    (void)::unlink(file(addressesName).c_str());
}

std::optional<Addresses> DataFolder::runningAddresses() const {
    // The file may be left from an engine that was killed; the lock cannot be.
    const int lockFile = ::open(file(lockName).c_str(), O_RDWR | O_CLOEXEC);
    if (lockFile < 0)
        return std::nullopt;
    // Asks without taking it: a query must not get into the way of a start.
    struct flock whole = wholeFile();
    const bool asked = ::fcntl(lockFile, F_OFD_GETLK, &whole) == 0;
    ::close(lockFile);
    if (!asked || whole.l_type == F_UNLCK)
        return std::nullopt;
    const auto text = readSmallFile(file(addressesName));
    if (!text)
        return std::nullopt;
    boost::system::error_code code;
    const auto value = boost::json::parse(*text, code);
    if (code || !value.is_object())
        return std::nullopt;
    const auto textOf = [&](const char* name) {
        const auto* found = value.as_object().if_contains(name);
        return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
    };
    Addresses addresses{textOf("gateway"), textOf("admin"), 0};
    if (addresses.admin.empty())
        return std::nullopt;
    return addresses;
}

Result<Secret> DataFolder::adminToken(const std::optional<std::string>& tokenFile) const {
    if (auto given = secrets::takeFromEnvironment("GATEHOUSE_ADMIN_TOKEN"); given && !given->empty())
        return std::move(*given);
    if (tokenFile)
        return secrets::readSecretFile(*tokenFile);
    const std::string path = file(tokenName);
    if (::access(path.c_str(), F_OK) != 0) {
        std::string token = randomText(tokenLength, base62);
        auto written = writePrivately(path, token);
        wipe(token);
        if (!written)
            return tl::unexpected(written.error());
    }
    return secrets::readSecretFile(path);
}

} // namespace gatehouse::app
