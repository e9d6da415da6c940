// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/tls_trust.h"

#include "core/http/client/tls_contexts.h"

namespace gatehouse::http {

Result<TlsTrustPtr> trustSystemRoots() {
    return trustSystemRootsAnd({});
}

Result<TlsTrustPtr> trustSystemRootsAnd(std::string_view pem) {
    TlsSettings settings;
    settings.authorities = pem;
    auto trust = makeTrust(settings);
    if (!trust)
        trust.error().kind = ErrorKind::Unavailable;
    return trust;
}

} // namespace gatehouse::http
