// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gatehouse::test {

// A self-signed certificate made for one test, and its key, as PEM. Who trusts it adds certificate to its roots.
struct Certificate {
    std::string certificate;
    std::string key;
    // What a fake that shows it demands of its clients.
    std::string clientAuthority{}; // PEM: a certificate that this one signed
    int mostTls = 0;               // the newest version spoken, as OpenSSL numbers them; 0 = any
};

struct CertificateForm {
    std::vector<std::string> names{"localhost"}; // DNS names and addresses of subjectAltName
    bool expired = false;
    bool notYetValid = false;
    bool authority = true; // may sign: needed for it to be its own root
};

Certificate makeCertificate(const CertificateForm& form = {});
// Signed by the issuer instead of by itself.
Certificate makeCertificate(const CertificateForm& form, const Certificate& issuer);
// Base 64 of SHA-256 over the public key (RFC 7469 §2.4).
std::string pinOf(const Certificate& certificate);

} // namespace gatehouse::test
