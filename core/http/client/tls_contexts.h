// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/network_way.h"
#include "core/http/client/http_upstream.h"

#include <map>
#include <memory>
#include <string>

namespace gatehouse::http {

// The TLS contexts of all ways, one for each set of settings and for as long as a way uses it. Control thread.
class TlsContexts final : public TlsContextMaker {
public:
    // Errors: Invalid (upstream_tls_setup); field is "ca", "client_cert" or "client_key".
    Result<std::shared_ptr<const void>> contextFor(const TlsSettings& settings, const std::string& key) override;

private:
    std::map<std::string, std::weak_ptr<const TlsTrust>> m_known;
};

// Errors as above.
Result<TlsTrustPtr> makeTrust(const TlsSettings& settings);

} // namespace gatehouse::http
