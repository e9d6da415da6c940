// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/gatehoused/config_file.h"
#include "app/gatehoused/options.h"
#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/secrets/vault.h"
#include "core/store/backup_file.h"

#include <memory>
#include <string>
#include <vector>

namespace gatehouse::app {

// What the commands do to a gateway, whether one runs or not.
class Desk {
public:
    // What an application of a file did or would do, ready to print.
    struct Report {
        std::vector<std::string> changes; // "create providers/openai"
        std::vector<std::string> warnings;
        std::vector<std::string> restart;
    };
    struct SecretLine {
        std::string name;
        std::string lastFour;
        std::string date;
    };

    virtual ~Desk() = default;
    virtual Result<Report> apply(const ConfigFile& file, bool dryRun, bool prune) = 0;
    virtual Result<std::string> exportText() = 0;
    // The bytes of a backup, as they come.
    virtual Result<void> backup(const store::BackupSink& sink) = 0;
    virtual Result<Secret> newKey(const std::string& app) = 0;
    virtual Result<void> setSecret(const std::string& name, const Secret& value) = 0;
    virtual Result<std::vector<SecretLine>> secrets() = 0;
    virtual Result<void> removeSecret(const std::string& name) = 0;
    virtual Result<void> rotateVault(const secrets::NewVaultKey& key) = 0;
    // Asks the admin API of the engine that runs ("/conformance"): the answer's body. Errors: Unavailable
    // (gateway_not_running) where none does; else as the API tells them.
    virtual Result<std::string> ask(const char* method, const std::string& path);
};

// The desk of a running engine (its admin API) or of a store that nobody uses.
Result<std::unique_ptr<Desk>> openDesk(const Options& options, contract::Document process);

std::unique_ptr<Desk> makeRemoteDesk(std::string adminUrl, Secret token);

} // namespace gatehouse::app
