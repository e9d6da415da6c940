// SPDX-License-Identifier: Apache-2.0
#include "core/secrets/vault_format.h"

#include "core/secrets/reference.h"
#include "core/secrets/secret_file.h"

#include <algorithm>
#include <sodium.h>

namespace gatehouse::secrets {
namespace {

constexpr std::string_view magic = "GHVAULT1";
constexpr std::size_t keyCheckSize = sealOverhead + 16;
constexpr std::size_t sealedDataKeySize = sealOverhead + dataKeySize;
constexpr std::size_t hashSize = 32;
constexpr std::size_t mostSecrets = 10'000;
// What the file may ask of Argon2id: more would only be asked by somebody who wants to stop the start.
constexpr std::uint64_t mostOperations = 20;
constexpr std::uint64_t mostMemory = std::uint64_t{1} << 30U;

std::string checksumOf(std::string_view bytes) {
    std::string hash(hashSize, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                       reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), nullptr, 0);
    return hash;
}

void putNumber(std::string& out, std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i)
        out += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

// Reads on from the front; after the first thing that is not there, everything fails.
class Reader {
public:
    explicit Reader(std::string_view bytes) : m_rest(bytes) {}
    bool good() const { return m_good; }
    bool atEnd() const { return m_good && m_rest.empty(); }
    std::string_view take(std::size_t size) {
        if (!m_good || m_rest.size() < size) {
            m_good = false;
            return {};
        }
        const auto part = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return part;
    }
    std::uint64_t number(std::size_t bytes) {
        std::uint64_t value = 0;
        const auto part = take(bytes);
        for (std::size_t i = 0; i < part.size(); ++i)
            value |= std::uint64_t{static_cast<unsigned char>(part[i])} << (8 * i);
        return value;
    }

private:
    std::string_view m_rest;
    bool m_good = true;
};

bool readSecrets(Reader& reader, VaultContent& content) {
    const auto count = reader.number(4);
    if (count > mostSecrets)
        return false;
    for (std::uint64_t i = 0; i < count && reader.good(); ++i) {
        const auto name = reader.take(reader.number(2));
        const auto dataKey = reader.take(sealedDataKeySize);
        const auto size = reader.number(4);
        if (size < sealOverhead || size > mostSecretBytes + sealOverhead || !isValidSecretName(name))
            return false;
        const auto sealed = reader.take(size);
        if (!content.secrets.emplace(name, SealedSecret{std::string(dataKey), std::string(sealed)}).second)
            return false;
    }
    return reader.good();
}

bool readHead(Reader& reader, VaultContent& content) {
    if (reader.take(magic.size()) != magic)
        return false;
    const auto derivation = reader.number(1);
    const auto salt = reader.take(content.salt.size());
    content.operations = reader.number(8);
    content.memory = reader.number(8);
    content.keyCheck = reader.take(keyCheckSize);
    if (!reader.good() || derivation < 1 || derivation > 2 || content.operations > mostOperations ||
        content.memory > mostMemory)
        return false;
    content.derivation = static_cast<Derivation>(derivation);
    std::copy(salt.begin(), salt.end(), content.salt.begin());
    return true;
}

} // namespace

std::string serializeVault(const VaultContent& content) {
    std::string out(magic);
    putNumber(out, static_cast<std::uint64_t>(content.derivation), 1);
    out.append(reinterpret_cast<const char*>(content.salt.data()), content.salt.size());
    putNumber(out, content.operations, 8);
    putNumber(out, content.memory, 8);
    out += content.keyCheck;
    putNumber(out, content.secrets.size(), 4);
    for (const auto& [name, secret] : content.secrets) {
        putNumber(out, name.size(), 2);
        out += name;
        out += secret.dataKey;
        putNumber(out, secret.content.size(), 4);
        out += secret.content;
    }
    return out;
}

std::string completeVault(std::string body, std::string_view authentication) {
    body += authentication;
    body += checksumOf(body);
    return body;
}

Result<VaultContent> parseVault(std::string_view bytes, const std::string& path) {
    const auto damaged = [&path](const char* how) {
        return failure(ErrorKind::Invalid, "vault_damaged",
                       "The vault " + path + " is damaged (" + how +
                           "). Nothing was changed. Put back a copy of it, or move it away and set its secrets again.");
    };
    if (bytes.size() < magic.size() + 2 * hashSize || !bytes.starts_with(magic.substr(0, 7)))
        return damaged("it is cut short, or no vault");
    if (!bytes.starts_with(magic))
        return failure(ErrorKind::Invalid, "vault_version",
                       "The vault " + path + " was written by a newer version. Use that version.");
    const auto checked = bytes.substr(0, bytes.size() - hashSize);
    if (checksumOf(checked) != bytes.substr(checked.size()))
        return damaged("its checksum does not match: it is cut short or was changed");
    VaultContent content;
    content.body = checked.substr(0, checked.size() - hashSize);
    content.authentication = checked.substr(content.body.size());
    Reader reader(content.body);
    if (!readHead(reader, content) || !readSecrets(reader, content) || !reader.atEnd())
        return damaged("its parts do not fit together");
    return content;
}

} // namespace gatehouse::secrets
