// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <optional>
#include <string>

namespace gatehouse::app {

// Where a running engine says how it is reached (INTERFACES: gateway.json, 0600).
struct Addresses {
    std::string gateway; // "http://127.0.0.1:8642"
    std::string admin;
    int process = 0;
};

// A data folder (0700) and what lies in it besides the store: the lock, gateway.json, the admin token. One engine at a
// time holds the lock; it goes with the process, also when that is killed.
class DataFolder {
public:
    // "gatehouse" in the XDG data folder.
    static std::string defaultPath();

    // Makes the folder when it is missing. Errors: Unavailable data_folder_unusable.
    static Result<DataFolder> open(const std::string& path);
    DataFolder(DataFolder&& other) noexcept;
    DataFolder(const DataFolder&) = delete;
    DataFolder& operator=(const DataFolder&) = delete;
    DataFolder& operator=(DataFolder&&) = delete;
    ~DataFolder();

    const std::string& path() const { return m_path; }
    std::string file(const std::string& name) const { return m_path + "/" + name; }

    // Errors: Conflict data_folder_in_use.
    Result<void> lock();
    bool locked() const { return m_lock >= 0; }

    Result<void> writeAddresses(const Addresses& addresses) const;
    void removeAddresses() const;
    // Of the engine that runs now; nothing where none does.
    std::optional<Addresses> runningAddresses() const;

    // GATEHOUSE_ADMIN_TOKEN (read once and overwritten there), else the named file, else admin-token in this folder,
    // made when missing.
    Result<Secret> adminToken(const std::optional<std::string>& tokenFile) const;

private:
    explicit DataFolder(std::string path) : m_path(std::move(path)) {}
    std::string m_path;
    int m_lock = -1;
};

} // namespace gatehouse::app
