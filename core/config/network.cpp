// SPDX-License-Identifier: Apache-2.0
#include "core/config/network.h"

#include "core/base/text.h"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>

namespace gatehouse::config {
namespace {

using contract::FaultCode;
using contract::Faults;
using contract::makeFault;
using contract::Path;

constexpr std::size_t mostPem = std::size_t{4} * 1024 * 1024;
constexpr std::string_view pinStart = "sha256/";

tl::unexpected<Error> unusable(std::string field, std::string message) {
    auto error = failure(ErrorKind::Invalid, "provider_network", std::move(message));
    error.value().field = std::move(field);
    return error;
}

Result<std::string> readPem(const std::string& path, const std::string& field) {
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return unusable(field, "the file " + path + " cannot be opened: " + std::strerror(errno));
    std::string text;
    text.resize(mostPem + 1);
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    if (text.size() > mostPem || text.find("-----BEGIN ") == std::string::npos)
        return unusable(field, "the file " + path + " is no PEM file of at most 4 MiB");
    return text;
}

Result<std::string> readAll(const std::vector<std::string>& paths, const std::string& field) {
    std::string all;
    for (const auto& path : paths) {
        auto text = readPem(path, field);
        if (!text)
            return text;
        all.append(*text).append(1, '\n');
    }
    return all;
}

bool isLoopback(const std::string& host) {
    const auto lower = toLower(host);
    if (lower == "localhost" || lower.ends_with(".localhost"))
        return true;
    const auto address = IpAddress::parse(host);
    return address && address->isLoopback();
}

std::uint16_t usualPort(ProxyAddress::Scheme scheme) {
    switch (scheme) {
    case ProxyAddress::Scheme::Http:
        return 80;
    case ProxyAddress::Scheme::Https:
        return 443;
    case ProxyAddress::Scheme::Socks5:
    case ProxyAddress::Scheme::Socks5h:
        break;
    }
    return 1080;
}

std::optional<ProxyAddress::Scheme> schemeNamed(std::string_view name) {
    if (name == "http")
        return ProxyAddress::Scheme::Http;
    if (name == "https")
        return ProxyAddress::Scheme::Https;
    if (name == "socks5" || name == "socks")
        return ProxyAddress::Scheme::Socks5;
    if (name == "socks5h")
        return ProxyAddress::Scheme::Socks5h;
    return std::nullopt;
}

bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

ProxyRule ruleOf(std::string_view url, const std::string& name) {
    ProxyRule rule;
    rule.proxy = parseProxy(url);
    if (!rule.proxy)
        rule.problem = name + " is not the URL of a proxy (http, https, socks5 or socks5h): correct it";
    return rule;
}

ProxyRule ruleFromEnvironment(const Environment& environment, std::string_view scheme) {
    for (const std::string& name : {std::string(scheme) + "_proxy", std::string("all_proxy")}) {
        std::string upper = name;
        std::transform(upper.begin(), upper.end(), upper.begin(),
                       [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
        for (const std::string& each : {name, upper}) {
            auto value = environment(each);
            if (!value)
                continue;
            ProxyRule rule = ruleOf(*value, each);
            wipe(*value);
            return rule;
        }
    }
    return {};
}

// The password that a field names, into the proxy.
Result<void> addPassword(ProxyAddress& proxy, const std::optional<std::string>& reference, SecretResolver& secrets) {
    if (!reference)
        return {};
    auto password = secrets.resolve(*reference);
    if (!password)
        return unusable("proxy_password", password.error().message);
    proxy.password = std::move(*password);
    return {};
}

Result<std::optional<ProxyAddress>> proxyOf(const contract::ProviderSpec& spec, const NetworkPlace& place,
                                            const ProcessNetwork& process, SecretResolver& secrets) {
    if (spec.proxy && *spec.proxy == "direct")
        return std::optional<ProxyAddress>();
    if (spec.proxy) {
        auto proxy = parseProxy(*spec.proxy);
        if (!proxy)
            return unusable("proxy", "it is not the URL of a proxy");
        if (auto added = addPassword(*proxy, spec.proxyPassword, secrets); !added)
            return tl::unexpected<Error>(std::move(added.error()));
        return proxy;
    }
    if (isLoopback(place.host) || process.noProxy.covers(place.host, place.port))
        return std::optional<ProxyAddress>();
    const ProxyRule& rule = place.tls ? process.https : process.http;
    if (!rule.problem.empty())
        return unusable("proxy", rule.problem);
    return rule.proxy;
}

Result<TlsSettings> tlsOf(const contract::ProviderSpec& spec, const ProcessNetwork& process, SecretResolver& secrets) {
    TlsSettings tls;
    tls.systemAuthorities = spec.tls.ca.empty();
    auto authorities =
        spec.tls.ca.empty() ? readAll(process.authorities, "network.ca") : readAll(spec.tls.ca, "tls.ca");
    if (!authorities)
        return tl::unexpected<Error>(std::move(authorities.error()));
    tls.authorities = std::move(*authorities);
    if (!spec.tls.clientCert.empty()) {
        auto certificate = readPem(spec.tls.clientCert, "tls.client_cert");
        if (!certificate)
            return tl::unexpected<Error>(std::move(certificate.error()));
        tls.clientCertificate = std::move(*certificate);
        auto key = secrets.resolveText(spec.tls.clientKey.value_or(""));
        if (!key)
            return unusable("tls.client_key", key.error().message);
        tls.clientKey = std::move(*key);
    }
    for (const auto& pin : spec.tls.pins)
        tls.pins.push_back(pin.substr(pinStart.size()));
    tls.least = spec.tls.minVersion == "1.3" ? LeastTls::Tls13 : LeastTls::Tls12;
    return tls;
}

bool isDefault(const TlsSettings& tls) {
    return tls.systemAuthorities && tls.authorities.empty() && tls.clientCertificate.empty() && tls.pins.empty() &&
           tls.least == LeastTls::Tls12;
}

} // namespace

void NoProxy::add(std::string_view list) {
    constexpr std::string_view separators = ", \t";
    while (!list.empty()) {
        const auto end = std::min(list.find_first_of(separators), list.size());
        if (auto entry = entryOf(list.substr(0, end)))
            m_entries.push_back(std::move(*entry));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
}

std::optional<NoProxy::Entry> NoProxy::entryOf(std::string_view text) {
    Entry entry;
    if (text.empty())
        return std::nullopt;
    if (text == "*") {
        entry.all = true;
        return entry;
    }
    if (IpAddress::parse(text) || text.find('/') != std::string_view::npos) {
        entry.network = IpNetwork::parse(text);
        return entry.network ? std::optional(entry) : std::nullopt;
    }
    // A port, but not the end of an IPv6 address, which stands in brackets where it has one.
    const auto close = text.starts_with('[') ? text.find(']') : 0;
    const auto colon = close == std::string_view::npos ? close : text.find(':', close);
    if (colon != std::string_view::npos) {
        const auto port = parseUnsigned(text.substr(colon + 1));
        if (!port || *port == 0 || *port > 65'535)
            return std::nullopt;
        entry.port = static_cast<std::uint16_t>(*port);
        text = text.substr(0, colon);
    }
    if (text.starts_with('[') && text.ends_with(']'))
        text = text.substr(1, text.size() - 2);
    entry.network = IpNetwork::parse(text);
    if (entry.network)
        return entry;
    if (text.starts_with("*"))
        text.remove_prefix(1);
    if (text.starts_with("."))
        text.remove_prefix(1);
    entry.name = toLower(text);
    return entry.name.empty() ? std::nullopt : std::optional(entry);
}

bool NoProxy::covers(std::string_view host, std::uint16_t port) const {
    auto name = toLower(host);
    if (name.ends_with('.'))
        name.pop_back();
    const auto address = IpAddress::parse(host);
    return std::any_of(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        if (entry.port != 0 && entry.port != port)
            return false;
        if (entry.all)
            return true;
        if (entry.network)
            return address && entry.network->contains(*address);
        return !address && (name == entry.name || name.ends_with("." + entry.name));
    });
}

std::optional<ProxyAddress> parseProxy(std::string_view url) {
    const std::string whole =
        url.find("://") == std::string_view::npos ? "http://" + std::string(url) : std::string(url);
    const auto parsed = boost::urls::parse_uri(whole);
    if (parsed.has_error() || parsed->has_query() || parsed->has_fragment() ||
        (!parsed->encoded_path().empty() && parsed->encoded_path() != "/"))
        return std::nullopt;
    const auto scheme = schemeNamed(toLower(std::string_view(parsed->scheme().data(), parsed->scheme().size())));
    if (!scheme)
        return std::nullopt;
    ProxyAddress proxy;
    proxy.scheme = *scheme;
    proxy.host = parsed->host_address();
    proxy.port = usualPort(*scheme);
    if (parsed->has_port() && !parsed->port().empty())
        proxy.port = parsed->port_number();
    proxy.user = parsed->user();
    std::string password = parsed->password();
    // They would end a header line.
    if (std::any_of(proxy.user.begin(), proxy.user.end(), isControl) ||
        std::any_of(password.begin(), password.end(), isControl))
        return std::nullopt;
    if (!password.empty())
        proxy.password = std::make_shared<const Secret>(Secret::take(password));
    if (proxy.host.empty() || proxy.port == 0 || (proxy.isHttp() && proxy.user.find(':') != std::string::npos))
        return std::nullopt;
    return proxy;
}

ProcessNetwork processNetwork(const contract::NetworkSpec& spec, const Environment& environment,
                              SecretResolver& secrets) {
    ProcessNetwork network;
    network.authorities = spec.ca;
    for (const auto& entry : spec.noProxy)
        network.noProxy.add(entry);
    for (const char* name : {"no_proxy", "NO_PROXY"}) {
        if (const auto value = environment(name)) {
            network.noProxy.add(*value);
            break;
        }
    }
    const auto& proxy = spec.proxy;
    if (!proxy || *proxy == "environment") {
        network.https = ruleFromEnvironment(environment, "https");
        network.http = ruleFromEnvironment(environment, "http");
    } else if (*proxy != "direct") {
        network.https = ruleOf(*proxy, "network.proxy");
        if (network.https.proxy) {
            if (auto added = addPassword(*network.https.proxy, spec.proxyPassword, secrets); !added)
                network.https.problem = "network.proxy_password: " + added.error().message;
        }
        network.http = network.https;
    }
    return network;
}

Result<NetworkWayPtr> networkWayOf(const contract::ProviderSpec& spec, const NetworkPlace& place,
                                   const ProcessNetwork& process, SecretResolver& secrets, TlsContextMaker* contexts) {
    auto proxy = proxyOf(spec, place, process, secrets);
    if (!proxy)
        return tl::unexpected<Error>(std::move(proxy.error()));
    auto tls = tlsOf(spec, process, secrets);
    if (!tls)
        return tl::unexpected<Error>(std::move(tls.error()));
    if (!*proxy && isDefault(*tls))
        return NetworkWayPtr();
    auto way = makeNetworkWay(std::move(*proxy), std::move(*tls), contexts);
    if (!way && !way.error().field.empty())
        way.error().field.insert(0, spec.tls.ca.empty() && way.error().field == "ca" ? "network." : "tls.");
    return way;
}

Faults networkFaults(const contract::ProviderSpec& spec, bool tls, const Path& path) {
    Faults faults; // each field is right in itself, so all are conflicts
    const Path here(path, "tls");
    const auto& own = spec.tls;
    if (spec.proxyPassword) {
        const auto proxy = spec.proxy ? parseProxy(*spec.proxy) : std::nullopt;
        if (!proxy || proxy->user.empty())
            faults.push_back(makeFault(FaultCode::Conflict, Path(path, "proxy"),
                                       "a proxy's URL with the user whose password proxy_password is",
                                       proxy ? "one without a user" : "none"));
    }
    if (own.clientCert.empty() != !own.clientKey) {
        const bool noKey = !own.clientKey;
        faults.push_back(makeFault(
            FaultCode::Conflict, Path(here, noKey ? "client_key" : "client_cert"),
            noKey ? "a reference to the key of client_cert" : "the PEM file of client_key's certificate", "nothing"));
    }
    const bool any =
        !own.ca.empty() || !own.clientCert.empty() || own.clientKey || !own.pins.empty() || own.minVersion != "1.2";
    if (any && !tls)
        faults.push_back(
            makeFault(FaultCode::Conflict, here, "nothing, since base_url is http and not https", "settings for TLS"));
    return faults;
}

} // namespace gatehouse::config
