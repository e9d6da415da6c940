// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/ip_network.h"
#include "core/base/network_way.h"
#include "core/config/build.h"
#include "core/contract/fault.h"
#include "core/contract/resources.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// How providers are reached: what their own fields, the process's section "network" and the environment say. Control
// thread: reads files.
namespace gatehouse::config {

// Hosts that are reached without the process's proxy. An entry is "*", a name (which stands for all names below it
// too, with or without a leading dot or "*."), an address, or a network, each perhaps with ":port". Networks and
// addresses match hosts that are written as addresses; nothing is resolved for this.
class NoProxy {
public:
    // Parted by commas and blanks. What is no entry at all matches nothing.
    void add(std::string_view list);
    bool covers(std::string_view host, std::uint16_t port) const;

private:
    struct Entry {
        bool all = false;
        std::string name; // lower case, no dot in front
        std::optional<IpNetwork> network;
        std::uint16_t port = 0; // 0 = any
    };
    static std::optional<Entry> entryOf(std::string_view text);
    std::vector<Entry> m_entries;
};

// A proxy, none, or why what was written cannot be used.
struct ProxyRule {
    std::optional<ProxyAddress> proxy;
    std::string problem;
};

struct ProcessNetwork {
    ProxyRule https; // to https providers
    ProxyRule http;
    NoProxy noProxy;
    std::vector<std::string> authorities; // PEM paths
};

// The value of a variable; nullopt: not set or empty.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

// The section "network" with what it leaves to the environment: HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY, each in
// lower case first, as curl has it.
ProcessNetwork processNetwork(const contract::NetworkSpec& spec, const Environment& environment,
                              SecretResolver& secrets);

// "http://user@proxy.example:3128"; a password in it is taken (the environment's variables may hold one). Without a
// scheme it is an HTTP proxy. nullopt: no such thing.
std::optional<ProxyAddress> parseProxy(std::string_view url);

struct NetworkPlace {
    bool tls = true;
    std::string host;
    std::uint16_t port = 443;
};

// Null where nothing but the defaults is asked for. Errors name the field: a file or a secret that cannot be read, or
// what TLS says against them.
Result<NetworkWayPtr> networkWayOf(const contract::ProviderSpec& spec, const NetworkPlace& place,
                                   const ProcessNetwork& process, SecretResolver& secrets, TlsContextMaker* contexts);

// What is wrong between a provider's network fields, at "path".
contract::Faults networkFaults(const contract::ProviderSpec& spec, bool tls, const contract::Path& path);

} // namespace gatehouse::config
