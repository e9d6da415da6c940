// SPDX-License-Identifier: Apache-2.0
#include "app/gatehoused/desk.h"

#include "app/engine/foundation.h"
#include "core/base/text.h"
#include "core/config/export.h"

#include <filesystem>

namespace gatehouse::app {
namespace {

template <typename T>
tl::unexpected<Error> errorOf(const tl::expected<T, admin::Refused>& outcome, std::string_view fileName = {}) {
    Error error = outcome.error().error;
    if (!outcome.error().faults.empty()) {
        error.message = config::report(outcome.error().faults, fileName);
        error.kind = ErrorKind::Invalid;
    }
    return tl::unexpected(std::move(error));
}

// Holds the data folder's lock for as long as it lives.
class LocalDesk final : public Desk {
public:
    static Result<std::unique_ptr<Desk>> open(DataFolder folder, FoundationOptions options) {
        std::unique_ptr<LocalDesk> desk(new LocalDesk(std::move(folder)));
        auto foundation = Foundation::open(desk->m_folder, std::move(options), desk->m_clock, desk->m_log);
        if (!foundation)
            return tl::unexpected(std::move(foundation.error()));
        desk->m_foundation = std::move(*foundation);
        desk->m_control = desk->m_foundation->makeControl(nullptr, nullptr);
        if (auto loaded = desk->m_control->load(); !loaded)
            return tl::unexpected(std::move(loaded.error()));
        return desk;
    }

    Result<Report> apply(const ConfigFile& file, bool dryRun, bool prune) override {
        const auto name = std::filesystem::path(file.path).filename().string();
        auto applied = m_control->apply(file.text, file.format, dryRun ? admin::Run::Dry : admin::Run::Real,
                                        prune ? config::Prune::Yes : config::Prune::No, "file " + name);
        if (!applied)
            return errorOf(applied, name);
        Report report;
        for (const auto& change : applied->changes)
            report.changes.push_back(std::string(nameOf(change.action)) + " " + std::string(nameOf(change.kind)) + "/" +
                                     change.id);
        report.warnings = std::move(applied->warnings);
        report.restart = std::move(applied->restart);
        return report;
    }

    Result<std::string> exportText() override {
        return config::exportText(m_control->configuration()->objects, config::Format::Yaml);
    }

    Result<void> backup(const store::BackupSink& sink) override {
        return m_foundation->backup(sink).map([](const store::BackupFacts&) {});
    }

    Result<Secret> newKey(const std::string& app) override {
        boost::json::object body;
        body["app"] = app;
        auto made = m_control->createKey(body, "command key new");
        if (!made)
            return errorOf(made);
        return std::move(*made->key);
    }

    Result<void> setSecret(const std::string& name, const Secret& value) override {
        auto kept = m_control->setSecret(name, value, "command secret set");
        if (!kept)
            return errorOf(kept);
        return {};
    }

    Result<std::vector<SecretLine>> secrets() override {
        auto listed = m_control->listSecrets();
        if (!listed)
            return tl::unexpected(std::move(listed.error()));
        std::vector<SecretLine> lines;
        for (auto& entry : *listed)
            lines.push_back(
                {std::string(nameOf(entry.place)) + ":" + entry.name, entry.lastFour, formatTime(entry.date)});
        return lines;
    }

    Result<void> removeSecret(const std::string& name) override {
        auto removed = m_control->removeSecret(name, "command secret remove");
        if (!removed)
            return errorOf(removed);
        return {};
    }

    Result<void> rotateVault(const secrets::NewVaultKey& key) override {
        auto rotated = m_control->rotateVault(key, "command vault rotate");
        if (!rotated)
            return errorOf(rotated);
        return {};
    }

private:
    explicit LocalDesk(DataFolder folder) : m_folder(std::move(folder)) {}

    DataFolder m_folder;
    SystemClock m_clock;
    Log m_log{LogLevel::Warning};
    std::unique_ptr<Foundation> m_foundation;
    std::unique_ptr<admin::ControlService> m_control;
};

} // namespace

Result<std::string> Desk::ask(const char* /*method*/, const std::string& /*path*/) {
    return failure(ErrorKind::Unavailable, "gateway_not_running",
                   "No gateway runs in this data folder. Start one with \"gatehoused serve\" first.");
}

Result<std::unique_ptr<Desk>> openDesk(const Options& options, contract::Document process) {
    auto folder = DataFolder::open(options.dataDir.value_or(DataFolder::defaultPath()));
    if (!folder)
        return tl::unexpected(std::move(folder.error()));
    if (const auto running = folder->runningAddresses()) {
        auto token = folder->adminToken(options.adminTokenFile);
        if (!token)
            return tl::unexpected(std::move(token.error()));
        return makeRemoteDesk(running->admin, std::move(*token));
    }
    if (auto locked = folder->lock(); !locked)
        return tl::unexpected(std::move(locked.error()));
    FoundationOptions ground;
    ground.vaultKeyFile = options.vaultKeyFile;
    ground.process = std::move(process);
    return LocalDesk::open(std::move(*folder), std::move(ground));
}

} // namespace gatehouse::app
