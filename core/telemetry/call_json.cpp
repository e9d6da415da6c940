// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/call_json.h"

#include "core/base/text.h"
#include "core/telemetry/json_writer.h"

#include <array>
#include <cstdio>

namespace gatehouse::telemetry {
namespace {

void appendTokens(JsonWriter& json, const Tokens& tokens) {
    json.name("tokens").open('{');
    json.name("input").number(tokens.input);
    json.name("cached_input").number(tokens.cachedInput);
    json.name("cache_write").number(tokens.cacheWrite);
    json.name("output").number(tokens.output);
    json.name("reasoning").number(tokens.reasoning);
    json.name("estimated").flag(tokens.estimated);
    json.close('}');
}

// "a, b" → ["a","b"]
void appendTags(JsonWriter& json, std::string_view tags) {
    json.name("tags").open('[');
    while (!tags.empty()) {
        const auto end = tags.find(',');
        const auto tag = trim(tags.substr(0, end));
        if (!tag.empty())
            json.text(tag);
        tags.remove_prefix(end == std::string_view::npos ? tags.size() : end + 1);
    }
    json.close(']');
}

void appendMillisecondsOrNull(JsonWriter& json, std::int64_t micros) {
    if (micros > 0)
        json.milliseconds(micros);
    else
        json.null();
}

void appendWho(JsonWriter& json, const CallRecord& record) {
    json.name("dialect").text(record.dialect);
    json.name("operation").text(record.operation);
    json.name("model_asked").textOrNull(record.modelAsked);
    json.name("model").textOrNull(record.modelServed);
    json.name("provider").textOrNull(record.provider);
    json.name("route").textOrNull(record.route);
    json.name("team").textOrNull(record.team);
    json.name("app").textOrNull(record.app);
    json.name("key").textOrNull(record.key);
    json.name("api").textOrNull(record.api);
    json.name("prompt").textOrNull(record.prompt);
}

void appendWhence(JsonWriter& json, const CallRecord& record) {
    json.name("client").textOrNull(record.client);
    json.name("address").textOrNull(record.address);
    appendTags(json, record.tags);
    json.name("session").textOrNull(record.session);
    json.name("provider_request_id").textOrNull(record.providerRequestId);
    json.name("bytes_in").number(record.bytesIn);
    json.name("bytes_out").number(record.bytesOut);
}

void appendAttempt(JsonWriter& json, const Attempt& attempt) {
    json.open('{');
    json.name("provider").text(attempt.provider);
    json.name("model").text(attempt.model);
    json.name("key").textOrNull(attempt.keyReference);
    json.name("start_ms").milliseconds(attempt.startMicros);
    json.name("connected_ms");
    appendMillisecondsOrNull(json, attempt.connectedMicros);
    json.name("first_byte_ms");
    appendMillisecondsOrNull(json, attempt.firstByteMicros);
    json.name("end_ms").milliseconds(attempt.endMicros);
    json.name("status");
    if (attempt.status != 0)
        json.number(attempt.status);
    else
        json.null();
    json.name("error").textOrNull(attempt.error);
    json.name("decision").textOrNull(attempt.decision);
    if (attempt.tokens) {
        appendTokens(json, *attempt.tokens);
        json.name("cost").money(attempt.cost);
    }
    json.close('}');
}

void appendSkipped(JsonWriter& json, const std::vector<Skipped>& skipped) {
    json.name("skipped").open('[');
    for (const auto& one : skipped)
        json.open('{').name("target").text(one.target).name("reason").text(one.reason).close('}');
    json.close(']');
}

// Whose count it is, the call itself says: its team, its key.
void appendLimits(JsonWriter& json, const Explain& explain) {
    json.name("limits").open('[');
    std::string scope;
    for (const auto& one : explain.counts) {
        scope.assign(one.scope).append(1, ' ').append(one.name);
        json.open('{').name("scope").text(scope);
        json.name("limit").text(std::to_string(one.limit)).name("used").text(std::to_string(one.used)).close('}');
    }
    for (const auto& one : explain.limits) {
        json.open('{').name("scope").text(one.scope).name("limit").text(one.limit);
        json.name("used").text(one.used).close('}');
    }
    json.close(']');
    if (!explain.expected)
        return;
    std::array<char, 32> ratio{};
    std::snprintf(ratio.data(), ratio.size(), "%.2f", explain.expected->bytesPerToken);
    json.name("expected").open('{').name("input").number(static_cast<std::int64_t>(explain.expected->input));
    json.name("output").number(static_cast<std::int64_t>(explain.expected->output));
    json.name("bytes_per_token").raw(ratio.data()).close('}');
}

void appendWaited(JsonWriter& json, const std::vector<Waited>& waited) {
    if (waited.empty())
        return;
    json.name("waited").open('[');
    for (const auto& one : waited) {
        json.open('{').name("provider").text(one.provider).name("priority").text(one.priority);
        json.name("position").number(one.position).name("ms").milliseconds(one.micros);
        json.name("served").flag(one.served).close('}');
    }
    json.close(']');
}

void appendBilled(JsonWriter& json, const Explain& explain) {
    json.name("billed").open('[');
    for (const auto& line : explain.billed) {
        json.open('{').name("class").text(line.name).name("tokens").number(line.tokens);
        json.name("per_million").money(line.perMillion).name("cost").money(line.cost).close('}');
    }
    json.close(']');
    json.name("price_source").textOrNull(explain.priceSource);
    json.name("price_date").textOrNull(explain.priceDate);
}

void appendTranslation(JsonWriter& json, const Explain& explain) {
    json.name("losses").open('[');
    for (const auto& loss : explain.losses) {
        json.open('{');
        json.name("field").text(loss.field);
        json.name("kind").text(loss.kind);
        json.name("detail").text(loss.detail);
        json.close('}');
    }
    json.close(']');
    json.name("translated_to").textOrNull(explain.translatedTo);
    json.name("carried").open('[');
    for (const auto& carried : explain.carried) {
        json.open('{');
        json.name("field").text(carried.field);
        json.name("target").textOrNull(carried.target);
        json.close('}');
    }
    json.close(']');
}

void appendCache(JsonWriter& json, const CacheNote& cache) {
    if (cache.key.empty() && cache.note.empty())
        return;
    json.name("cache").open('{');
    json.name("key").textOrNull(cache.key);
    json.name("call").textOrNull(cache.from);
    json.name("age_ms").milliseconds(cache.ageMicros);
    json.name("likeness_percent");
    if (cache.likeness > 0)
        json.number(static_cast<std::int64_t>(cache.likeness * 100));
    else
        json.null();
    json.name("saved").money(cache.saved);
    json.name("note").textOrNull(cache.note);
    json.close('}');
}

} // namespace

void appendCallJson(std::string& out, const CallRecord& record, std::string_view explainJson, std::uint64_t sequence) {
    JsonWriter json(out);
    json.open('{');
    json.name("id").text(record.id);
    json.name("started_at").time(record.startedAt);
    json.name("status").number(record.status);
    json.name("outcome").text(nameOf(record.outcome));
    json.name("error").textOrNull(record.errorCode);
    json.name("error_class").text(nameOf(record.errorClass));
    appendWho(json, record);
    json.name("streamed").flag(record.streamed);
    json.name("duration_ms").milliseconds(record.totalMicros);
    json.name("first_byte_ms");
    appendMillisecondsOrNull(json, record.firstByteMicros);
    appendTokens(json, record.tokens);
    json.name("cost").money(record.cost);
    json.name("pretend").flag(record.pretend);
    json.name("attempts").number(record.attempts);
    json.name("cache").text(record.cache);
    appendWhence(json, record);
    if (sequence != 0)
        json.name("sequence").number(static_cast<std::int64_t>(sequence));
    if (!explainJson.empty())
        json.name("explain").raw(explainJson);
    json.close('}');
}

namespace {

void appendPublished(JsonWriter& json, const CallRecord& record) {
    if (record.api.empty())
        return;
    json.name("published").open('{');
    json.name("version").text(record.apiVersion);
    json.name("subscription").textOrNull(record.subscription);
    json.close('}');
}

void appendExplain(JsonWriter& json, const Explain& explain) {
    json.name("rule").text(explain.rule);
    json.name("chosen").textOrNull(explain.chosen);
    appendSkipped(json, explain.skipped);
    json.name("attempts").open('[');
    for (const auto& attempt : explain.attempts)
        appendAttempt(json, attempt);
    json.close(']');
    appendLimits(json, explain);
    appendWaited(json, explain.waited);
    appendTranslation(json, explain);
    json.name("price").textOrNull(explain.price);
    appendBilled(json, explain);
    appendCache(json, explain.cache);
    json.name("note").textOrNull(explain.note);
}

} // namespace

std::string explainJson(const Explain& explain) {
    std::string out;
    out.reserve(768);
    JsonWriter json(out);
    json.open('{');
    appendExplain(json, explain);
    json.close('}');
    return out;
}

void appendExplainJson(std::string& out, const CallRecord& record) {
    JsonWriter json(out);
    json.open('{');
    appendPublished(json, record);
    appendExplain(json, record.explain);
    json.close('}');
}

std::string startedJson(const CallStarted& notice) {
    std::string out;
    JsonWriter json(out);
    json.open('{');
    json.name("id").text(notice.id);
    json.name("started_at").time(notice.at);
    json.name("dialect").text(notice.dialect);
    json.name("operation").text(notice.operation);
    json.name("model_asked").textOrNull(notice.modelAsked);
    json.name("app").textOrNull(notice.app);
    json.name("key").textOrNull(notice.key);
    json.name("route").textOrNull(notice.route);
    json.name("client").textOrNull(notice.client);
    json.name("streamed").flag(notice.streamed);
    appendTags(json, notice.tags);
    json.close('}');
    return out;
}

std::string progressJson(const CallProgress& notice) {
    std::string out;
    JsonWriter json(out);
    json.open('{');
    json.name("id").text(notice.id);
    json.name("elapsed_ms").milliseconds(notice.elapsedMicros);
    json.name("first_byte_ms");
    appendMillisecondsOrNull(json, notice.firstByteMicros);
    json.name("provider").textOrNull(notice.provider);
    json.name("model").textOrNull(notice.model);
    json.name("attempts").number(notice.attempts);
    json.name("output_tokens").number(notice.outputTokens);
    json.name("tokens_estimated").flag(notice.tokensEstimated);
    json.name("output_bytes").number(notice.outputBytes);
    if (notice.queuePosition > 0) {
        json.name("queue_position").number(notice.queuePosition);
        json.name("queued_ms").milliseconds(notice.queuedMicros);
    }
    json.close('}');
    return out;
}

} // namespace gatehouse::telemetry
