// SPDX-License-Identifier: Apache-2.0
// How clients reach the gateway, and what they may ask of it at most.
#include "core/contract/describe.h"
#include "core/contract/describe_limits.h"
#include "core/contract/size.h"

#include <algorithm>

namespace gatehouse::contract {
namespace {

using namespace std::chrono_literals;

// A name or an address, without port.
bool isHost(std::string_view text) {
    return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' ||
               c == '_';
    });
}

bool isSize(std::string_view text) {
    return !text.ends_with("TiB") && parseSize(text).has_value();
}

bool isMemory(std::string_view text) {
    return text == "auto" || text == "unlimited" || isSize(text);
}

Type phaseType() {
    return durationType(100ms, std::chrono::hours(1));
}

ObjectDescription tls() {
    Describer<TlsSpec> it("Tls", "The certificate of both listeners. Both paths or neither.");
    it.field("cert", &TlsSpec::cert, textType("the path of a PEM file", 4096), "PEM file of the certificate chain.");
    it.field("key", &TlsSpec::key, textType("the path of a PEM file", 4096), "PEM file of its private key.");
    return it.finish();
}

void describeRequests(Describer<ServerLimitsSpec>& it) {
    using Spec = ServerLimitsSpec;
    it.field("request_line", &Spec::requestLine, sizeType(), "The first line of a request.");
    it.field("header_block", &Spec::headerBlock, sizeType(), "All header fields together.");
    it.field("header_fields", &Spec::headerFields, integerType(1, 1000), "Their number.");
    it.field("body", &Spec::body, sizeType(), "A request body that the gateway reads as a whole.");
    it.field("upload", &Spec::upload, sizeType(), "A body that streams through: files, recordings, pictures.");
    it.field("json_depth", &Spec::jsonDepth, integerType(8, 256), "Nesting of a JSON body.");
    it.field("messages", &Spec::messages, integerType(1, 1'000'000), "Messages of a call.");
}

void describeTimes(Describer<ServerLimitsSpec>& it) {
    using Spec = ServerLimitsSpec;
    it.field("header", &Spec::header, phaseType(),
             "From the connection, or the first byte of a request, to the end of its header.");
    it.field("body_idle", &Spec::bodyIdle, phaseType(), "Without a byte of the body.");
    it.field("body_total", &Spec::bodyTotal, phaseType(),
             "For the whole body, plus a second for each 64 KiB received.");
    it.field("keep_alive", &Spec::keepAlive, phaseType(), "Between two requests of a connection.");
    it.field("write_idle", &Spec::writeIdle, phaseType(),
             "A client that takes no byte of its answer for so long is cut.");
}

void describeCrowds(Describer<ServerLimitsSpec>& it) {
    using Spec = ServerLimitsSpec;
    it.field("connections", &Spec::connections, integerType(8, 1'000'000), "Connections of clients in total.");
    it.field("connections_per_address", &Spec::connectionsPerAddress, integerType(1, 1'000'000),
             "Connections of one address (IPv6: of a /64). Clients of this machine and listed proxies are exempt.");
    it.field("calls_per_key", &Spec::callsPerKey, integerType(1, 1'000'000),
             "Calls of one gateway key at once, streams among them.");
    it.field("streams_per_key", &Spec::streamsPerKey, integerType(1, 1'000'000), "Open streams of one gateway key.");
    it.field("memory", &Spec::memory,
             checkedText("auto, unlimited, or a size like 2GiB", "^(auto|unlimited|[1-9][0-9]{0,5}(KiB|MiB|GiB))$",
                         isMemory, 16),
             "The memory that the gateway may use; `auto` is three quarters of what the machine or its control group "
             "has. At 85 % of it no new streams begin, at 92 % only health and admin are served, at 97 % the newest "
             "calls are ended.");
    it.field("shed_after", &Spec::shedAfter, durationType(5ms, std::chrono::seconds(10)),
             "How long an I/O thread may be busy without a pause before some of the new calls are refused.");
}

ObjectDescription limits() {
    Describer<ServerLimitsSpec> it("ServerLimits",
                                   "Bounds of the listeners. Each is counted in `/metrics` when it is hit, and the "
                                   "refusal names it.");
    describeRequests(it);
    describeTimes(it);
    describeCrowds(it);
    return it.finish();
}

ObjectDescription server() {
    Describer<ServerSpec> it("Server", "How clients reach the gateway. Read at start; certificate files are read again "
                                       "on SIGHUP.");
    auto hosts = listType(checkedText("a host name without port", "^[A-Za-z0-9._-]{1,253}$", isHost), 0, 100);
    hosts.unique = true;
    it.field("hosts", &ServerSpec::hosts, std::move(hosts),
             "Names that clients may use beside the loopback names and the machine's own addresses.");
    it.field("trusted_proxies", &ServerSpec::trustedProxies, networkList(),
             "Proxies whose `Forwarded` or `X-Forwarded-For` field says where a client is. From anyone else these "
             "fields mean nothing.");
    it.field("proxy_protocol", &ServerSpec::proxyProtocol, networkList(),
             "Load balancers that begin each connection with a PROXY protocol header (version 1 or 2). They must send "
             "it; nobody else may. For the gateway's listener, not for the admin listener.");
    it.field("compression", &ServerSpec::compression, booleanType(),
             "Whether whole answers of 1 KiB and more are compressed for clients that ask (gzip, deflate, zstd). "
             "Streams never are.");
    it.field("limits", &ServerSpec::limits, objectType<ServerLimitsSpec>(), "Bounds of the listeners.");
    it.field("tls", &ServerSpec::tls, objectType<TlsSpec>(), "PEM paths for both listeners.");
    return it.finish();
}

} // namespace

template <>
const ObjectDescription& descriptionOf<TlsSpec>() {
    static const auto description = tls();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServerLimitsSpec>() {
    static const auto description = limits();
    return description;
}
template <>
const ObjectDescription& descriptionOf<ServerSpec>() {
    static const auto description = server();
    return description;
}

} // namespace gatehouse::contract
