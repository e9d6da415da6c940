// SPDX-License-Identifier: Apache-2.0
#include "app/gatehoused/commands.h"

#include "app/gatehoused/backup_commands.h"
#include "app/gatehoused/conform_command.h"
#include "app/gatehoused/desk.h"
#include "core/admin/catalogue_presets.h"
#include "core/catalog/presets.h"
#include "core/secrets/resolver.h"

#include <cstdio>
#include <filesystem>
#include <iostream>

namespace gatehouse::app {
namespace {

void print(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
}

// A wrong file has its own exit code; its faults come as lines that already name the file.
int complainOfFile(const Error& error) {
    if (error.kind != ErrorKind::Invalid && error.kind != ErrorKind::Conflict)
        return complain(error);
    std::string text = error.message;
    if (text.empty() || text.back() != '\n')
        text += '\n';
    std::fputs(text.c_str(), stderr);
    return exitConfiguration;
}

int check(const Options& options) {
    auto file = readConfigFile(options.operand);
    if (const auto* code = std::get_if<ExitCode>(&file))
        return *code;
    const auto& read = std::get<ConfigFile>(file);
    const catalog::Presets catalogue;
    const admin::CataloguePresets presets(catalogue);
    const auto faults = config::checkDocument(read.text, read.format, presets);
    if (!faults.empty()) {
        std::fputs(config::report(faults, std::filesystem::path(read.path).filename().string()).c_str(), stderr);
        return exitConfiguration;
    }
    print(options.operand + " is right.\n");
    return exitDone;
}

int apply(Desk& desk, const Options& options, const ConfigFile& file) {
    auto report = desk.apply(file, options.dryRun, options.prune);
    if (!report)
        return complainOfFile(report.error());
    for (const auto& change : report->changes)
        print((options.dryRun ? "would " : "") + change + "\n");
    if (report->changes.empty())
        print("No change.\n");
    for (const auto& warning : report->warnings)
        std::fprintf(stderr, "warning: %s\n", warning.c_str());
    for (const auto& part : report->restart)
        std::fprintf(stderr, "\"%s\" is read at start: restart the gateway to change it.\n", part.c_str());
    return exitDone;
}

int newKey(Desk& desk, const std::string& app) {
    auto key = desk.newKey(app);
    if (!key)
        return complain(key.error());
    print(key->reveal());
    print("\n");
    return exitDone;
}

// All of standard input, less one line end.
Secret readSecretInput() {
    std::string text;
    constexpr std::size_t most = secrets::mostSecretBytes + 1;
    text.reserve(most + 1); // never moved, so that no copy stays behind in freed memory
    for (int c = std::getchar(); c != EOF && text.size() <= most; c = std::getchar())
        text += static_cast<char>(c);
    if (!text.empty() && text.back() == '\n')
        text.pop_back();
    if (!text.empty() && text.back() == '\r')
        text.pop_back();
    return Secret::take(text);
}

int setSecret(Desk& desk, const std::string& name) {
    const Secret secret = readSecretInput();
    if (auto kept = desk.setSecret(name, secret); !kept)
        return complain(kept.error());
    return exitDone;
}

int rotateVault(Desk& desk, const Options& options) {
    secrets::NewVaultKey key;
    if (options.newKeyFile) {
        auto content = secrets::readSecretFile(*options.newKeyFile);
        if (!content)
            return complain(content.error());
        key.keyFileContent = std::make_shared<const Secret>(std::move(*content));
    } else if (!options.makeKeyFile) {
        key.passphrase = std::make_shared<const Secret>(readSecretInput());
        if (key.passphrase->size() < 8)
            return complain(failure(ErrorKind::Invalid, "invalid_secret",
                                    "A passphrase for the vault has at least 8 characters; it is read from standard "
                                    "input. For a key file instead: --make-key-file or --new-key-file FILE.")
                                .value());
    }
    if (auto done = desk.rotateVault(key); !done)
        return complain(done.error());
    return exitDone;
}

int listSecrets(Desk& desk) {
    const auto lines = desk.secrets();
    if (!lines)
        return complain(lines.error());
    for (const auto& line : *lines)
        print(line.name + "  …" + line.lastFour + "  " + line.date + "\n");
    return exitDone;
}

int atDesk(Desk& desk, const Options& options, const std::optional<ConfigFile>& file) {
    switch (options.command) {
    case Command::Apply:
        return apply(desk, options, *file);
    case Command::Export: {
        const auto text = desk.exportText();
        if (!text)
            return complain(text.error());
        print(*text);
        return exitDone;
    }
    case Command::Backup:
        return backUp(desk, options.operand);
    case Command::KeyNew:
        return newKey(desk, options.operand);
    case Command::SecretSet:
        return setSecret(desk, options.operand);
    case Command::SecretList:
        return listSecrets(desk);
    case Command::SecretRemove:
        if (auto removed = desk.removeSecret(options.operand); !removed)
            return complain(removed.error());
        return exitDone;
    case Command::VaultRotate:
        return rotateVault(desk, options);
    case Command::Conform:
        return conform(desk, options);
    default:
        return exitUsage;
    }
}

} // namespace

int runCommand(const Options& options) {
    if (options.command == Command::Schema) {
        print(config::schemaText());
        return exitDone;
    }
    if (options.command == Command::Check)
        return check(options);
    auto process = processDocument(options);
    if (const auto* code = std::get_if<ExitCode>(&process))
        return *code;
    if (options.command == Command::Restore)
        return restore(options, std::get<contract::Document>(process));
    std::optional<ConfigFile> file;
    if (options.command == Command::Apply) {
        auto read = readConfigFile(options.operand);
        if (const auto* code = std::get_if<ExitCode>(&read))
            return *code;
        file = std::move(std::get<ConfigFile>(read));
    }
    auto desk = openDesk(options, std::move(std::get<contract::Document>(process)));
    if (!desk)
        return complain(desk.error());
    return atDesk(**desk, options, file);
}

} // namespace gatehouse::app
