// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/async/task.h"
#include "core/base/network_way.h"
#include "core/base/result.h"
#include "core/http/message.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::http {

class BodySource;

// Where a provider is reached, and how. Equal endpoints share pooled connections.
struct Endpoint {
    bool tls = true;
    std::string host; // a name or an address, without brackets
    std::uint16_t port = 443;
    NetworkWayPtr way = nullptr; // null: directly, with the upstream's own trust
    // The machine's own cloud is asked for a credential: the one errand to addresses that are otherwise closed.
    bool machine = false;
    std::strong_ordering operator<=>(const Endpoint& other) const {
        if (const auto order = tls <=> other.tls; order != 0)
            return order;
        if (const auto order = port <=> other.port; order != 0)
            return order;
        if (const auto order = host <=> other.host; order != 0)
            return order;
        if (const auto order = machine <=> other.machine; order != 0)
            return order;
        return compareWays(way, other.way);
    }
    bool operator==(const Endpoint& other) const { return (*this <=> other) == 0; }
};

// How far an attempt came: decides whether it may be retried and what the record says.
enum class UpstreamStage { Resolve, Connect, Proxy, Tls, Send, FirstByte, Body, Done };

// What an attempt took, for its record. Durations count from the call of open(); nullopt where it did not come so far.
// A reused connection has none of resolved, connected, proxied and secured.
struct UpstreamTiming {
    UpstreamStage stage = UpstreamStage::Resolve; // under way when the attempt ended
    bool reused = false;                          // an open connection served it
    bool staleRetried = false; // a pooled connection was dead; the request was sent again on a new one
    std::optional<std::chrono::microseconds> resolved;
    std::optional<std::chrono::microseconds> connected; // to the proxy where there is one
    std::optional<std::chrono::microseconds> proxied;   // the proxy has opened the way
    std::optional<std::chrono::microseconds> secured;   // TLS handshake done
    std::optional<std::chrono::microseconds> sent;
    std::optional<std::chrono::microseconds> firstByte;
};

// What is sent. Built anew from parsed values; framing, Host and Connection are added by the client. The body pieces
// are views that must live until open() has returned.
struct UpstreamRequest {
    const Endpoint* endpoint = nullptr;
    Method method = Method::Post;
    std::string target; // origin form, encoded
    std::vector<Field> fields;
    std::vector<std::string_view> body;
    // A body that comes piece by piece (core/http/body_source.h) instead of "body". Null, or must live until open() has
    // returned; such a request goes on a connection of its own making and is never sent twice.
    BodySource* source = nullptr;
    // May the request be sent again when a pooled connection turns out to be dead before any byte of the answer came?
    bool repeatable = true;
    std::chrono::milliseconds connectTimeout{5'000};
    std::chrono::milliseconds firstByteTimeout{120'000};
    std::chrono::milliseconds idleTimeout{60'000};
    // Filled as the attempt goes on, errors included. Null, or must live as long as open() and the call it gives.
    UpstreamTiming* timing = nullptr;
};

struct UpstreamHead {
    int status = 0;
    std::vector<FieldView> fields; // views into the call's own buffer
    std::string_view field(std::string_view name) const {
        for (const auto& f : fields) {
            if (equalsIgnoringCase(f.name, name))
                return f.value;
        }
        return {};
    }
};

// An answer being read, decompressed where it came compressed. Destroying it before its end closes the connection at
// once (the provider sees it within 100 ms); at its end the connection goes back to the pool.
class UpstreamCall {
public:
    virtual ~UpstreamCall() = default;
    virtual const UpstreamHead& head() const = 0;
    // The next piece of the decoded body, empty at its end. A view valid until the next call. An error means that the
    // body was cut: it is never reported as an end.
    virtual Task<Result<std::string_view>> next() = 0;
};

// Awaitable way to a provider: HTTP, the demo provider, later WebSocket. One per I/O thread. Errors: Unavailable
// (code upstream_resolve, upstream_address, upstream_connect, upstream_proxy, upstream_tls, upstream_reset,
// upstream_protocol), Timeout (upstream_connect_timeout, upstream_first_byte_timeout, upstream_idle_timeout),
// Cancelled.
class Upstream {
public:
    virtual ~Upstream() = default;
    // Sends the request and reads the head of the answer.
    virtual Task<Result<std::unique_ptr<UpstreamCall>>> open(UpstreamRequest request) = 0;
};

} // namespace gatehouse::http
