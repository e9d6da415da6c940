// SPDX-License-Identifier: Apache-2.0
#include "core/admin/spooled_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace gatehouse::admin {
namespace {

tl::unexpected<Error> failed(int code) {
    return failure(ErrorKind::Unavailable, "backup_failed",
                   std::string("The backup cannot be kept in the data folder on its way (") + std::strerror(code) +
                       "). Make room for it there.");
}

} // namespace

Result<SpooledFile> SpooledFile::make(const std::string& folder) {
    int file = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) { // not every file system can
        std::string path = folder + "/backup-XXXXXX";
        file = ::mkostemp(path.data(), O_CLOEXEC);
        if (file >= 0)
            (void)::unlink(path.c_str());
    }
    if (file < 0)
        return failed(errno);
    return SpooledFile(file);
}

SpooledFile::SpooledFile(SpooledFile&& other) noexcept
    : m_file(std::exchange(other.m_file, -1)), m_size(std::exchange(other.m_size, 0)) {}

SpooledFile::~SpooledFile() {
    if (m_file >= 0)
        ::close(m_file);
}

Result<void> SpooledFile::append(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::pwrite(m_file, bytes.data(), bytes.size(), static_cast<off_t>(m_size));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return failed(errno);
        m_size += static_cast<std::uint64_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<std::string> SpooledFile::read(std::uint64_t offset, std::size_t most) const {
    std::string out(static_cast<std::size_t>(std::min<std::uint64_t>(most, m_size - std::min(offset, m_size))), '\0');
    for (std::size_t at = 0; at < out.size();) {
        const auto got = ::pread(m_file, out.data() + at, out.size() - at, static_cast<off_t>(offset + at));
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return failed(got == 0 ? EIO : errno);
        at += static_cast<std::size_t>(got);
    }
    return out;
}

} // namespace gatehouse::admin
