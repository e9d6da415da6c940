// SPDX-License-Identifier: Apache-2.0
#include "core/conformance/gateway_call.h"

#include "core/base/text.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace gatehouse::conformance {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t mostBody = std::size_t{1} << 20U;
constexpr milliseconds longestConnect{5'000};
constexpr milliseconds longestAnswer{180'000}; // thought takes its time
constexpr milliseconds longestPause{60'000};

std::string targetOf(const DialectRow& row, const CallWish& wish) {
    std::string path(wish.stream && !row.streamPath.empty() ? row.streamPath : row.path);
    constexpr std::string_view place = "{model}";
    if (const auto at = path.find(place); at != std::string::npos)
        path.replace(at, place.size(), percentEncode(wish.model));
    return path;
}

std::vector<http::Field> fieldsFor(const DialectRow& row, const GatewayPlace& place, const std::string& tags) {
    std::vector<http::Field> fields{{"content-type", "application/json"},
                                    {"authorization", "Bearer " + std::string(place.key->reveal())},
                                    {"user-agent", "gatehouse-conform"},
                                    {"x-gatehouse-tags", tags}};
    if (!row.fieldName.empty())
        fields.push_back({std::string(row.fieldName), std::string(row.fieldValue)});
    return fields;
}

void takeHead(Answered& answered, const http::UpstreamHead& head) {
    answered.status = head.status;
    answered.contentType = toLower(head.field("content-type"));
    answered.requestId = head.field("x-request-id");
    answered.gatewayError = head.field("x-gatehouse-error");
    answered.losses = head.field("x-gatehouse-losses");
}

int textsIn(const std::vector<dialects::StreamEvent>& events) {
    return static_cast<int>(std::count_if(events.begin(), events.end(), [](const dialects::StreamEvent& event) {
        const auto* text = std::get_if<dialects::TextDelta>(&event);
        return text != nullptr && !text->text.empty();
    }));
}

// A stream as it comes; false when the client went away on purpose.
class Listener {
public:
    Listener(const CallWish& wish, Answered& answered)
        : m_wish(wish), m_answered(answered), m_reader(dialects::codecFor(wish.dialect).streamReader()) {}

    bool take(std::string_view piece) {
        m_events.clear();
        m_reader->feed(piece, m_events);
        note();
        return !(m_wish.leaveAtFirstText && m_answered.textPieces > 0);
    }
    void finish() {
        m_events.clear();
        m_answered.end = m_reader->finish(m_events);
        note();
    }

private:
    void note() {
        m_answered.textPieces += textsIn(m_events);
        for (const auto& event : m_events)
            m_answered.collected.add(event);
    }

    const CallWish& m_wish;
    Answered& m_answered;
    std::unique_ptr<dialects::StreamReader> m_reader;
    std::vector<dialects::StreamEvent> m_events;
};

// "text/event-stream" of "text/event-stream; charset=utf-8".
std::string_view mediaTypeIn(std::string_view contentType) {
    return trim(contentType.substr(0, contentType.find(';')));
}

} // namespace

Task<Answered> callGateway(http::Upstream& upstream, std::shared_ptr<const GatewayPlace> place,
                           std::shared_ptr<const CallWish> wish) {
    Answered answered;
    const auto* row = rowOf(wish->dialect);
    http::UpstreamRequest request;
    request.endpoint = &place->endpoint;
    request.target = targetOf(*row, *wish);
    request.fields = fieldsFor(*row, *place, wish->tags);
    request.body.emplace_back(wish->body);
    request.repeatable = false;
    request.connectTimeout = longestConnect;
    request.firstByteTimeout = longestAnswer;
    request.idleTimeout = longestPause;
    auto opened = co_await upstream.open(std::move(request));
    if (!opened) {
        answered.failed = std::move(opened.error());
        co_return answered;
    }
    auto& call = **opened;
    takeHead(answered, call.head());
    const auto streamType = mediaTypeIn(dialects::codecFor(wish->dialect).streamType());
    answered.streamed = wish->stream && answered.status == 200 && mediaTypeIn(answered.contentType) == streamType;
    Listener listener(*wish, answered);
    for (;;) {
        const auto piece = co_await call.next();
        if (!piece) {
            answered.failed = piece.error();
            co_return answered;
        }
        if (piece->empty())
            break;
        if (answered.streamed && !listener.take(*piece))
            co_return answered; // closes the connection
        if (!answered.streamed && answered.body.size() + piece->size() <= mostBody)
            answered.body.append(*piece);
    }
    if (answered.streamed)
        listener.finish();
    co_return answered;
}

} // namespace gatehouse::conformance
