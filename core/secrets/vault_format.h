// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

// The vault file, byte by byte; numbers are little-endian:
//   "GHVAULT1" | derivation:1 | salt:16 | operations:8 | memory:8 | key check:56
//   count:4 | count × (length:2 name | sealed data key:72 | length:4 sealed secret)
//   authentication:32 (keyed BLAKE2b of all before) | checksum:32 (BLAKE2b of all before)
// A sealed thing is nonce:24 | ciphertext | tag:16 (XChaCha20-Poly1305). The checksum tells damage from a wrong key.
namespace gatehouse::secrets {

enum class Derivation : std::uint8_t { KeyFile = 1, Passphrase = 2 };

inline constexpr std::size_t sealOverhead = 24 + 16;
inline constexpr std::size_t dataKeySize = 32;
inline constexpr std::size_t mostVaultBytes = std::size_t{16} * 1024 * 1024;

struct SealedSecret {
    std::string dataKey; // sealed
    std::string content; // sealed
};

struct VaultContent {
    Derivation derivation = Derivation::KeyFile;
    std::array<unsigned char, 16> salt{};
    std::uint64_t operations = 0; // Argon2id's costs; 0 for a key file
    std::uint64_t memory = 0;
    std::string keyCheck; // sealed
    std::map<std::string, SealedSecret, std::less<>> secrets;
    std::string body;           // what the authentication covers, as read
    std::string authentication; // as read
};

// All but authentication and checksum.
std::string serializeVault(const VaultContent& content);
// body, authentication and the checksum over both.
std::string completeVault(std::string body, std::string_view authentication);
// Errors: vault_damaged; names the file.
Result<VaultContent> parseVault(std::string_view bytes, const std::string& path);

} // namespace gatehouse::secrets
