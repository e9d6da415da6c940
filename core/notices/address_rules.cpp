// SPDX-License-Identifier: Apache-2.0
#include "core/notices/address_rules.h"

#include "core/base/address_kinds.h"
#include "core/base/text.h"

#include <algorithm>
#include <boost/url/parse.hpp>

namespace gatehouse::notices {
namespace {

constexpr std::size_t longestUrl = 2'048;
constexpr std::uint16_t usualTls = 443;
constexpr std::uint16_t otherTls = 8443;
constexpr std::uint16_t usualPlain = 80;

tl::unexpected<Error> wrongUrl(const char* expected) {
    auto error = failure(ErrorKind::Invalid, "invalid_webhook_url",
                         std::string("The address of a webhook must be ") + expected + ".");
    error.value().field = "url";
    error.value().expected = expected;
    return error;
}

tl::unexpected<Error> forbidden(const char* why) {
    return failure(ErrorKind::Forbidden, "webhook_address_forbidden",
                   std::string("The webhook was not called: ") + why +
                       ". Private networks that webhooks may reach are listed in notices.webhook_networks.");
}

} // namespace

Result<WebhookTarget> parseWebhookUrl(std::string_view text) {
    if (text.size() > longestUrl)
        return wrongUrl("at most 2048 bytes long");
    const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed)
        return wrongUrl("a URL such as https://example.com/hooks");
    const auto& url = *parsed;
    WebhookTarget out;
    const auto scheme = url.scheme();
    if (equalsIgnoringCase({scheme.data(), scheme.size()}, "https"))
        out.tls = true;
    else if (equalsIgnoringCase({scheme.data(), scheme.size()}, "http"))
        out.tls = false;
    else
        return wrongUrl("of the scheme https");
    if (url.has_userinfo() || url.has_fragment())
        return wrongUrl("without user, password and fragment");
    // What stands between the slashes is the authority and nothing else, however its end was found.
    const auto authority = url.encoded_authority();
    const auto from = text.find("//") + 2;
    const auto end = std::min(text.find_first_of("/?", from), text.size());
    if (text.substr(from, end - from) != std::string_view(authority.data(), authority.size()))
        return wrongUrl("one with a plain host");
    const auto host = url.encoded_host_address();
    out.host.assign(host.data(), host.size());
    if (out.host.empty() || out.host.find('%') != std::string::npos)
        return wrongUrl("one with a host");
    out.port = out.tls ? usualTls : usualPlain;
    if (url.has_port()) {
        const auto port = url.port();
        const auto number = parseUnsigned({port.data(), port.size()});
        if (!number || *number == 0 || *number > 65'535)
            return wrongUrl("one with a port from 1 to 65535");
        out.port = static_cast<std::uint16_t>(*number);
    }
    const auto target = url.encoded_target();
    out.target.assign(target.data(), target.size());
    if (out.target.empty() || out.target.front() != '/')
        out.target.insert(out.target.begin(), '/');
    return out;
}

Result<void> checkAddresses(const WebhookTarget& target, const std::vector<IpAddress>& addresses,
                            const std::vector<IpNetwork>& allowed) {
    if (addresses.empty())
        return forbidden("its host has no address");
    const auto isAllowed = [&](const IpAddress& address) {
        return containsAddress(allowed, address) && !isMetadata(address);
    };
    if (std::all_of(addresses.begin(), addresses.end(), isAllowed))
        return {};
    const bool reachable = std::all_of(addresses.begin(), addresses.end(), [&](const IpAddress& address) {
        return isAllowed(address) || isPublic(address);
    });
    if (!reachable)
        return forbidden("an address of its host is not one of the public internet");
    if (!target.tls)
        return forbidden("it must be https");
    if (target.port != usualTls && target.port != otherTls)
        return forbidden("its port must be 443 or 8443");
    return {};
}

} // namespace gatehouse::notices
