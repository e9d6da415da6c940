// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/engine/data_folder.h"
#include "core/admin/catalogue_presets.h"
#include "core/admin/control_service.h"
#include "core/admin/secret_index.h"
#include "core/admin/sign_in_desk.h"
#include "core/admin/spooled_file.h"
#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/catalog/presets.h"
#include "core/catalog/price_list.h"
#include "core/config/network.h"
#include "core/contract/document_spec.h"
#include "core/http/client/tls_contexts.h"
#include "core/secrets/key_chain.h"
#include "core/secrets/resolver.h"
#include "core/secrets/stash.h"
#include "core/secrets/vault.h"
#include "core/store/backup.h"
#include "core/store/store.h"

#include <memory>
#include <optional>
#include <string>

namespace gatehouse::app {

// What a backup holds besides the store: names in it, and where they lie in a data folder.
std::vector<std::pair<std::string, std::string>> filesBesideStore(const DataFolder& folder);
// Where the store of these parts of the process is. Errors: Invalid store_unsupported.
Result<store::StoreOptions> storeOptions(const DataFolder& folder, const contract::Document& process);

struct FoundationOptions {
    std::optional<std::string> vaultKeyFile;
    contract::Document process; // where the store is, whether the demo provider is on
};

// What an engine stands on and what commands use where none runs: data folder, store, secrets, catalogue and the
// control service over them. Lives on the control thread.
class Foundation {
public:
    // The folder must be locked. Errors of the store and the vault.
    static Result<std::unique_ptr<Foundation>> open(const DataFolder& folder, FoundationOptions options,
                                                    const Clock& clock, Log& log);

    // The service over all this; the publisher and the hub are null where no engine runs.
    // selfTestKey: as in config::BuildInput.
    std::unique_ptr<admin::ControlService> makeControl(admin::SnapshotPublisher* publisher, telemetry::EventHub* hub,
                                                       std::optional<Digest> selfTestKey = std::nullopt,
                                                       config::MeterSource* meters = nullptr);

    // Users, their passwords and sessions, over the same store. The service must outlive it.
    std::unique_ptr<admin::SignInDesk> makePeople(admin::ControlService& control);

    // All tables and the sealed vault, to the sink. Any thread; takes its time.
    Result<store::BackupFacts> backup(const store::BackupSink& sink) const;
    // The same into a file without a name in the data folder.
    Result<admin::SpooledFile> spooledBackup() const;

    store::Store& store() { return *m_store; }
    secrets::SecretStash& stash() { return m_stash; }
    config::SecretResolver& resolver() { return m_resolver; }
    // Who changes kept secrets from here on, for the audit log.
    void setSecretActor(std::string_view actor) { m_index.setActor(std::string(actor)); }
    // Any thread.
    const catalog::PriceList& prices() const { return *m_prices; }
    const catalog::Presets& presets() const { return m_presets; }
    const Clock& clock() const { return m_clock; }
    Log& log() { return m_log; }
    const contract::Document& process() const { return m_process; }

private:
    Foundation(const DataFolder& folder, secrets::VaultKey key, FoundationOptions options,
               std::unique_ptr<store::Store> store, const Clock& clock, Log& log);

    const Clock& m_clock;
    Log& m_log;
    const std::string m_folder;
    contract::Document m_process;
    std::unique_ptr<store::Store> m_store;
    catalog::Presets m_presets;
    admin::CataloguePresets m_configPresets{m_presets};
    std::shared_ptr<catalog::PriceList> m_prices = std::make_shared<catalog::PriceList>();
    secrets::QtKeyChain m_keyChain;
    secrets::Vault m_vault;
    admin::StoredSecretIndex m_index;
    secrets::SecretStash m_stash;
    secrets::SecretResolver m_resolver;
    config::ProcessNetwork m_network;
    http::TlsContexts m_tlsContexts;
};

} // namespace gatehouse::app
