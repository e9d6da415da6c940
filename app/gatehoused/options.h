// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/log.h"
#include "core/base/result.h"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::app {

// Exit codes (INTERFACES, "The daemon").
enum ExitCode {
    exitDone = 0,
    exitFailed = 1,
    exitUsage = 2,
    exitConfiguration = 3,
    exitBind = 4,
    exitStore = 5,
};

enum class Command {
    Help,
    Version,
    Serve,
    Apply,
    Export,
    Check,
    Schema,
    Backup,
    Restore,
    KeyNew,
    SecretSet,
    SecretList,
    SecretRemove,
    VaultRotate,
    Conform,
};

struct Options {
    Command command = Command::Help;
    std::string operand; // FILE, APP or NAME
    std::optional<std::string> config;
    std::optional<std::string> dataDir;
    std::optional<std::string> listen;
    std::optional<std::string> admin;
    std::optional<std::string> adminTokenFile;
    std::optional<std::string> vaultKeyFile;
    std::optional<std::string> newKeyFile; // of vault rotate
    std::size_t threads = 0;               // 0 = one per core
    int drainSeconds = 30;
    LogLevel logLevel = LogLevel::Info;
    bool dryRun = false;
    bool prune = false;
    bool force = false;                  // of restore
    bool makeKeyFile = false;            // of vault rotate
    std::vector<std::string> routes;     // of conform; empty = all
    std::optional<std::string> dialects; // of conform: a comma list; none = all
    bool json = false;                   // of conform
};

// The command line without the program's name. Errors: Invalid with what is wrong and the next step.
Result<Options> parseOptions(const std::vector<std::string>& arguments);

std::string_view helpText();

} // namespace gatehouse::app
