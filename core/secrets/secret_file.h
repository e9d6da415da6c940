// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <cstddef>
#include <string>
#include <string_view>

// Files that hold secrets. Every function blocks: control thread. No message holds what a file holds.
namespace gatehouse::secrets {

inline constexpr std::size_t mostSecretBytes = 64 * 1024;

// What keeps others from a file with a secret.
enum class Guard {
    Mode,  // its own mode: neither group nor others may do anything
    Folder // the folder that systemd made for a service's credentials (systemd.exec, LoadCredential=)
};

// The content of a file, less one line end at its end. Refused: group or others may read it, owned by somebody else
// (root apart), not a plain file, empty, above 64 KiB. The message says what would mend it. Codes: secret_file_open,
// secret_file_permissions, invalid_secret; NotFound where there is no such file.
Result<Secret> readSecretFile(const std::string& path, Guard guard = Guard::Mode);

// All bytes of a plain file, at most "most"; not for secrets. Errno of a failure is told in the message.
Result<std::string> readWholeFile(const std::string& path, std::size_t most);

// Writes a file anew so that at any time the old or the new one is whole: a temporary file beside it (0600), fsync,
// rename, fsync of the folder. On an error nothing has changed.
Result<void> replaceFile(const std::string& path, std::string_view bytes);

// Makes a file that must not exist yet (0600), and syncs it.
Result<void> createFile(const std::string& path, std::string_view bytes);

// Puts a file in the place of another, and syncs the folder, which is the same for both.
Result<void> moveFile(const std::string& from, const std::string& to);
void removeFile(const std::string& path); // if it is there

bool fileExists(const std::string& path);

} // namespace gatehouse::secrets
