// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/http_upstream.h"

#include "core/base/secret.h"
#include "core/http/client/connector.h"
#include "core/http/client/decoded_call.h"
#include "core/http/client/http_call.h"
#include "core/http/client/proxy_tunnel.h"
#include "core/http/client/request_writer.h"

#include <boost/system/system_error.hpp>
#include <utility>

namespace gatehouse::http {
namespace {

using CallResult = Result<std::unique_ptr<UpstreamCall>>;

// The head and the fields hold the provider's key: they are overwritten when the request has gone, whatever happened.
class KeyWiper {
public:
    KeyWiper(std::string& head, std::vector<Field>& fields) : m_head(head), m_fields(fields) {}
    KeyWiper(const KeyWiper&) = delete;
    KeyWiper& operator=(const KeyWiper&) = delete;
    ~KeyWiper() {
        wipe(m_head);
        for (auto& field : m_fields)
            wipe(field.value);
    }

private:
    std::string& m_head;
    std::vector<Field>& m_fields;
};

void networkChangedIn(UpstreamCore& core) {
    core.pool.networkChanged();
    core.names.expire();
    core.badAddresses.forget();
    core.counters->poolsEmptied.fetch_add(1, std::memory_order_relaxed);
    if (core.options.nameService)
        core.options.nameService->networkChanged();
}

// A pooled connection that was dead before any byte of the answer came: may the request be sent once more?
bool mayRetryStale(const UpstreamRequest& request, const HttpCall& call, const Error& error) {
    return error.code == codeOf(UpstreamFailure::Reset) && call.sawNothing() &&
           (request.repeatable || call.sentNothing());
}

// To a plain provider an HTTP proxy passes requests on, so its own refusal comes as an answer.
Result<void> checkProxyAnswer(const UpstreamRequest& request, const UpstreamCall& call) {
    const auto& endpoint = *request.endpoint;
    constexpr int proxyAuthenticationRequired = 407;
    if (call.head().status != proxyAuthenticationRequired || endpoint.tls || !endpoint.way || !endpoint.way->proxy)
        return {};
    return tl::unexpected(proxyRefusal(*endpoint.way->proxy, proxyAuthenticationRequired));
}

Task<CallResult> openChecked(std::shared_ptr<UpstreamCore> core, UpstreamRequest& request, std::string_view head) {
    const auto now = std::chrono::steady_clock::now();
    TimingWriter timing(request.timing, now);
    if (core->sleep.hasSlept())
        networkChangedIn(*core);
    // A pooled connection may turn out to be dead when the source has been read already.
    ConnectionPtr pooled = request.source == nullptr ? core->pool.take(*request.endpoint, now) : ConnectionPtr();
    if (pooled) {
        core->counters->reused.fetch_add(1, std::memory_order_relaxed);
        if (request.timing != nullptr)
            request.timing->reused = true;
        auto call = std::make_unique<HttpCall>(core, std::move(pooled), request, timing);
        auto done = co_await call->exchange(head, request.body);
        if (done)
            co_return std::unique_ptr<UpstreamCall>(std::move(call));
        if (!mayRetryStale(request, *call, done.error()))
            co_return tl::unexpected(std::move(done.error()));
        core->counters->staleRetried.fetch_add(1, std::memory_order_relaxed);
        if (request.timing != nullptr) {
            request.timing->reused = false;
            request.timing->staleRetried = true;
        }
    }
    auto connection = co_await connect(core, *request.endpoint, request.connectTimeout, timing);
    if (!connection)
        co_return tl::unexpected(std::move(connection.error()));
    auto call = std::make_unique<HttpCall>(core, std::move(*connection), request, timing);
    auto done = co_await call->exchange(head, request.body, request.source);
    if (!done)
        co_return tl::unexpected(std::move(done.error()));
    co_return std::unique_ptr<UpstreamCall>(std::move(call));
}

Task<CallResult> openCall(std::shared_ptr<UpstreamCore> core, UpstreamRequest request) {
    auto head = writeRequestHead(request);
    if (!head)
        co_return failed(*core, std::move(head.error()));
    const KeyWiper wiper(*head, request.fields);
    CallResult result;
    try {
        result = co_await openChecked(core, request, *head);
        if (result) {
            if (auto checked = checkProxyAnswer(request, **result); !checked)
                result = tl::unexpected(std::move(checked.error()));
            else
                result = decoded(core, request.method, std::move(*result));
        }
    } catch (const boost::system::system_error&) {
        // The coroutine was cancelled while it was not waiting: Asio says so at the next wait.
        result = tl::unexpected(cancelledError("the request was being sent"));
    }
    if (!result)
        co_return failed(*core, std::move(result.error()));
    co_return result;
}

} // namespace

HttpUpstream::HttpUpstream(Executor executor, Watchdog& watchdog, TlsTrustPtr trust,
                           std::shared_ptr<UpstreamCounters> counters, HttpUpstreamOptions options)
    : m_core(std::make_shared<UpstreamCore>(executor, watchdog, std::move(trust), std::move(counters), options)) {}

HttpUpstream::~HttpUpstream() {
    m_core->pool.closeAll();
}

Task<CallResult> HttpUpstream::open(UpstreamRequest request) {
    return openCall(m_core, std::move(request));
}

void HttpUpstream::networkChanged() {
    networkChangedIn(*m_core);
}

void HttpUpstream::closeIdle() {
    m_core->pool.closeAll();
    m_core->names.expire();
}

} // namespace gatehouse::http
