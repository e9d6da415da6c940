// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Which header fields pass between a client and a service, both ways. Pure; any thread.
namespace gatehouse::services {

// A field as it came; views into its message.
struct HeaderView {
    std::string_view name;
    std::string_view value;
};
using HeaderViews = std::vector<HeaderView>;
using Headers = std::vector<std::pair<std::string, std::string>>;

// Client to service: all fields but those of the connection (RFC 9110 §7.6.1, those that Connection names among them),
// every place of a credential (the gateway's key may stand there), cookies, what names addresses of the way, the
// gateway's own, and what browsers say of pages.
Headers headersUpstream(const HeaderViews& client);
// The same rule for one name: for what mappings may read of the client, and what they may set.
bool isOfTheClient(std::string_view name);
// May a rule set it in a request, or in an answer? Not framing, not the connection's, not the gateway's own.
bool maySet(std::string_view name);

// Service to client: an allow-list, and the names in "more" ("x-*" stands for all that begin so). Never cookies, nor
// what belongs to a connection.
Headers headersDownstream(const HeaderViews& service, const std::vector<std::string>& more);

// Where a redirect or a created resource lies, as the client reaches it: what lies below the service's own address
// ("origin" "https://host:port", "base" its path) becomes "public" and the rest. Nothing: the address is one that only
// the service's network knows, and is left out; another site's passes as it is.
std::string publicLocation(std::string_view location, std::string_view origin, std::string_view base,
                           std::string_view publicBase);

const std::string* find(const Headers& headers, std::string_view name);
void set(Headers& headers, std::string_view name, std::string_view value);
void remove(Headers& headers, std::string_view name);
// No CR, LF, NUL or other control characters: may stand in a field.
bool isFieldValue(std::string_view value);

} // namespace gatehouse::services
