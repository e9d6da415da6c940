// SPDX-License-Identifier: Apache-2.0
#include "tests/support/certificate.h"

#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdexcept>

namespace gatehouse::test {
namespace {

template <auto release>
struct Releaser {
    template <typename T>
    void operator()(T* object) const {
        release(object);
    }
};
using KeyPointer = std::unique_ptr<EVP_PKEY, Releaser<EVP_PKEY_free>>;
using CertificatePointer = std::unique_ptr<X509, Releaser<X509_free>>;
using BioPointer = std::unique_ptr<BIO, Releaser<BIO_free_all>>;
using ExtensionPointer = std::unique_ptr<X509_EXTENSION, Releaser<X509_EXTENSION_free>>;

constexpr long day = 24L * 60 * 60;

void require(bool good) {
    if (!good)
        throw std::runtime_error("OpenSSL could not make the test's certificate");
}

std::string textOf(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

void addExtension(X509* certificate, int identifier, const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const ExtensionPointer extension(X509V3_EXT_conf_nid(nullptr, &context, identifier, value.c_str()));
    require(extension != nullptr);
    require(X509_add_ext(certificate, extension.get(), -1) == 1);
}

std::string alternativeNames(const std::vector<std::string>& names) {
    std::string list;
    for (const auto& name : names) {
        const bool address = name.find_first_not_of("0123456789.") == std::string::npos || name.find(':') != name.npos;
        list += (list.empty() ? "" : ",") + std::string(address ? "IP:" : "DNS:") + name;
    }
    return list;
}

void setTimes(X509* certificate, const CertificateForm& form) {
    const long from = form.notYetValid ? day : -2 * day;
    const long to = form.expired ? -day : 30 * day;
    require(X509_gmtime_adj(X509_getm_notBefore(certificate), from) != nullptr);
    require(X509_gmtime_adj(X509_getm_notAfter(certificate), to) != nullptr);
}

BioPointer bioOf(const std::string& text) {
    return BioPointer(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

CertificatePointer readCertificate(const Certificate& from) {
    return CertificatePointer(PEM_read_bio_X509(bioOf(from.certificate).get(), nullptr, nullptr, nullptr));
}

Certificate make(const CertificateForm& form, const Certificate* issuer) {
    const KeyPointer key(EVP_EC_gen("P-256"));
    const CertificatePointer certificate(X509_new());
    require(key && certificate);
    require(X509_set_version(certificate.get(), X509_VERSION_3) == 1);
    require(ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1) == 1);
    setTimes(certificate.get(), form);
    X509_NAME* const subject = X509_get_subject_name(certificate.get());
    const auto* const commonName =
        reinterpret_cast<const unsigned char*>(issuer == nullptr ? "Gatehouse test" : "Gatehouse test leaf");
    require(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, commonName, -1, -1, 0) == 1);
    const CertificatePointer issuing(issuer != nullptr ? readCertificate(*issuer) : nullptr);
    require(issuer == nullptr || issuing);
    require(X509_set_issuer_name(certificate.get(), issuing ? X509_get_subject_name(issuing.get()) : subject) == 1);
    require(X509_set_pubkey(certificate.get(), key.get()) == 1);
    addExtension(certificate.get(), NID_subject_key_identifier, "hash");
    if (form.authority)
        addExtension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
    if (!form.names.empty())
        addExtension(certificate.get(), NID_subject_alt_name, alternativeNames(form.names));
    const KeyPointer signing(
        issuer != nullptr ? PEM_read_bio_PrivateKey(bioOf(issuer->key).get(), nullptr, nullptr, nullptr) : nullptr);
    require(X509_sign(certificate.get(), signing ? signing.get() : key.get(), EVP_sha256()) > 0);

    const BioPointer certificateText(BIO_new(BIO_s_mem()));
    const BioPointer keyText(BIO_new(BIO_s_mem()));
    require(PEM_write_bio_X509(certificateText.get(), certificate.get()) == 1);
    require(PEM_write_bio_PrivateKey(keyText.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
    return {textOf(certificateText.get()), textOf(keyText.get())};
}

} // namespace

Certificate makeCertificate(const CertificateForm& form) {
    return make(form, nullptr);
}

Certificate makeCertificate(const CertificateForm& form, const Certificate& issuer) {
    return make(form, &issuer);
}

std::string pinOf(const Certificate& certificate) {
    const auto parsed = readCertificate(certificate);
    unsigned char* encoded = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(parsed.get()), &encoded);
    unsigned char digest[32] = {};
    unsigned char text[64] = {};
    require(size > 0 &&
            EVP_Digest(encoded, static_cast<std::size_t>(size), digest, nullptr, EVP_sha256(), nullptr) == 1);
    OPENSSL_free(encoded);
    const int length = EVP_EncodeBlock(text, digest, sizeof digest);
    return {text, text + length};
}

} // namespace gatehouse::test
