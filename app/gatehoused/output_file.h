// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>

namespace gatehouse::app {

// A file for its owner only (0600) that is there whole or not at all: written beside its place and moved there at the
// end. What was begun goes with the object.
class OutputFile {
public:
    static Result<OutputFile> create(const std::string& path);
    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&&) = delete;
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    ~OutputFile();

    const std::string& beside() const { return m_beside; } // where it is until then
    Result<void> append(std::string_view bytes);
    Result<void> sync();
    Result<void> moveIntoPlace();

private:
    OutputFile(std::string path, int file) : m_path(std::move(path)), m_beside(m_path + ".new"), m_file(file) {}
    std::string m_path;
    std::string m_beside;
    int m_file = -1;
};

} // namespace gatehouse::app
