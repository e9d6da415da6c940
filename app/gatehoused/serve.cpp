// SPDX-License-Identifier: Apache-2.0
#include "app/gatehoused/serve.h"

#include "app/engine/engine.h"
#include "app/engine/signals.h"
#include "app/gatehoused/config_file.h"
#include "app/gatehoused/hardening.h"
#include "app/gatehoused/start_memory.h"

#include <QCoreApplication>
#include <QTimer>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <unistd.h>

namespace gatehouse::app {
namespace {

constexpr std::chrono::milliseconds drainTick{10};
constexpr int mostTries = 10;

// What is applied from a file comes from it by name, so that the audit log says which.
std::string actorOf(const ConfigFile& file) {
    return "file " + std::filesystem::path(file.path).filename().string();
}

// The daemon while it runs: signals, the file, the end.
class Daemon {
public:
    Daemon(const Options& options, DataFolder& folder, Engine& engine, Log& log)
        : m_options(options), m_folder(folder), m_engine(engine), m_log(log),
          m_signals([this](int signal) { onSignal(signal); }) {
        m_timer.setInterval(drainTick);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { endWhenIdle(); });
    }

    ExitCode applyFile(const ConfigFile& file) {
        auto applied = applyOnce(file);
        // Gateways on one store may start at the same time, with the same file.
        for (int again = 0; again < mostTries && !applied && applied.error().error.code == "changed_elsewhere"; ++again)
            applied = applyOnce(file);
        if (!applied) {
            report(applied.error(), file);
            return exitConfiguration;
        }
        for (const auto& warning : applied->warnings)
            m_log.warning("config.warning", {{"text", warning}});
        for (const auto& part : applied->restart)
            m_log.warning("config.needs_restart", {{"part", part}});
        m_log.info("config.applied", {{"changes", applied->changes.size()}, {"revision", applied->revision}});
        return exitDone;
    }

    bool ready() const {
        Addresses addresses{m_engine.gatewayUrl(), m_engine.adminUrl(), ::getpid()};
        if (auto written = m_folder.writeAddresses(addresses); !written) {
            (void)complain(written.error());
            return false;
        }
        std::printf("ready gateway=%s admin=%s\n", addresses.gateway.c_str(), addresses.admin.c_str());
        std::fflush(stdout);
        return true;
    }

private:
    admin::Outcome<admin::Applied> applyOnce(const ConfigFile& file) {
        return m_engine.control().apply(file.text, file.format, admin::Run::Real, config::Prune::No, actorOf(file));
    }

    static void report(const admin::Refused& refused, const ConfigFile& file) {
        const auto name = std::filesystem::path(file.path).filename().string();
        if (refused.faults.empty())
            (void)complain(refused.error);
        else
            std::fputs(config::report(refused.faults, name).c_str(), stderr);
    }

    void onSignal(int signal) {
        if (signal == SIGHUP)
            reload();
        else if (m_draining)
            QCoreApplication::quit();
        else
            drain();
    }

    void reload() {
        if (auto certificates = m_engine.reloadCertificates(); !certificates)
            m_log.error("tls.reload_failed", {{"text", certificates.error().message}});
        if (!m_options.config) {
            if (auto done = m_engine.control().reload(); !done)
                m_log.error("config.reload_failed", {{"text", done.error().message}});
            return;
        }
        auto file = readConfigFile(*m_options.config);
        if (std::holds_alternative<ExitCode>(file)) {
            m_log.error("config.rejected", {{"file", *m_options.config}});
            return;
        }
        if (applyFile(std::get<ConfigFile>(file)) != exitDone)
            m_log.error("config.rejected", {{"file", *m_options.config}});
        else if (auto done = m_engine.control().reload(); !done)
            m_log.error("config.reload_failed", {{"text", done.error().message}});
    }

    void drain() {
        m_draining = true;
        m_end = std::chrono::steady_clock::now() + std::chrono::seconds(m_options.drainSeconds);
        m_log.info("drain.started", {{"seconds", m_options.drainSeconds}});
        m_engine.drain();
        m_timer.start();
        endWhenIdle();
    }

    void endWhenIdle() {
        if (m_engine.idle() || std::chrono::steady_clock::now() >= m_end)
            QCoreApplication::quit();
    }

    const Options& m_options;
    DataFolder& m_folder;
    Engine& m_engine;
    Log& m_log;
    Signals m_signals;
    QTimer m_timer;
    bool m_draining = false;
    std::chrono::steady_clock::time_point m_end;
};

Result<EngineOptions> engineOptions(const Options& options, const DataFolder& folder) {
    EngineOptions engine;
    engine.threads = options.threads;
    const auto set = [](ListenAddress& address, const std::optional<std::string>& text,
                        std::string_view option) -> Result<void> {
        if (!text)
            return {};
        auto parsed = parseListenAddress(*text, option);
        if (!parsed)
            return tl::unexpected(std::move(parsed.error()));
        address = std::move(*parsed);
        return {};
    };
    if (auto done = set(engine.gateway, options.listen, "--listen"); !done)
        return tl::unexpected(std::move(done.error()));
    if (auto done = set(engine.admin, options.admin, "--admin"); !done)
        return tl::unexpected(std::move(done.error()));
    auto token = folder.adminToken(options.adminTokenFile);
    if (!token)
        return tl::unexpected(std::move(token.error()));
    engine.adminToken = std::make_shared<const Secret>(std::move(*token));
    return engine;
}

} // namespace

int serve(const Options& options) {
    forbidMemoryDumps();
    (void)http::raiseDescriptorLimit();
    std::optional<ConfigFile> file;
    if (options.config) {
        auto read = readConfigFile(*options.config);
        if (const auto* code = std::get_if<ExitCode>(&read))
            return *code;
        file = std::move(std::get<ConfigFile>(read));
    }
    auto folder = DataFolder::open(options.dataDir.value_or(DataFolder::defaultPath()));
    if (!folder)
        return complain(folder.error());
    if (auto locked = folder->lock(); !locked)
        return complain(locked.error());

    Log log(options.logLevel);
    const SystemClock clock;
    auto with = engineOptions(options, *folder);
    if (!with)
        return complain(with.error());
    FoundationOptions ground;
    ground.vaultKeyFile = options.vaultKeyFile;
    if (file)
        ground.process = file->parsed.document;
    auto foundation = Foundation::open(*folder, std::move(ground), clock, log);
    if (!foundation)
        return complain(foundation.error());
    auto engine = Engine::start(**foundation, std::move(*with));
    if (!engine)
        return complain(engine.error());

    Daemon daemon(options, *folder, **engine, log);
    if (file) {
        if (const auto code = daemon.applyFile(*file); code != exitDone)
            return code;
    }
    if (auto serving = (*engine)->serve(); !serving)
        return complain(serving.error());
    giveBackStartMemory();
    if (!daemon.ready())
        return exitStore;
    QCoreApplication::exec();
    folder->removeAddresses();
    (*engine)->stop();
    log.info("stopped");
    return exitDone;
}

} // namespace gatehouse::app
