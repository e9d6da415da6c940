// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/cache_embedding.h"

#include "core/cache/hashing_embedding.h"
#include "core/config/build.h"
#include "core/dialects/errors.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/translation.h"
#include "core/pipeline/choose.h"
#include "core/pipeline/inner_exchange.h"
#include "core/pipeline/stages.h"

namespace gatehouse::pipeline {
namespace {

using dialects::Dialect;
using dialects::Operation;

constexpr std::size_t longestText = 8192; // bytes: what models for embeddings take, about
constexpr std::size_t mostNumbers = 8192;
constexpr std::string_view path = "/v1/embeddings";

// The application that stands for the gateway itself, which no object is.
std::optional<access::Identity> ownIdentity(const config::Snapshot& snapshot) {
    for (std::size_t key = 0; key < snapshot.keys.size(); ++key) {
        if (snapshot.keys[key].id != config::selfTestApp)
            continue;
        const auto app = snapshot.keys[key].app;
        return access::Identity{key, app, snapshot.apps[app].team};
    }
    return std::nullopt;
}

std::string requestBody(const std::string& model, const std::string& text) {
    std::string body;
    dialects::json::Writer json(body);
    json.beginObject().text("model", model).text("input", text).text("encoding_format", "float").endObject();
    return body;
}

cache::Vector vectorIn(const std::string& answer) {
    const auto document = dialects::json::Document::parse(answer);
    if (!document)
        return {};
    cache::Vector vector;
    for (const auto item : document->root()["data"].children()) {
        for (const auto number : item["embedding"].children()) {
            const auto value = dialects::realOf(std::string(number.numberText()));
            if (!value || vector.size() >= mostNumbers)
                return {};
            vector.push_back(static_cast<float>(*value));
        }
        break; // one text was sent
    }
    return cache::normalised(std::move(vector));
}

} // namespace

Task<cache::Vector> CacheEmbedding::of(const Call& call, const std::string& text) {
    if (text.size() > longestText)
        co_return cache::Vector();
    const auto& route = call.resolution.route->cache.embedding;
    if (route.empty())
        co_return cache::hashingEmbedding(text);
    co_return co_await through(call, route, text);
}

// The way of a request without its first stages: nobody has to prove anything, and nothing is read from a client.
Task<cache::Vector> CacheEmbedding::through(const Call& outer, const std::string& route, const std::string& text) {
    const auto identity = ownIdentity(*outer.snapshot);
    if (!identity)
        co_return cache::Vector();
    const std::string body = requestBody(route, text);
    InnerExchange exchange(outer.exchange, outer.record.id + "-e", path);
    Call call(exchange, outer.snapshot);
    call.started = m_clock.monotonic();
    call.deadline = outer.deadline;
    call.identity = identity;
    call.address.dialect = Dialect::OpenAi;
    call.address.operation = Operation::Embeddings;
    call.body = body;
    auto& record = call.record;
    record.id = exchange.requestId();
    record.startedAt = m_clock.wall();
    record.dialect = dialects::nameOf(Dialect::OpenAi);
    record.operation = dialects::nameOf(Operation::Embeddings);
    record.modelAsked = route;
    record.app = record.team = record.key = std::string(config::selfTestApp);
    record.client = "gatehouse: cache";
    record.bytesIn = static_cast<std::int64_t>(body.size());
    auto facts = dialects::scanRequest(Operation::Embeddings, body);
    if (!facts)
        co_return cache::Vector();
    call.facts = std::move(*facts);
    StageResult passed = resolve(call);
    if (passed) {
        // What a route demands of those who serve its calls holds for their texts here too.
        auto& through = call.resolution.through;
        through.insert(through.begin(), outer.resolution.through.begin(), outer.resolution.through.end());
        passed = choose(call, m_ways);
    }
    if (passed)
        passed = co_await admit(call, m_ledger);
    if (passed)
        co_await m_dispatcher.run(call);
    else
        noteError(call, passed.error().error, dialects::statusOf(passed.error().error, Dialect::OpenAi));
    record.totalMicros = call.elapsedMicros(m_clock.monotonic());
    account(call);
    record.explain.note = "embedding for the cache of route " + outer.record.route + ", call " + outer.record.id;
    m_sink.finished(std::move(record));
    if (exchange.status() != 200)
        co_return cache::Vector();
    co_return vectorIn(exchange.body());
}

} // namespace gatehouse::pipeline
