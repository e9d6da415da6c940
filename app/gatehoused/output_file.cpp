// SPDX-License-Identifier: Apache-2.0
#include "app/gatehoused/output_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace gatehouse::app {
namespace {

tl::unexpected<Error> unwritable(const std::string& path, int code) {
    return failure(ErrorKind::Unavailable, "cannot_write",
                   path + " cannot be written (" + std::strerror(code) + "). Name a file in a folder with room.");
}

} // namespace

Result<OutputFile> OutputFile::create(const std::string& path) {
    const std::string beside = path + ".new";
    (void)::unlink(beside.c_str());
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return unwritable(path, errno);
    return OutputFile(path, file);
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_beside(std::move(other.m_beside)), m_file(std::exchange(other.m_file, -1)) {}

OutputFile::~OutputFile() {
    if (m_file < 0)
        return;
    ::close(m_file);
    (void)::unlink(m_beside.c_str());
}

Result<void> OutputFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(m_file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return unwritable(m_path, errno);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> OutputFile::sync() {
    if (::fsync(m_file) != 0)
        return unwritable(m_path, errno);
    return {};
}

Result<void> OutputFile::moveIntoPlace() {
    if (std::rename(m_beside.c_str(), m_path.c_str()) != 0)
        return unwritable(m_path, errno);
    ::close(std::exchange(m_file, -1));
    return {};
}

} // namespace gatehouse::app
