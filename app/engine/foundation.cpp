// SPDX-License-Identifier: Apache-2.0
#include "app/engine/foundation.h"

#include "app/engine/version.h"
#include "core/config/store_url.h"
#include "core/providers/auth/token_request.h"

#include <cstdlib>

namespace gatehouse::app {
namespace {

constexpr const char* passphraseCredential = "gatehouse-vault-passphrase";
constexpr const char* keyCredential = "gatehouse-vault-key";

// What systemd hands to the service (systemd.exec, LoadCredential= and LoadCredentialEncrypted=); null: nothing.
Result<SharedSecret> credential(const char* name) {
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY"); // NOLINT(concurrency-mt-unsafe): before any thread
    if (folder == nullptr || *folder != '/')
        return SharedSecret();
    auto secret = secrets::readSecretFile(std::string(folder) + '/' + name, secrets::Guard::Folder);
    if (!secret && secret.error().kind == ErrorKind::NotFound)
        return SharedSecret();
    if (!secret)
        return tl::unexpected(std::move(secret.error()));
    return std::make_shared<const Secret>(std::move(*secret));
}

// GATEHOUSE_VAULT_PASSPHRASE, else the named key file, else one in the data folder (INTERFACES, "The daemon"); a
// credential of systemd stands before that last one.
Result<secrets::VaultKey> vaultKey(const DataFolder& folder, const std::optional<std::string>& keyFile) {
    secrets::VaultKey key;
    key.keyFile = keyFile.value_or(folder.file("vault-key"));
    key.makeKeyFile = !keyFile;
    if (auto passphrase = secrets::takeFromEnvironment("GATEHOUSE_VAULT_PASSPHRASE");
        passphrase && !passphrase->empty()) {
        key.passphrase = std::make_shared<const Secret>(std::move(*passphrase));
        return key;
    }
    if (keyFile)
        return key;
    auto passphrase = credential(passphraseCredential);
    if (!passphrase)
        return tl::unexpected(std::move(passphrase.error()));
    auto content = *passphrase ? Result<SharedSecret>() : credential(keyCredential);
    if (!content)
        return tl::unexpected(std::move(content.error()));
    key.passphrase = std::move(*passphrase);
    key.keyFileContent = std::move(*content);
    if (key.keyFileContent)
        key.keyFile.clear(); // its place is not ours to write
    return key;
}

// One with a password is taken away from there: the environment of a process can be read from outside.
std::optional<std::string> proxyVariable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr || *value == '\0')
        return std::nullopt;
    if (std::string_view(value).find('@') == std::string_view::npos)
        return std::string(value);
    const auto taken = secrets::takeFromEnvironment(name);
    return taken ? std::optional<std::string>(taken->reveal()) : std::nullopt;
}

std::optional<std::string> plainVariable(const std::string& name) {
    const char* value = std::getenv(name.c_str()); // NOLINT(concurrency-mt-unsafe): the control thread alone writes it
    return value != nullptr && *value != '\0' ? std::optional<std::string>(value) : std::nullopt;
}

std::string vaultFile(const std::string& folder) {
    return folder + "/vault";
}

} // namespace

std::vector<std::pair<std::string, std::string>> filesBesideStore(const DataFolder& folder) {
    return {{"vault", vaultFile(folder.path())}};
}

Result<store::StoreOptions> storeOptions(const DataFolder& folder, const contract::Document& process) {
    store::StoreOptions where;
    where.dataDirectory = folder.path();
    auto url = config::storeUrl(process.store, [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        return value != nullptr ? std::optional<std::string>(value) : std::nullopt;
    });
    if (!url)
        return tl::unexpected(std::move(url.error()));
    where.url = std::move(*url);
    return where;
}

Result<std::unique_ptr<Foundation>> Foundation::open(const DataFolder& folder, FoundationOptions options,
                                                     const Clock& clock, Log& log) {
    auto key = vaultKey(folder, options.vaultKeyFile);
    if (!key)
        return tl::unexpected(std::move(key.error()));
    auto where = storeOptions(folder, options.process);
    if (!where)
        return tl::unexpected(std::move(where.error()));
    auto store = store::Store::open(std::move(*where));
    if (!store)
        return tl::unexpected(std::move(store.error()));
    return std::unique_ptr<Foundation>(
        new Foundation(folder, std::move(*key), std::move(options), std::move(*store), clock, log));
}

Foundation::Foundation(const DataFolder& folder, secrets::VaultKey key, FoundationOptions options,
                       std::unique_ptr<store::Store> store, const Clock& clock, Log& log)
    : m_clock(clock), m_log(log), m_folder(folder.path()), m_process(std::move(options.process)),
      m_store(std::move(store)), m_vault(vaultFile(m_folder), std::move(key)), m_index(m_store->secrets(), clock),
      m_stash(m_keyChain.present() ? &m_keyChain : nullptr, m_vault, m_index, clock), m_resolver(&m_keyChain, m_vault),
      m_network(config::processNetwork(m_process.network, proxyVariable, m_resolver)) {}

Result<store::BackupFacts> Foundation::backup(const store::BackupSink& sink) const {
    store::BackupOptions options;
    options.now = m_clock.wall();
    options.version = versionText;
    options.files = {{"vault", vaultFile(m_folder)}};
    return m_store->backup(options, sink);
}

Result<admin::SpooledFile> Foundation::spooledBackup() const {
    auto file = admin::SpooledFile::make(m_folder);
    if (!file)
        return file;
    const auto made = backup([&](std::string_view bytes) { return file->append(bytes); });
    if (!made)
        return tl::unexpected(made.error());
    return file;
}

std::unique_ptr<admin::ControlService> Foundation::makeControl(admin::SnapshotPublisher* publisher,
                                                               telemetry::EventHub* hub,
                                                               std::optional<Digest> selfTestKey,
                                                               config::MeterSource* meters) {
    admin::ControlDependencies with{.objects = m_store->objects(),
                                    .audit = m_store->audit(),
                                    .index = m_index,
                                    .stash = m_stash,
                                    .resolver = m_resolver,
                                    .presets = m_configPresets,
                                    .prices = m_prices,
                                    .publisher = publisher,
                                    .events = hub,
                                    .clock = m_clock,
                                    .log = m_log,
                                    .demo = m_process.demo,
                                    .process = std::make_shared<const contract::Document>(m_process),
                                    .network = &m_network,
                                    .tlsContexts = &m_tlsContexts,
                                    .selfTestKey = selfTestKey,
                                    .environment = plainVariable,
                                    .meters = meters};
    return std::make_unique<admin::ControlService>(std::move(with));
}

std::unique_ptr<admin::SignInDesk> Foundation::makePeople(admin::ControlService& control) {
    auto way = [this](const std::string& url) -> Result<NetworkWayPtr> {
        const auto parts = providers::splitUrl(url);
        if (!parts)
            return failure(ErrorKind::Invalid, "oidc_discovery", "The sign-in provider names an address that is none.");
        return config::networkWayOf({}, {parts->tls, parts->host, parts->port}, m_network, m_resolver, &m_tlsContexts);
    };
    return std::make_unique<admin::SignInDesk>(admin::SignInParts{.people = m_store->people(),
                                                                  .control = control,
                                                                  .stash = m_stash,
                                                                  .resolver = m_resolver,
                                                                  .clock = m_clock,
                                                                  .log = m_log,
                                                                  .way = std::move(way)});
}

} // namespace gatehouse::app
