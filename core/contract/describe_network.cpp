// SPDX-License-Identifier: Apache-2.0
// How providers are reached: proxies and TLS.
#include "core/contract/describe.h"

#include <algorithm>
#include <array>

namespace gatehouse::contract {
namespace {

bool isWord(std::string_view text, std::string_view marks) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [marks](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               marks.find(c) != std::string_view::npos;
    });
}

bool isPort(std::string_view text) {
    if (text.empty() || text.size() > 5 || text.front() == '0' || !isWord(text, ""))
        return false;
    unsigned value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return false;
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value <= 65'535;
}

bool isAlphanumeric(char c) {
    return isWord(std::string_view(&c, 1), "");
}

// A name, an address, or an IPv6 address in brackets.
bool isUrlHost(std::string_view text) {
    if (text.starts_with('['))
        return text.size() > 3 && text.ends_with(']') && isWord(text.substr(1, text.size() - 2), ":") &&
               text.find(':') != std::string_view::npos;
    return isWord(text, "._-") && isAlphanumeric(text.front()) && isAlphanumeric(text.back());
}

bool isProxyUrl(std::string_view text) {
    constexpr std::array<std::string_view, 4> schemes = {"http://", "https://", "socks5://", "socks5h://"};
    const auto scheme =
        std::find_if(schemes.begin(), schemes.end(), [text](std::string_view each) { return text.starts_with(each); });
    if (scheme == schemes.end())
        return false;
    text.remove_prefix(scheme->size());
    if (text.ends_with('/'))
        text.remove_suffix(1);
    if (const auto at = text.find('@'); at != std::string_view::npos) {
        if (!isWord(text.substr(0, at), "._~!$&'()*+,;=%-"))
            return false;
        text.remove_prefix(at + 1);
    }
    const auto close = text.starts_with('[') ? text.find(']') : 0;
    const auto colon = close == std::string_view::npos ? close : text.find(':', close);
    if (colon != std::string_view::npos && !isPort(text.substr(colon + 1)))
        return false;
    return isUrlHost(text.substr(0, colon));
}

bool isProviderProxy(std::string_view text) {
    return text == "direct" || isProxyUrl(text);
}

bool isProcessProxy(std::string_view text) {
    return text == "environment" || isProviderProxy(text);
}

// RFC 7469 §2.4: 32 bytes are 43 characters and one '='; the last character holds four bits only.
bool isPin(std::string_view text) {
    constexpr std::string_view start = "sha256/";
    constexpr std::size_t characters = 43;
    if (!text.starts_with(start) || text.size() != start.size() + characters + 1 || !text.ends_with('='))
        return false;
    return isWord(text.substr(start.size(), characters), "+/") &&
           std::string_view("AEIMQUYcgkosw048").find(text[start.size() + characters - 1]) != std::string_view::npos;
}

bool isNoProxyEntry(std::string_view text) {
    return text.size() <= 253 && isWord(text, ".-_*:/[]");
}

Type paths() {
    auto list = listType(textType("the path of a PEM file", 4096), 0, 32);
    list.unique = true;
    return list;
}

ObjectDescription providerTls() {
    Describer<ProviderTlsSpec> it("ProviderTls", "Whom TLS believes towards a provider, and what it shows. Certificate "
                                                 "and host name are always checked. Files are read again on SIGHUP.");
    it.field("ca", &ProviderTlsSpec::ca, paths(),
             "PEM files with the authorities that are believed there, in place of the system's and of `network.ca`. "
             "Empty: those.");
    it.field("client_cert", &ProviderTlsSpec::clientCert, textType("the path of a PEM file", 4096),
             "PEM file of the certificate chain that is shown to a provider that asks for one. Needs `client_key`.");
    auto& key = it.field("client_key", &ProviderTlsSpec::clientKey, referenceType(),
                         "Where its private key (PEM, not encrypted) is read from, as in `keys`.");
    key.secret = true;
    key.example = "file:/etc/gatehouse/client.key";
    auto pins = listType(checkedText("sha256/ and the base 64 of a public key's SHA-256",
                                     "^sha256/[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$", isPin, 64),
                         0, 32);
    pins.unique = true;
    it.field("pins", &ProviderTlsSpec::pins, std::move(pins),
             "Public keys, of which a certificate of the provider's chain must have one, beside all other checks: the "
             "SHA-256 of the SubjectPublicKeyInfo (RFC 7469). Empty: any key.");
    it.field("min_version", &ProviderTlsSpec::minVersion, choiceType({"1.2", "1.3"}),
             "The oldest version of TLS that is spoken there.");
    return it.finish();
}

ObjectDescription network() {
    Describer<NetworkSpec> it("Network",
                              "How the gateway reaches providers. Read at start; the files of `ca` are read again on "
                              "SIGHUP. A provider's own `proxy` and `tls` come first.");
    auto& proxy = it.field("proxy", &NetworkSpec::proxy, proxyType(true),
                           "The proxy to all providers that name none: `environment` (as `HTTPS_PROXY`, `HTTP_PROXY`, "
                           "`ALL_PROXY` and `NO_PROXY` say; the default), `direct`, or a URL as in a provider's "
                           "`proxy`. Loopback is reached directly.");
    proxy.secret = true;
    it.field("proxy_password", &NetworkSpec::proxyPassword, referenceType(),
             "Where the password for the user in `proxy` is read from.")
        .secret = true;
    it.field("no_proxy", &NetworkSpec::noProxy,
             listType(checkedText("a host name, a suffix, an address or a network, perhaps with a port",
                                  "^[A-Za-z0-9._*:/\\[\\]-]{1,253}$", isNoProxyEntry, 253),
                      0, 1000),
             "Hosts that are reached directly all the same: `example.com` (and all below it), `192.0.2.7`, "
             "`10.0.0.0/8`, each perhaps with `:PORT`, or `*`. Beside those of `NO_PROXY`.");
    it.field("ca", &NetworkSpec::ca, paths(),
             "PEM files with authorities that are believed beside the system's, towards all providers and proxies.");
    return it.finish();
}

} // namespace

Type referenceType() {
    return checkedText("a reference env:NAME, file:PATH, keychain:NAME, vault:NAME or plain:VALUE",
                       "^(env:[A-Za-z_][A-Za-z0-9_]*|file:[^\\u0000-\\u001f\\u007f]+|(keychain|vault):[A-Za-z0-9._-]{1,"
                       "64}|plain:[^\\u0000-\\u001f\\u007f]+)$",
                       isSecretReference, 4096);
}

Type proxyType(bool ofProcess) {
    const std::string url =
        R"((https?|socks5h?)://([A-Za-z0-9._~!$&'()*+,;=%-]+@)?)"
        R"(([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[::1\]|\[([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\]))"
        R"((:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?/?)";
    if (ofProcess)
        return checkedText("environment, direct, or the URL of a proxy without a password",
                           "^(environment|direct|" + url + ")$", isProcessProxy, 2048);
    return checkedText("direct, or the URL of a proxy without a password", "^(direct|" + url + ")$", isProviderProxy,
                       2048);
}

template <>
const ObjectDescription& descriptionOf<ProviderTlsSpec>() {
    static const auto description = providerTls();
    return description;
}
template <>
const ObjectDescription& descriptionOf<NetworkSpec>() {
    static const auto description = network();
    return description;
}

} // namespace gatehouse::contract
