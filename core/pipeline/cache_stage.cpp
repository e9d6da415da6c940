// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/cache_stage.h"

#include "core/cache/operations.h"
#include "core/cache/request_key.h"
#include "core/pipeline/answer.h"
#include "core/pipeline/prepare.h"

#include <algorithm>
#include <array>

namespace gatehouse::pipeline {
namespace {

using cache::Found;
using cache::Landing;
using config::CacheMode;
using telemetry::Outcome;

// Says how Anthropic's messages are written; a conversation of nothing but text is the same in all of its versions.
constexpr std::string_view anthropicVersion = "anthropic-version";

// Fields that go on to a provider and may change its answer (providers/provider_request.cpp).
constexpr std::array<std::string_view, 8> tellingFields{"anthropic-beta",      "anthropic-version",
                                                        "openai-beta",         "openai-project",
                                                        "openai-organization", "x-vertex-ai-llm-request-type",
                                                        "x-amzn-bedrock-",     "x-vertex-ai-llm-shared-request-type"};

bool tells(const http::FieldView& field, bool plain) {
    if (plain && equalsIgnoringCase(field.name, anthropicVersion))
        return false;
    return std::any_of(tellingFields.begin(), tellingFields.end(), [&field](std::string_view name) {
        return equalsIgnoringCase(name.ends_with('-') ? field.name.substr(0, name.size()) : field.name, name);
    });
}

std::vector<std::string> circumstancesOf(const http::RequestHead& head, bool plain) {
    std::vector<std::string> out;
    for (const auto& field : head.fields) {
        if (tells(field, plain))
            out.push_back(toLower(field.name) + ": " + std::string(field.value));
    }
    std::string_view query = head.query;
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(part.size() + 1, query.size()));
        const bool ours =
            part.empty() || part.starts_with("key=") || part == "alt=sse" || part == "%24alt=sse" || part == "$alt=sse";
        if (!ours)
            out.push_back("?" + std::string(part));
    }
    std::sort(out.begin(), out.end());
    return out;
}

// Whether calls like this one may have anything to do with a cache, and why not.
std::string_view whyOff(const Call& call) {
    if (cache::nameOf(call.address.operation).empty())
        return "answers of this operation are not cached";
    if (call.form || call.upload || call.body.empty())
        return "the request is not read whole";
    if (!call.facts.previousResponse.empty() || !call.facts.conversation.empty())
        return "the request leans on a state that its provider keeps";
    return {};
}

std::string_view whyOff(const cache::Canonical& canonical, const config::CachePolicy& policy) {
    if (canonical.toolResults && !policy.toolResults)
        return "the request holds results of tools";
    if (canonical.temperature && *canonical.temperature > policy.maxTemperature)
        return "the request asks for a higher temperature than the route's cache takes";
    return {};
}

ErrorExtras neverAgain() {
    ErrorExtras extras;
    extras.neverRetry = true;
    return extras;
}

Error notCached() {
    return failure(ErrorKind::Timeout, "not_cached",
                   "The request takes an answer from the cache only, and there is none. Ask without x-gatehouse-cache: "
                   "only (or Cache-Control: only-if-cached).")
        .value();
}

} // namespace

bool CacheStage::isOn(const Call& call) const {
    const auto* route = call.resolution.route;
    return m_cache != nullptr && route != nullptr && route->cache.mode != CacheMode::Off;
}

Task<bool> CacheStage::answer(Call& call) {
    const auto* route = call.resolution.route;
    const bool on = isOn(call);
    if (!concerns(call))
        co_return false;
    auto wish = cacheWishOf(call.exchange.head());
    if (!wish) {
        co_await answerError(call, wish.error());
        co_return true;
    }
    auto why = on ? whyOff(call) : std::string_view("the route has no cache");
    std::optional<cache::Canonical> canonical;
    if (why.empty() && (wish->look || wish->store)) {
        if (auto made = cache::canonicalRequest(call.address.operation, call.body))
            canonical = std::move(*made);
        why = canonical ? whyOff(*canonical, route->cache) : std::string_view("the request cannot be read");
    }
    if (canonical && why.empty()) {
        const auto visit = std::make_shared<CacheVisit>();
        visit->wish = *wish;
        call.cacheVisit = visit;
        const auto way = co_await pass(call, *visit, *canonical);
        co_return way == Way::Answered;
    }
    if (on && !why.empty())
        call.record.explain.cache.note = why;
    if (wish->only) {
        const auto error = notCached();
        co_await answerError(call, error, neverAgain());
    }
    co_return wish->only;
}

Task<CacheStage::Way> CacheStage::pass(Call& call, CacheVisit& visit, const cache::Canonical& canonical) {
    const auto& route = *call.resolution.route;
    auto circumstances = circumstancesOf(call.exchange.head(), canonical.plain);
    // Requests that a route's rules lead to other targets get other answers.
    circumstances.push_back(call.resolution.rule);
    const cache::Asked asked{*call.snapshot, route, call.identity->app, std::move(circumstances)};
    visit.key = cache::keyOf(asked, canonical);
    if (route.cache.mode == CacheMode::Semantic && canonical.rest)
        visit.partition = cache::partitionOf(asked, canonical);
    call.record.explain.cache.key = toHex(visit.key);
    const bool found = co_await look(call, visit, canonical);
    if (found || call.exchange.left())
        co_return Way::Answered;
    if (call.cancelled) {
        const auto error = callCancelled();
        co_await answerError(call, error);
        co_return Way::Answered;
    }
    call.record.cache = "miss";
    if (visit.wish.only) {
        m_cache->count(route.model, Found::Miss, nullptr);
        const auto error = notCached();
        co_await answerError(call, error, neverAgain());
        co_return Way::Answered;
    }
    visit.stores = visit.wish.store;
    if (visit.wish.look) {
        const auto way = co_await waitOrLead(call, visit);
        if (way == Way::Answered)
            co_return way;
    }
    m_cache->count(route.model, Found::Miss, nullptr);
    call.capture.listen(&visit.taken);
    co_return Way::GoOn;
}

Task<bool> CacheStage::look(Call& call, CacheVisit& visit, const cache::Canonical& canonical) {
    if (visit.wish.look) {
        auto entry = m_cache->find(visit.key);
        if (entry) {
            const bool done = co_await deliver(call, visit, std::move(entry), Found::Hit, 1);
            if (done)
                co_return true;
        }
    }
    if (!visit.partition)
        co_return false;
    visit.vector = co_await m_embedding.of(call, canonical.lastText);
    if (visit.vector.empty() || !visit.wish.look || call.exchange.left())
        co_return false;
    auto nearest = co_await m_cache->nearest(*visit.partition, visit.vector, call.exchange.executor());
    if (!nearest || nearest->likeness < call.resolution.route->cache.similarity || call.exchange.left())
        co_return false;
    co_return co_await deliver(call, visit, std::move(nearest->entry), Found::Semantic, nearest->likeness);
}

// Equal calls at the same time: one asks, the others wait for its answer.
Task<CacheStage::Way> CacheStage::waitOrLead(Call& call, CacheVisit& visit) {
    for (bool failedOnce = false;;) {
        auto boarding = m_cache->flights().board(visit.key, call.exchange.executor());
        if (boarding.lead) {
            visit.lead = std::move(boarding.lead);
            co_return Way::GoOn;
        }
        const bool landed = co_await boarding.seat.wait();
        if (call.exchange.left())
            co_return Way::Answered;
        if (call.exchange.timedOut()) {
            co_await call.exchange.clearTimeout();
            const auto error = whyStopped(call);
            co_await answerError(call, error);
            co_return Way::Answered;
        }
        const auto landing = landed ? boarding.seat.landing() : Landing::Own;
        if (landing == Landing::Shared) {
            const bool done = co_await deliver(call, visit, boarding.seat.entry(), Found::Coalesced, 1);
            co_return done || call.exchange.left() ? Way::Answered : Way::GoOn;
        }
        // After a second failure nobody waits for a third.
        const bool again = landing == Landing::Again || (landing == Landing::Failed && !failedOnce);
        if (!again)
            co_return Way::GoOn;
        failedOnce = failedOnce || landing == Landing::Failed;
    }
}

Task<bool> CacheStage::deliver(Call& call, const CacheVisit& visit, cache::EntryPtr entry, Found found,
                               float likeness) {
    const auto now = m_clock.wall();
    const auto age = std::max<WallMicros>(now - entry->stored, 0) / 1'000'000;
    if (visit.wish.oldest && age > visit.wish.oldest->count())
        co_return false;
    auto replay = replayFor(call, *entry, now);
    if (!replay)
        co_return false;
    auto& record = call.record;
    record.cache = found == Found::Semantic ? "semantic" : "hit";
    record.provider = entry->provider;
    record.modelServed = entry->model;
    auto& note = record.explain.cache;
    note.from = entry->callId;
    note.ageMicros = std::max<WallMicros>(now - entry->stored, 0);
    if (found == Found::Semantic)
        note.likeness = likeness;
    if (found == Found::Coalesced)
        note.note = "waited for an equal call under way";
    if (entry->cost && !entry->pretend)
        note.saved = entry->cost;
    for (const auto& field : entry->losses)
        call.losses.push_back({field, dialects::LossKind::Dropped, "as in the call that brought the answer"});
    m_cache->count(record.route, found, entry.get());
    http::ResponseHead head;
    head.fields.push_back({"content-type", replay->contentType});
    head.fields.push_back({"age", std::to_string(age)});
    addServedFields(call, head.fields);
    record.status = head.status;
    record.firstByteMicros = call.elapsedMicros(m_clock.monotonic());
    call.capture.head(telemetry::BodyPart::AnswerSent, statusLine(head.status), head.fields);
    call.capture.append(telemetry::BodyPart::AnswerSent, replay->body, replay->contentType);
    const auto size = static_cast<std::int64_t>(replay->body.size());
    if (!replay->stream) {
        const auto sent = co_await call.exchange.respond(std::move(head), std::move(replay->body));
        record.bytesOut = sent ? size : 0;
        co_return true;
    }
    const auto begun = co_await call.exchange.beginStream(std::move(head));
    if (!begun)
        co_return true;
    const auto written = co_await call.exchange.write(replay->body);
    if (!written)
        co_return true;
    record.bytesOut = size;
    (void)co_await call.exchange.endStream();
    co_return true;
}

cache::EntryPtr CacheStage::entryOf(const Call& call, CacheVisit& visit, std::string body) const {
    const auto& record = call.record;
    auto entry = std::make_shared<cache::Entry>();
    entry->key = visit.key;
    entry->route = record.route;
    entry->provider = record.provider;
    entry->model = record.modelServed;
    entry->gatewayKey = record.key;
    entry->callId = record.id;
    entry->operation = call.address.operation;
    entry->body = std::move(body);
    entry->usage = call.answer.usage;
    entry->stored = m_clock.wall();
    entry->expires =
        entry->stored + std::chrono::duration_cast<std::chrono::microseconds>(call.resolution.route->cache.ttl).count();
    entry->cost = record.cost;
    entry->pretend = record.pretend;
    for (const auto& loss : record.explain.losses)
        entry->losses.push_back(loss.field);
    if (visit.partition && !visit.vector.empty()) {
        entry->partition = *visit.partition;
        entry->vector = std::move(visit.vector);
    }
    return entry;
}

void CacheStage::finish(Call& call) {
    const auto visit = call.cacheVisit;
    if (!visit)
        return;
    call.capture.listen(nullptr);
    cache::EntryPtr entry;
    if (visit->stores) {
        if (auto body = wholeAnswer(call, visit->taken))
            entry = entryOf(call, *visit, std::move(*body));
    }
    if (entry) {
        m_cache->put(entry);
        visit->lead.land(Landing::Shared, std::move(entry));
        return;
    }
    const auto outcome = call.record.outcome;
    const bool left = outcome == Outcome::Cancelled || outcome == Outcome::Truncated;
    visit->lead.land(left ? Landing::Again : outcome == Outcome::Ok ? Landing::Own : Landing::Failed, nullptr);
}

} // namespace gatehouse::pipeline
