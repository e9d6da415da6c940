// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/vault.h"

#include "core/base/random.h"
#include "core/secrets/reference.h"
#include "core/secrets/secret_file.h"
#include "core/secrets/vault_format.h"
#include "core/secrets/vault_seal.h"

#include <utility>

namespace gatehouse::secrets {
namespace {

constexpr std::size_t leastKeyFileBytes = 32;
// Argon2id: three passes over 64 MiB (RFC 9106's second recommendation, with one lane).
constexpr std::uint64_t passes = 3;
constexpr std::uint64_t passMemory = std::uint64_t{64} * 1024 * 1024;

tl::unexpected<Error> notFound(std::string_view name) {
    return failure(ErrorKind::NotFound, "secret_not_found",
                   "The vault has no secret \"" + std::string(name) + "\". Set it: gatehoused secret set " +
                       std::string(name));
}

// May a key file be made where there is none?
enum class Making { Never, Allowed };

Result<void> makeKeyFile(const std::string& path) {
    std::string fresh = randomText(64, base62);
    auto made = createFile(path, fresh);
    wipe(fresh);
    return made;
}

std::string nextKeyFile(const std::string& path) {
    return path + ".next";
}

Result<Secret> readKeyFile(const std::string& path, Making making) {
    if (making == Making::Allowed && !fileExists(path)) {
        if (auto made = makeKeyFile(path); !made)
            return tl::unexpected(std::move(made.error()));
    }
    auto file = readSecretFile(path);
    if (!file && file.error().kind == ErrorKind::NotFound)
        return failure(ErrorKind::NotFound, "vault_no_key",
                       "The vault's key file " + path +
                           " is missing. Put it back, or name the right one with --vault-key-file.");
    return file;
}

Result<Secret> masterFrom(const Secret& key, const std::string& place, const VaultContent& content) {
    if (key.size() < leastKeyFileBytes)
        return failure(ErrorKind::Invalid, "vault_no_key",
                       "The " + place + " is too short: it needs at least 32 random characters.");
    return masterFromKeyFile(key, content);
}

} // namespace

struct Vault::State {
    std::string path;
    VaultKey key;
    std::optional<VaultContent> content; // what the file holds; empty: not read yet
    std::optional<Secret> master;        // of "content", and proved to be
    bool onDisk = false;

    Result<void> load();
    Result<void> unlock();
    bool unlockByNextKeyFile(); // where a rotation was cut short
    Result<void> begin();       // a new, empty vault under "key"
    Result<Secret> derive(const VaultKey& from, const VaultContent& target, Making making) const;
    Result<void> save(VaultContent next, Secret nextMaster);
    Result<void> sealAnew(VaultKey under, VaultKey lasting); // the whole vault; opened later by "lasting"
    Result<void> sealUnderFreshKeyFile();
    Result<void> saveUnderSameKey(VaultContent next) { return save(std::move(next), Secret(master->reveal())); }
    void forget() {
        content.reset();
        master.reset();
    }
};

Result<void> Vault::State::load() {
    if (content)
        return {};
    auto bytes = readWholeFile(path, mostVaultBytes);
    if (!bytes && bytes.error().kind == ErrorKind::NotFound) {
        onDisk = false;
        content.emplace();
        return {};
    }
    if (!bytes)
        return failure(bytes.error().kind, "vault_unreadable", bytes.error().message);
    auto parsed = parseVault(*bytes, path);
    if (!parsed)
        return tl::unexpected(std::move(parsed.error()));
    onDisk = true;
    content = std::move(*parsed);
    return {};
}

Result<Secret> Vault::State::derive(const VaultKey& from, const VaultContent& target, Making making) const {
    if (target.derivation == Derivation::KeyFile) {
        if (from.passphrase && !from.passphrase->empty())
            return failure(ErrorKind::Invalid, "vault_wrong_key",
                           "The vault " + path +
                               " is sealed with a key file, and a passphrase was given. Unset "
                               "GATEHOUSE_VAULT_PASSPHRASE, and name the key file with --vault-key-file.");
        if (from.keyFileContent)
            return masterFrom(*from.keyFileContent, "key given for the vault", target);
        auto file = readKeyFile(from.keyFile, making);
        if (!file)
            return file;
        return masterFrom(*file, "key file " + from.keyFile, target);
    }
    if (!from.passphrase || from.passphrase->empty())
        return failure(ErrorKind::Invalid, "vault_no_key",
                       "The vault " + path + " is sealed with a passphrase. Set GATEHOUSE_VAULT_PASSPHRASE.");
    auto derived = masterFromPassphrase(*from.passphrase, target);
    if (!derived)
        return failure(ErrorKind::Unavailable, "vault_no_memory",
                       "There is not enough memory to open the vault (64 MiB for a moment). Free some and try again.");
    return std::move(*derived);
}

Result<void> Vault::State::unlock() {
    if (master)
        return {};
    auto derived = derive(key, *content, Making::Never);
    const bool opens = derived && keyCheckOpens(*derived, *content);
    if (!opens && unlockByNextKeyFile())
        return {};
    if (!derived)
        return tl::unexpected(std::move(derived.error()));
    if (!opens) {
        const bool byPassphrase = content->derivation == Derivation::Passphrase;
        return failure(ErrorKind::Invalid, "vault_wrong_key",
                       std::string("The ") + (byPassphrase ? "passphrase" : "key file " + key.keyFile) +
                           " does not open the vault " + path +
                           ". Nothing was changed. Give the one that it was sealed with.");
    }
    if (!equalInConstantTime(gatehouse::secrets::authenticate(*derived, content->body), content->authentication))
        return failure(ErrorKind::Invalid, "vault_damaged",
                       "The vault " + path +
                           " was changed by somebody without its key. Nothing was changed. Put back a copy of it.");
    master = std::move(*derived);
    return {};
}

bool Vault::State::unlockByNextKeyFile() {
    if (content->derivation != Derivation::KeyFile || key.keyFile.empty() || key.passphrase || key.keyFileContent)
        return false;
    const auto next = nextKeyFile(key.keyFile);
    auto file = readSecretFile(next);
    if (!file)
        return false;
    auto derived = masterFromKeyFile(*file, *content);
    if (!keyCheckOpens(derived, *content) ||
        !equalInConstantTime(gatehouse::secrets::authenticate(derived, content->body), content->authentication))
        return false;
    (void)moveFile(next, key.keyFile); // else the next opening tries again
    master = std::move(derived);
    return true;
}

Result<void> Vault::State::begin() {
    VaultContent fresh;
    fresh.salt = newSalt();
    if (key.passphrase && !key.passphrase->empty()) {
        fresh.derivation = Derivation::Passphrase;
        fresh.operations = passes;
        fresh.memory = passMemory;
    } else if (key.keyFile.empty() && !key.keyFileContent) {
        return failure(ErrorKind::Invalid, "vault_no_key",
                       "There is no key for a vault. Set GATEHOUSE_VAULT_PASSPHRASE or give --vault-key-file.");
    }
    auto derived = derive(key, fresh, key.makeKeyFile ? Making::Allowed : Making::Never);
    if (!derived)
        return tl::unexpected(std::move(derived.error()));
    fresh.keyCheck = sealKeyCheck(*derived, fresh);
    content = std::move(fresh);
    master = std::move(*derived);
    return {};
}

Result<void> Vault::State::save(VaultContent next, Secret nextMaster) {
    next.body = serializeVault(next);
    next.authentication = gatehouse::secrets::authenticate(nextMaster, next.body);
    const auto bytes = completeVault(next.body, next.authentication);
    if (bytes.size() > mostVaultBytes)
        return failure(ErrorKind::TooLarge, "vault_unwritable", "The vault " + path + " would be larger than 16 MiB.");
    if (auto written = replaceFile(path, bytes); !written) {
        forget(); // and read again what is there
        return failure(written.error().kind, "vault_unwritable", written.error().message);
    }
    onDisk = true;
    content = std::move(next);
    master = std::move(nextMaster);
    return {};
}

Result<void> Vault::State::sealAnew(VaultKey under, VaultKey lasting) {
    State next;
    next.path = path;
    next.key = std::move(under);
    if (auto begun = next.begin(); !begun)
        return begun;
    for (const auto& [name, secret] : content->secrets) {
        const auto dataKey = openDataKey(*master, *content, name, secret.dataKey);
        if (!dataKey)
            return failure(ErrorKind::Invalid, "vault_damaged",
                           "The secret \"" + name + "\" in the vault " + path + " is damaged. Set it again.");
        next.content->secrets[name] = {sealDataKey(*next.master, *next.content, name, *dataKey), secret.content};
    }
    if (auto saved = next.saveUnderSameKey(std::move(*next.content)); !saved) {
        forget(); // what is on the disk now has to be read again
        return saved;
    }
    next.key = std::move(lasting);
    *this = std::move(next);
    return {};
}

// The new key lies on the disk before the vault needs it, the old one until it no longer does.
Result<void> Vault::State::sealUnderFreshKeyFile() {
    if (key.keyFile.empty())
        return failure(ErrorKind::Invalid, "vault_no_key",
                       "The vault's key is no file of the gateway's own, so it cannot be made anew here. Give a "
                       "passphrase, or a key by a file of yours.");
    VaultKey lasting;
    lasting.keyFile = key.keyFile;
    lasting.makeKeyFile = key.makeKeyFile;
    VaultKey under;
    under.keyFile = nextKeyFile(key.keyFile);
    removeFile(under.keyFile); // of a rotation that came to nothing
    if (auto made = makeKeyFile(under.keyFile); !made)
        return made;
    const auto next = under.keyFile;
    if (auto sealed = sealAnew(std::move(under), std::move(lasting)); !sealed) {
        // Not removed: a write that failed late may have sealed the vault with it.
        return sealed;
    }
    return moveFile(next, key.keyFile);
}

Vault::Vault(std::string path, VaultKey key) : m_state(std::make_unique<State>()) {
    startSodium();
    m_state->path = std::move(path);
    m_state->key = std::move(key);
}

Vault::~Vault() = default;
Vault::Vault(Vault&&) noexcept = default;

bool Vault::exists() const {
    return fileExists(m_state->path);
}

Result<std::vector<std::string>> Vault::names() {
    if (auto loaded = m_state->load(); !loaded)
        return tl::unexpected(std::move(loaded.error()));
    std::vector<std::string> list;
    list.reserve(m_state->content->secrets.size());
    for (const auto& [name, secret] : m_state->content->secrets)
        list.push_back(name);
    return list;
}

Result<bool> Vault::contains(std::string_view name) {
    if (auto loaded = m_state->load(); !loaded)
        return tl::unexpected(std::move(loaded.error()));
    return m_state->content->secrets.contains(name);
}

Result<Secret> Vault::read(std::string_view name) {
    auto& state = *m_state;
    if (auto loaded = state.load(); !loaded)
        return tl::unexpected(std::move(loaded.error()));
    const auto found = state.content->secrets.find(name);
    if (found == state.content->secrets.end())
        return notFound(name);
    if (auto unlocked = state.unlock(); !unlocked)
        return tl::unexpected(std::move(unlocked.error()));
    const auto dataKey = openDataKey(*state.master, *state.content, name, found->second.dataKey);
    auto secret = dataKey ? openSecret(*dataKey, name, found->second.content) : std::nullopt;
    if (!secret)
        return failure(ErrorKind::Invalid, "vault_damaged",
                       "The secret \"" + std::string(name) + "\" in the vault " + state.path +
                           " is damaged. Set it again.");
    return std::move(*secret);
}

Result<void> Vault::write(std::string_view name, const Secret& secret) {
    if (!isValidSecretName(name))
        return failure(ErrorKind::Invalid, "invalid_secret_name",
                       "The name of a secret has 1 to 64 of the characters A-Z a-z 0-9 . _ -");
    if (secret.empty() || secret.size() > mostSecretBytes)
        return failure(ErrorKind::Invalid, "invalid_secret", "A secret has 1 byte to 64 KiB.");
    auto& state = *m_state;
    if (auto loaded = state.load(); !loaded)
        return loaded;
    // A vault without a file has no key of its own yet.
    auto opened = state.onDisk || state.master ? state.unlock() : state.begin();
    if (!opened)
        return opened;
    VaultContent next = *state.content;
    const Secret dataKey = newDataKey();
    next.secrets[std::string(name)] = {sealDataKey(*state.master, next, name, dataKey),
                                       sealSecret(dataKey, name, secret)};
    return state.saveUnderSameKey(std::move(next));
}

Result<void> Vault::remove(std::string_view name) {
    auto& state = *m_state;
    if (auto loaded = state.load(); !loaded)
        return loaded;
    if (!state.content->secrets.contains(name))
        return notFound(name);
    if (auto unlocked = state.unlock(); !unlocked)
        return unlocked;
    VaultContent next = *state.content;
    next.secrets.erase(next.secrets.find(name));
    return state.saveUnderSameKey(std::move(next));
}

Result<void> Vault::rotate(const NewVaultKey& key) {
    auto& state = *m_state;
    if (auto loaded = state.load(); !loaded)
        return loaded;
    if (!state.onDisk)
        return failure(ErrorKind::NotFound, "vault_absent",
                       "There is no vault yet: it is made when the first secret is kept in it.");
    if (auto unlocked = state.unlock(); !unlocked)
        return unlocked;
    VaultKey next;
    next.keyFile = state.key.keyFile;
    next.makeKeyFile = state.key.makeKeyFile;
    if (!key.passphrase && !key.keyFileContent)
        return state.sealUnderFreshKeyFile();
    next.passphrase = key.passphrase;
    next.keyFileContent = key.keyFileContent;
    return state.sealAnew(next, next);
}

} // namespace gatehouse::secrets
