// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/request_writer.h"

#include "core/base/text.h"
#include "core/http/body_source.h"
#include "core/http/client/proxy_tunnel.h"
#include "core/http/field_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace gatehouse::http {
namespace {

// Framing, hop-by-hop and Host: written here or not at all (RFC 9110 §7.6.1).
constexpr std::array<std::string_view, 11> ownFields = {
    "host", "content-length", "transfer-encoding", "connection", "keep-alive",         "proxy-connection",
    "te",   "trailer",        "upgrade",           "expect",     "proxy-authorization"};

// A plain request to an HTTP proxy names its host in the target (RFC 9112 §3.2.2): many proxies let CONNECT through to
// port 443 only, and there is nothing to protect from a proxy in what goes in plain text anyway.
const ProxyAddress* plainProxy(const Endpoint& endpoint) {
    const bool plain = !endpoint.tls && endpoint.way && endpoint.way->proxy && endpoint.way->proxy->isHttp();
    return plain ? &*endpoint.way->proxy : nullptr;
}

tl::unexpected<Error> refused(std::string what, std::string_view field) {
    auto error =
        failure(ErrorKind::Invalid, "upstream_request", "The request cannot be sent: " + std::move(what) + ".");
    error.value().field = field;
    return error;
}

bool isVisible(char c) {
    return c > 0x20 && c < 0x7F;
}

bool isOwn(std::string_view name) {
    return std::any_of(ownFields.begin(), ownFields.end(), [name](std::string_view own) {
        return own.size() == name.size() && equalsIgnoringCase(own, name);
    });
}

void appendNumber(std::string& out, std::uint64_t number) {
    std::array<char, 20> digits{};
    const auto [end, code] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void appendHost(std::string& out, const Endpoint& endpoint) {
    const bool address6 = endpoint.host.find(':') != std::string::npos;
    out.append(address6 ? "[" : "").append(endpoint.host).append(address6 ? "]" : "");
    if (endpoint.port != (endpoint.tls ? 443 : 80)) {
        out.append(1, ':');
        appendNumber(out, endpoint.port);
    }
}

Result<void> check(const UpstreamRequest& request) {
    if (request.endpoint == nullptr || request.endpoint->host.empty() ||
        !std::all_of(request.endpoint->host.begin(), request.endpoint->host.end(), isVisible))
        return refused("its host is not proper", "host");
    if (request.method == Method::Other)
        return refused("its method is unknown", "method");
    if (request.source != nullptr && !request.body.empty())
        return refused("it has two bodies", "body");
    if (!request.target.starts_with('/') || !std::all_of(request.target.begin(), request.target.end(), isVisible))
        return refused("its target is not an encoded path", "target");
    for (const auto& field : request.fields) {
        if (!isFieldName(field.name))
            return refused("a header field has no proper name", "fields");
        if (!isFieldValue(field.value))
            return refused("the header field " + field.name + " holds control bytes", field.name);
        if (isOwn(field.name))
            return refused("the header field " + field.name + " is not the caller's to set", field.name);
    }
    return {};
}

} // namespace

Result<std::string> writeRequestHead(const UpstreamRequest& request) {
    if (auto checked = check(request); !checked)
        return tl::unexpected(std::move(checked.error()));
    std::optional<std::uint64_t> length = 0;
    if (request.source != nullptr)
        length = request.source->length();
    for (const auto& piece : request.body)
        length = length.value_or(0) + piece.size();
    std::size_t size = request.target.size() + request.endpoint->host.size() + 100;
    for (const auto& field : request.fields)
        size += field.name.size() + field.value.size() + 4;
    std::string head;
    const ProxyAddress* proxy = plainProxy(*request.endpoint);
    std::string credential = proxy != nullptr ? proxyAuthorization(*proxy) : std::string();
    head.reserve(size + (proxy != nullptr ? request.endpoint->host.size() + credential.size() + 40 : 0));
    head.append(nameOf(request.method)).append(1, ' ');
    if (proxy != nullptr) {
        head.append("http://");
        appendHost(head, *request.endpoint);
    }
    head.append(request.target).append(" HTTP/1.1\r\nHost: ");
    appendHost(head, *request.endpoint);
    head.append("\r\n");
    if (!credential.empty())
        head.append("Proxy-Authorization: ").append(credential).append("\r\n");
    wipe(credential);
    for (const auto& field : request.fields)
        head.append(field.name).append(": ").append(field.value).append("\r\n");
    const bool mayLackBody = request.method == Method::Get || request.method == Method::Head ||
                             request.method == Method::Delete || request.method == Method::Options;
    if (!length) {
        head.append("Transfer-Encoding: chunked\r\n");
    } else if (*length > 0 || !mayLackBody) {
        head.append("Content-Length: ");
        appendNumber(head, *length);
        head.append("\r\n");
    }
    head.append("\r\n");
    return head;
}

} // namespace gatehouse::http
