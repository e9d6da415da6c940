// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <openssl/ssl.h>
#include <string>
#include <vector>

namespace gatehouse::http {

// Beside all that is checked anyway: some certificate of the verified chain must have one of these keys, each the base
// 64 of SHA-256 over its SubjectPublicKeyInfo (RFC 7469 §2.4). The context keeps the list.
void demandPins(SSL_CTX* context, const std::vector<std::string>& pins);

// Did the handshake fail for want of a pinned key?
bool failedByPins(const SSL* ssl);

} // namespace gatehouse::http
