// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace gatehouse::test {

// A self-signed certificate made for one test, and its key, as PEM. Who trusts it adds certificate to its roots.
struct Certificate {
    std::string certificate;
    std::string key;
};

struct CertificateForm {
    std::vector<std::string> names{"localhost"}; // DNS names and addresses of subjectAltName
    bool expired = false;
    bool notYetValid = false;
    bool authority = true; // may sign: needed for it to be its own root
};

Certificate makeCertificate(const CertificateForm& form = {});

} // namespace gatehouse::test
