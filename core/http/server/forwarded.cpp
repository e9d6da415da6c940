// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/forwarded.h"

#include "core/http/field_text.h"

#include <algorithm>
#include <string>
#include <string_view>

namespace gatehouse::http {
namespace {

constexpr std::size_t mostHops = 32;
constexpr std::string_view blanks = " \t";

// One proxy's account.
struct Hop {
    std::string node;
    std::string scheme;
};

// The elements of one Forwarded field: name=value pairs parted by ";", values tokens or quoted strings.
class ForwardedReader {
public:
    explicit ForwardedReader(std::string_view text) : m_rest(text) {}

    bool read(std::vector<Hop>& hops) {
        for (;;) {
            Hop hop;
            if (!element(hop))
                return false;
            hops.push_back(std::move(hop));
            if (m_rest.empty())
                return true;
            if (m_rest.front() != ',')
                return false;
            m_rest.remove_prefix(1);
        }
    }

private:
    void skipBlanks() { m_rest.remove_prefix(std::min(m_rest.find_first_not_of(blanks), m_rest.size())); }

    std::string_view token() {
        std::size_t size = 0;
        while (size < m_rest.size() && isTokenCharacter(m_rest[size]))
            ++size;
        const auto found = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return found;
    }

    bool quoted(std::string& out) {
        m_rest.remove_prefix(1);
        while (!m_rest.empty() && m_rest.front() != '"') {
            if (m_rest.front() == '\\')
                m_rest.remove_prefix(1);
            if (m_rest.empty())
                return false;
            out += m_rest.front();
            m_rest.remove_prefix(1);
        }
        if (m_rest.empty())
            return false;
        m_rest.remove_prefix(1);
        return true;
    }

    bool pair(Hop& hop) {
        const auto name = token();
        if (name.empty() || m_rest.empty() || m_rest.front() != '=')
            return false;
        m_rest.remove_prefix(1);
        std::string value;
        if (!m_rest.empty() && m_rest.front() == '"') {
            if (!quoted(value))
                return false;
        } else {
            value = token();
            if (value.empty())
                return false;
        }
        std::string* const place = equalsIgnoringCase(name, "for")     ? &hop.node
                                   : equalsIgnoringCase(name, "proto") ? &hop.scheme
                                                                       : nullptr;
        if (place == nullptr)
            return true;
        if (!place->empty()) // each parameter once in an element (RFC 7239 §4)
            return false;
        *place = std::move(value);
        return true;
    }

    bool element(Hop& hop) {
        for (;;) {
            skipBlanks();
            if (!pair(hop))
                return false;
            skipBlanks();
            if (m_rest.empty() || m_rest.front() != ';')
                return true;
            m_rest.remove_prefix(1);
        }
    }

    std::string_view m_rest;
};

// "192.0.2.1", "192.0.2.1:80", "[2001:db8::1]:80", and in X-Forwarded-For "2001:db8::1".
std::optional<IpAddress> addressOf(std::string_view node) {
    if (auto whole = IpAddress::parse(node))
        return whole;
    std::string_view port;
    if (node.starts_with('[')) {
        const auto end = node.find(']');
        if (end == std::string_view::npos)
            return std::nullopt;
        port = node.substr(end + 1);
        node = node.substr(1, end - 1);
        if (node.find(':') == std::string_view::npos)
            return std::nullopt;
    } else if (const auto colon = node.find(':'); colon != std::string_view::npos) {
        port = node.substr(colon);
        node = node.substr(0, colon);
    }
    if (!port.empty() && (port.front() != ':' || port.size() > 6 || !parseUnsigned(port.substr(1))))
        return std::nullopt;
    return IpAddress::parse(node);
}

bool isHidden(std::string_view node) {
    return node.empty() || equalsIgnoringCase(node, "unknown") || node.starts_with('_');
}

void readList(std::string_view text, std::vector<Hop>& hops) {
    for (;;) {
        const auto comma = std::min(text.find(','), text.size());
        hops.push_back({std::string(trim(text.substr(0, comma))), {}});
        if (comma == text.size())
            return;
        text.remove_prefix(comma + 1);
    }
}

// From the right: whom the trusted proxies saw. nullopt: the peer itself.
std::optional<IpAddress> clientOf(const std::vector<Hop>& hops, const std::vector<IpNetwork>& trusted, bool& bad) {
    std::optional<IpAddress> nearest;
    std::size_t walked = 0;
    for (auto hop = hops.rbegin(); hop != hops.rend() && walked < mostHops; ++hop, ++walked) {
        if (isHidden(hop->node))
            return nearest;
        const auto address = addressOf(hop->node);
        if (!address) {
            bad = true;
            return std::nullopt;
        }
        nearest = address;
        if (!containsAddress(trusted, *address))
            return nearest;
    }
    return nearest;
}

} // namespace

ForwardedFacts readForwarded(const RequestHead& head, const IpAddress& peer, const std::vector<IpNetwork>& trusted) {
    ForwardedFacts facts;
    std::vector<Hop> standard;
    std::vector<Hop> usual;
    std::string_view scheme;
    for (const auto& field : head.fields) {
        if (equalsIgnoringCase(field.name, "forwarded"))
            facts.bad = facts.bad || !ForwardedReader(field.value).read(standard);
        else if (equalsIgnoringCase(field.name, "x-forwarded-for"))
            readList(field.value, usual);
        else if (equalsIgnoringCase(field.name, "x-forwarded-proto"))
            scheme = trim(field.value.substr(field.value.rfind(',') + 1)); // npos + 1 is 0
    }
    if (facts.bad)
        return facts;
    const auto first = clientOf(standard, trusted, facts.bad);
    const auto second = clientOf(usual, trusted, facts.bad);
    // A proxy that makes one of them may pass on the other as the client sent it.
    if (!standard.empty() && !usual.empty() && first.value_or(peer) != second.value_or(peer))
        facts.bad = true;
    facts.client = standard.empty() ? second : first;
    if (!standard.empty() && !standard.back().scheme.empty())
        scheme = standard.back().scheme;
    facts.secure = equalsIgnoringCase(scheme, "https");
    return facts;
}

} // namespace gatehouse::http
