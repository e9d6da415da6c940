// SPDX-License-Identifier: Apache-2.0
#include "core/base/address_kinds.h"

#include <algorithm>
#include <initializer_list>
#include <vector>

namespace gatehouse {
namespace {

std::vector<IpNetwork> networks(std::initializer_list<const char*> texts) {
    std::vector<IpNetwork> out;
    for (const auto* text : texts)
        out.push_back(IpNetwork::parse(text).value());
    return out;
}

const std::vector<IpNetwork>& specialV4() {
    static const auto all = networks(
        {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
         "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
         "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"});
    return all;
}

// Within 2000::/3; outside of it nothing is public.
const std::vector<IpNetwork>& specialV6() {
    static const auto all = networks({"2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"});
    return all;
}

const std::vector<IpNetwork>& linkLocal() {
    static const auto all = networks({"169.254.0.0/16", "fe80::/10"});
    return all;
}

const std::vector<IpNetwork>& metadata() {
    static const auto all = networks({
        "169.254.169.254/32", "fd00:ec2::/32", "169.254.170.2/32", "169.254.170.23/32", // AWS: machines, containers
        "fd20:ce::254/128",                                                             // Google Cloud
        "168.63.129.16/32",                                                             // Azure
        "100.100.100.200/32",                                                           // Alibaba Cloud
        "169.254.0.23/32",                                                              // Tencent Cloud
        "192.0.0.192/32",                                                               // Oracle Cloud
        "fd00:42::42/128",                                                              // Scaleway
        "fe80::a9fe:a9fe/128",                                                          // OpenStack
    });
    return all;
}

IpAddress embedded(const IpAddress& address, std::size_t at) {
    auto out = IpAddress::parse("0.0.0.0").value();
    std::copy_n(address.bytes.begin() + static_cast<std::ptrdiff_t>(at), 4, out.bytes.end() - 4);
    return out;
}

// Without its coat.
IpAddress bare(const IpAddress& address) {
    static const auto translated = IpNetwork::parse("64:ff9b::/96").value();
    static const auto sixToFour = IpNetwork::parse("2002::/16").value();
    if (translated.contains(address))
        return embedded(address, 12);
    return sixToFour.contains(address) ? embedded(address, 2) : address;
}

} // namespace

bool isPublic(const IpAddress& address) {
    static const auto translated = IpNetwork::parse("64:ff9b::/96").value();
    if (isMetadata(address))
        return false;
    if (address.isV4())
        return !containsAddress(specialV4(), address);
    if (translated.contains(address))
        return isPublic(embedded(address, 12));
    return (address.bytes[0] & 0xe0U) == 0x20U && !containsAddress(specialV6(), address);
}

bool isLinkLocal(const IpAddress& address) {
    return containsAddress(linkLocal(), bare(address));
}

bool isMetadata(const IpAddress& address) {
    return containsAddress(metadata(), bare(address));
}

} // namespace gatehouse
