// SPDX-License-Identifier: Apache-2.0
#include "core/http/server/refusal.h"

#include <array>

namespace gatehouse::http {
namespace {

constexpr std::array<RefusalInfo, refusalCount> infos{{
    {200, "none", "", "", 0},
    {400, "bad_request_line",
     "The request line is not METHOD SP target SP HTTP/1.1. Send a well-formed HTTP/1.1 request.", "", 0},
    {400, "bad_line_end", "A line of the request head does not end with CRLF. End each line with CR LF.", "", 0},
    {400, "bad_target",
     "The request target is not a path of visible ASCII characters with whole percent escapes. Percent-encode "
     "everything else.",
     "", 0},
    {400, "dot_segments", "The request target has dot segments. Send the path that you mean, without '.' and '..'.", "",
     0},
    {501, "method_not_supported",
     "The gateway does not know this method. Use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS.", "", 0},
    {505, "http_version_not_supported", "The gateway speaks HTTP/1.1 and HTTP/1.0. Use one of these versions.", "", 0},
    {414, "request_line_too_long", "The request line is too long. Send large values in the body.", "request_line", 0},
    {431, "header_too_large", "The header fields are too large together. Send fewer or shorter ones.", "header_block",
     0},
    {431, "too_many_fields", "The request has too many header fields. Send fewer.", "header_fields", 0},
    {400, "bad_field_name",
     "The name of a header field holds a character that is not allowed, or blanks. Send 'Name: value'.", "", 0},
    {400, "bad_field_value", "A header value holds a control character. Remove it.", "", 0},
    {400, "folded_field", "A header line begins with a blank; folded lines are obsolete. Send each field on one line.",
     "", 0},
    {400, "missing_colon", "A header line has no colon. Send 'Name: value'.", "", 0},
    {400, "host_count", "The request needs exactly one Host field. Send the name and port that you connect to.", "", 0},
    {400, "bad_host", "The Host field is not a valid host and port. Send the name and port that you connect to.", "",
     0},
    {403, "host_not_allowed",
     "This Host is not one that the gateway answers to. Use its own address, or add the name to server.hosts.", "", 0},
    {400, "host_mismatch", "The target names another host than the Host field. Send the path alone as target.", "", 0},
    {400, "bad_content_length",
     "Content-Length must stand once and be a decimal number. Send the length of the body in bytes.", "", 0},
    {400, "ambiguous_framing",
     "The request has Content-Length and Transfer-Encoding, or chunked in HTTP/1.0. Send one of them, in HTTP/1.1.", "",
     0},
    {400, "bad_transfer_encoding",
     "Transfer-Encoding must stand once, with the one value chunked. Send that, or Content-Length.", "", 0},
    {501, "transfer_coding_not_supported",
     "The only transfer coding that the gateway takes is chunked. Send the body so, or with Content-Length.", "", 0},
    {417, "expectation_not_supported",
     "The only expectation that the gateway meets is 100-continue. Leave the Expect field out.", "", 0},
    {403, "foreign_origin",
     "Requests of web pages are refused. Call the gateway from an application, or list the page's origin.", "", 0},
    {403, "cross_site", "Requests of web pages of other sites are refused. Call the gateway from an application.", "",
     0},
    {400, "not_http", "These bytes are not HTTP/1.1. Check the address and whether it should be https.", "", 0},
    {408, "header_timeout", "The request head did not arrive in time. Send it at once.", "header", 0},
    {400, "bad_chunk", "The chunked body is not well-formed. Send valid chunks, or Content-Length.", "", 0},
    {413, "body_too_large", "The request body is too large. Send less at once.", "body", 0},
    {408, "body_timeout", "The request body did not arrive in time. Send it faster or in smaller parts.", "body_idle",
     0},
    {400, "body_cut", "The request body ended before its announced length. Send it whole.", "", 0},
    {500, "internal_error", "The gateway failed on this request. Look for this request id in its log.", "", 0},
    {400, "bad_forwarding",
     "The Forwarded or X-Forwarded-For field of the proxy is not well-formed, or both are there and differ. Let the "
     "proxy send one of them, made by itself.",
     "", 0},
    {400, "bad_proxy_header",
     "This address must begin its connections with a PROXY protocol header of version 1 or 2. Turn it on in the load "
     "balancer, or take the address out of server.proxy_protocol.",
     "", 0},
    {503, "too_many_connections",
     "The gateway has as many connections as server.limits.connections allows. Try again soon, or raise it.",
     "connections", 1},
    {429, "too_many_connections_per_address",
     "This address has as many connections as server.limits.connections_per_address allows. Use fewer at once.",
     "connections_per_address", 1},
    {503, "overloaded_descriptors",
     "The gateway is running out of file descriptors. Try again soon, or raise the limit of the process (LimitNOFILE).",
     "descriptors", 1},
    {503, "overloaded", "The gateway is overloaded (server.limits.shed_after). Try again soon.", "shed_after", 1},
    {503, "overloaded_memory_streams",
     "The gateway is short of memory and begins no new streams (85 % of server.limits.memory). Try again soon, or ask "
     "without streaming.",
     "memory", 2},
    {503, "overloaded_memory", "The gateway is short of memory (92 % of server.limits.memory). Try again soon.",
     "memory", 2},
    {503, "overloaded_memory_shed",
     "The gateway ended this call because it runs out of memory (97 % of server.limits.memory). Try again soon.",
     "memory", 2},
}};

} // namespace

const RefusalInfo& infoOf(Refusal refusal) {
    return infos[static_cast<std::size_t>(refusal)];
}

} // namespace gatehouse::http
