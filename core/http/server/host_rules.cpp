// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/host_rules.h"

#include "core/base/text.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstring>

namespace gatehouse::http {
namespace {

struct Authority {
    std::string_view host; // without brackets
    std::string_view port; // empty where there is none
    bool bracketed = false;
};

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_';
}

bool isPort(std::string_view text) {
    if (text.size() > 5)
        return false;
    const auto value = parseUnsigned(text);
    return value && *value <= 65'535;
}

// RFC 3986 §3.2.2, narrowed to what a gateway is called by: names of letters, digits, "-._", addresses, no escapes.
bool split(std::string_view value, Authority& out) {
    std::string_view rest;
    if (!value.empty() && value.front() == '[') {
        const auto end = value.find(']');
        if (end == std::string_view::npos)
            return false;
        out.bracketed = true;
        out.host = value.substr(1, end - 1);
        rest = value.substr(end + 1);
    } else {
        const auto colon = std::min(value.find(':'), value.size());
        out.host = value.substr(0, colon);
        rest = value.substr(colon);
        if (out.host.empty() || !std::all_of(out.host.begin(), out.host.end(), isNameCharacter))
            return false;
    }
    if (rest.empty())
        return true;
    if (rest.front() != ':')
        return false;
    out.port = rest.substr(1);
    return out.port.empty() || isPort(out.port);
}

// Parses without allocating; false where it is no address of that family.
template <typename Address>
bool parseAddress(int family, std::string_view text, Address& out) {
    std::array<char, INET6_ADDRSTRLEN + 1> copy{};
    if (text.empty() || text.size() >= copy.size())
        return false;
    std::memcpy(copy.data(), text.data(), text.size());
    return ::inet_pton(family, copy.data(), &out) == 1;
}

bool isOwnAddress(const Authority& authority, const LocalEnd& local) {
    if (authority.bracketed) {
        in6_addr asked{};
        in6_addr own{};
        if (!parseAddress(AF_INET6, authority.host, asked))
            return false;
        return IN6_IS_ADDR_LOOPBACK(&asked) ||
               (parseAddress(AF_INET6, local.address, own) && std::memcmp(&asked, &own, sizeof own) == 0);
    }
    in_addr asked{};
    in_addr own{};
    if (!parseAddress(AF_INET, authority.host, asked))
        return equalsIgnoringCase(authority.host, "localhost");
    return (ntohl(asked.s_addr) >> 24U) == 127U ||
           (parseAddress(AF_INET, local.address, own) && asked.s_addr == own.s_addr);
}

// The one value of a field that stands once.
std::string_view onlyValue(const RequestHead& head, std::string_view name) {
    std::string_view value;
    int count = 0;
    for (const auto& field : head.fields) {
        if (!equalsIgnoringCase(field.name, name))
            continue;
        value = field.value;
        ++count;
    }
    return count == 1 ? value : std::string_view();
}

bool isUnder(std::string_view path, std::string_view folder) {
    return !folder.empty() && path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

bool isListedName(std::string_view value, const Authority& authority, const HostRules& rules) {
    return std::any_of(rules.names.begin(), rules.names.end(), [&](const std::string& name) {
        if (equalsIgnoringCase(name, value))
            return true;
        if (authority.bracketed)
            return name.size() == authority.host.size() + 2 && name.front() == '[' &&
                   equalsIgnoringCase(std::string_view(name).substr(1, authority.host.size()), authority.host);
        return equalsIgnoringCase(name, authority.host);
    });
}

} // namespace

HostVerdict judgeHost(std::string_view value, const HostRules& rules, const LocalEnd& local) {
    Authority authority;
    if (!split(value, authority))
        return HostVerdict::Malformed;
    in6_addr ignored{};
    if (authority.bracketed && !parseAddress(AF_INET6, authority.host, ignored))
        return HostVerdict::Malformed;
    if (isListedName(value, authority, rules))
        return HostVerdict::Listed;
    if (!isOwnAddress(authority, local))
        return HostVerdict::Unlisted;
    const bool portFits = authority.port.empty() || parseUnsigned(authority.port) == local.port;
    return portFits ? HostVerdict::Listed : HostVerdict::Unlisted;
}

bool isOriginAllowed(std::string_view origin, std::string_view host, const HostRules& rules, const LocalEnd& local) {
    const std::string_view scheme = local.secure ? "https://" : "http://";
    if (!host.empty() && origin.size() == scheme.size() + host.size() &&
        equalsIgnoringCase(origin.substr(0, scheme.size()), scheme) &&
        equalsIgnoringCase(origin.substr(scheme.size()), host))
        return true;
    return std::any_of(rules.origins.begin(), rules.origins.end(),
                       [&](const std::string& listed) { return equalsIgnoringCase(listed, origin); });
}

bool isPageVisit(const RequestHead& head, const HostRules& rules) {
    return head.method == Method::Get && isUnder(head.path, rules.pages) && !isUnder(head.path, rules.notPages) &&
           equalsIgnoringCase(onlyValue(head, "Sec-Fetch-Mode"), "navigate") &&
           equalsIgnoringCase(onlyValue(head, "Sec-Fetch-Dest"), "document");
}

} // namespace gatehouse::http
