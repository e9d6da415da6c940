// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/result.h"

#include <boost/asio/thread_pool.hpp>
#include <string>

namespace gatehouse::providers {

// Reads small files (tokens that a cluster renews, a tool's profiles) on a thread of its own, so that no I/O thread
// waits for a disk. Shared by the I/O threads; must outlive them.
class FileReader {
public:
    FileReader() = default;
    ~FileReader();
    FileReader(const FileReader&) = delete;
    FileReader& operator=(const FileReader&) = delete;

    // At most 1 MiB. Errors: NotFound (provider_auth_file) where there is none; Unavailable (provider_auth_file).
    Task<Result<std::string>> read(Executor executor, std::string path);

private:
    asio::thread_pool m_thread{1};
};

} // namespace gatehouse::providers
