// SPDX-License-Identifier: Apache-2.0
#include "core/portal/portal_handler.h"

#include "core/base/digest.h"
#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse::portal {
namespace {

constexpr std::string_view assetPath = "/portal/assets";
constexpr std::string_view pageName = "index.html";
constexpr std::size_t tagDigits = 32;

// Nothing but the page's own files and calls to this gateway; no inline code, no frames around it, no text that
// becomes markup (W3C CSP 3, Trusted Types).
constexpr const char* contentPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
    "trusted-types 'none'";

// "/portal" holds for itself and for what lies below it, not for "/portals".
bool isUnder(std::string_view path, std::string_view folder) {
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

std::string_view typeOf(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},
    }};
    for (const auto& [ending, type] : types) {
        if (name.ends_with(ending))
            return type;
    }
    return "application/octet-stream";
}

// RFC 9110 §12.5.3, as far as it matters here: gzip is named and not refused by a weight of nothing.
bool takesGzip(std::string_view acceptEncoding) {
    while (!acceptEncoding.empty()) {
        const auto end = std::min(acceptEncoding.find(','), acceptEncoding.size());
        auto item = acceptEncoding.substr(0, end);
        acceptEncoding.remove_prefix(std::min(end + 1, acceptEncoding.size()));
        const auto parameters = std::min(item.find(';'), item.size());
        const auto coding = trim(item.substr(0, parameters));
        if (!equalsIgnoringCase(coding, "gzip"))
            continue;
        item.remove_prefix(std::min(parameters + 1, item.size()));
        const auto weight = trim(item);
        return weight != "q=0" && weight != "q=0.0" && weight != "q=0.00" && weight != "q=0.000";
    }
    return false;
}

// RFC 9110 §13.1.2, weak comparison.
bool matches(std::string_view ifNoneMatch, std::string_view tag) {
    return ifNoneMatch == "*" || (!ifNoneMatch.empty() && ifNoneMatch.find(tag) != std::string_view::npos);
}

void addSafety(http::ResponseHead& head) {
    head.fields.push_back({"X-Content-Type-Options", "nosniff"});
    head.fields.push_back({"Referrer-Policy", "same-origin"});
    head.fields.push_back({"Cross-Origin-Resource-Policy", "same-origin"});
}

Task<void> answerText(http::Exchange& exchange, int status, std::string_view text) {
    http::ResponseHead head;
    head.status = status;
    head.fields.push_back({"Content-Type", "text/plain; charset=utf-8"});
    head.fields.push_back({"Cache-Control", "no-store"});
    if (status == 405)
        head.fields.push_back({"Allow", "GET, HEAD"});
    addSafety(head);
    [[maybe_unused]] const auto sent = co_await exchange.respond(std::move(head), std::string(text));
}

} // namespace

PortalHandler::PortalHandler(http::Handler& next, std::span<const PortalFile> files) : m_next(&next) {
    m_served.reserve(files.size());
    for (const auto& file : files) {
        m_served.push_back({std::string(portalPath) + '/' + std::string(file.name), typeOf(file.name), &file,
                            toHex(sha256(file.plain)).substr(0, tagDigits)});
        if (file.name == pageName)
            m_page = &m_served.back();
    }
}

Task<void> PortalHandler::handle(http::Exchange& exchange) {
    return isUnder(exchange.head().path, portalPath) ? serve(exchange) : m_next->handle(exchange);
}

const PortalHandler::Served* PortalHandler::find(std::string_view path) const {
    if (!isUnder(path, assetPath))
        return m_page; // the page knows its own addresses
    for (const auto& served : m_served) {
        if (served.path == path)
            return &served;
    }
    return nullptr;
}

Task<void> PortalHandler::serve(http::Exchange& exchange) {
    const auto& request = exchange.head();
    if (isUnder(request.path, portalApiPath)) {
        if (m_door != nullptr)
            co_await m_door->handle(exchange);
        else
            co_await answerText(exchange, 404, "The portal's API is not offered here.\n");
        co_return;
    }
    if (request.method != http::Method::Get && request.method != http::Method::Head) {
        co_await answerText(exchange, 405, "This address is a page.\n");
        co_return;
    }
    const auto* served = find(request.path);
    if (served == nullptr) {
        co_await answerText(exchange, 404,
                            m_page == nullptr ? "This gateway was built without the developer portal.\n"
                                              : "There is no such file; load the page again.\n");
        co_return;
    }
    const bool gzip = takesGzip(request.field("accept-encoding"));
    http::ResponseHead head;
    head.fields.push_back({"Content-Type", std::string(served->type)});
    head.fields.push_back({"ETag", '"' + served->tag + (gzip ? "-gzip\"" : "\"")});
    head.fields.push_back({"Vary", "Accept-Encoding"});
    // Files are named by their content; the page that names them is asked for each time.
    head.fields.push_back({"Cache-Control", served == m_page ? "no-cache" : "public, max-age=31536000, immutable"});
    addSafety(head);
    if (served == m_page) {
        head.fields.push_back({"Content-Security-Policy", contentPolicy});
        head.fields.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
    }
    if (matches(request.field("if-none-match"), served->tag)) {
        head.status = 304;
        [[maybe_unused]] const auto sent = co_await exchange.respond(std::move(head), {});
        co_return;
    }
    if (gzip)
        head.fields.push_back({"Content-Encoding", "gzip"});
    std::string body(gzip ? served->file->gzip : served->file->plain);
    [[maybe_unused]] const auto sent = co_await exchange.respond(std::move(head), std::move(body));
}

} // namespace gatehouse::portal
