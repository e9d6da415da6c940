// SPDX-License-Identifier: Apache-2.0
#include "core/providers/auth/file_reader.h"

#include "core/providers/auth/signal.h"

#include <boost/asio/post.hpp>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace gatehouse::providers {
namespace {

constexpr std::size_t mostBytes = std::size_t{1} << 20U;
constexpr std::chrono::seconds patience{20};

class OpenFile {
public:
    // Not blocking: a pipe without a writer must not hold the thread.
    explicit OpenFile(const std::string& path) : m_file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    ~OpenFile() {
        if (m_file >= 0)
            ::close(m_file);
    }
    int number() const { return m_file; }

private:
    int m_file;
};

auto unreadable(const std::string& path, std::string_view why) {
    return failure(ErrorKind::Unavailable, "provider_auth_file", "The file " + path + " " + std::string(why) + ".");
}

Result<std::string> readNow(const std::string& path) {
    const OpenFile file(path);
    if (file.number() < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return failure(ErrorKind::NotFound, "provider_auth_file", "The file " + path + " is not there.");
        return unreadable(path, errno == EACCES ? "may not be read by this user" : "cannot be opened");
    }
    struct stat facts {};
    if (::fstat(file.number(), &facts) != 0 || !S_ISREG(facts.st_mode))
        return unreadable(path, "is no ordinary file");
    std::string text;
    std::string piece(std::size_t{16} << 10U, '\0');
    for (;;) {
        const auto count = ::read(file.number(), piece.data(), piece.size());
        if (count < 0)
            return unreadable(path, "cannot be read");
        if (count == 0)
            return text;
        text.append(piece, 0, static_cast<std::size_t>(count));
        if (text.size() > mostBytes)
            return unreadable(path, "is larger than 1 MiB");
    }
}

struct Reading {
    std::shared_ptr<Signal> signal;
    Result<std::string> result = std::string();
};

} // namespace

FileReader::~FileReader() {
    m_thread.join();
}

Task<Result<std::string>> FileReader::read(Executor executor, std::string path) {
    const auto reading = std::make_shared<Reading>();
    reading->signal = std::make_shared<Signal>(executor);
    asio::post(m_thread, [reading, path] {
        reading->result = readNow(path);
        reading->signal->fire();
    });
    const bool fired = co_await reading->signal->wait(patience);
    if (!fired)
        co_return unreadable(path, "could not be read in time");
    co_return std::move(reading->result);
}

} // namespace gatehouse::providers
