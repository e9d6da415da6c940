// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/tls_trust.h"

#include "core/http/client/http_upstream.h"
#include "core/http/transport.h"

#include <boost/asio/buffer.hpp>

namespace gatehouse::http {

Result<TlsTrustPtr> trustSystemRoots() {
    return trustSystemRootsAnd({});
}

Result<TlsTrustPtr> trustSystemRootsAnd(std::string_view pem) {
    auto context = makeClientContext();
    if (!context)
        return failure(ErrorKind::Unavailable, "upstream_tls_setup", std::move(context.error().message));
    if (!pem.empty()) {
        boost::system::error_code code;
        (*context)->add_certificate_authority(asio::buffer(pem), code);
        if (code)
            return failure(ErrorKind::Unavailable, "upstream_tls_setup",
                           "An additional root certificate cannot be used (" + code.message() + "). Give it as PEM.");
    }
    return std::make_shared<const TlsTrust>(std::move(*context));
}

} // namespace gatehouse::http
