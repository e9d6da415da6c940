// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <boost/json/object.hpp>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Signed tokens of others: JWS in the compact form (RFC 7515) by keys of a JWK set (RFC 7517), with RS256 and ES256
// (RFC 7518 §3.3, §3.4) and nothing else: no "none", no keyed hash, whatever the token says. Pure; any thread.
namespace gatehouse::identity {

inline constexpr std::size_t mostToken = std::size_t{32} << 10U;

// The keys of a set that can check signatures; the others are left out. RSA keys have 2048 to 8192 bits.
class KeySet {
public:
    // Errors: Unavailable oidc_keys, where it is no set, or none of its keys can be used.
    static Result<KeySet> parse(std::string_view text);

    // The payload of a token whose signature fits. The key is the one that "kid" names, or each of the algorithm where
    // the token names none. Errors: Unauthorized oidc_token.
    Result<boost::json::object> verify(std::string_view token) const;
    // False where it names a key that is not among these: a fresh set may have it.
    bool knows(std::string_view token) const;

    std::size_t size() const { return m_keys.size(); }

private:
    struct Key;
    std::vector<std::shared_ptr<const Key>> m_keys;
};

} // namespace gatehouse::identity
