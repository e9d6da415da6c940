// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/choose.h"

#include "core/base/text.h"
#include "core/dialects/pick_field.h"
#include "core/pipeline/billing.h"
#include "core/routing/choose.h"

#include <algorithm>
#include <array>

namespace gatehouse::pipeline {
namespace {

// What most chats answer: only for comparing costs, where the call names no smaller bound.
constexpr std::int64_t usualOutputTokens = 500;

bool holdsKey(std::string_view name) {
    constexpr std::array<std::string_view, 6> names{"authorization",  "x-api-key", "api-key",
                                                    "x-goog-api-key", "cookie",    "proxy-authorization"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

routing::CallTraits traitsOf(const Call& call) {
    routing::CallTraits traits;
    traits.path = call.exchange.head().path;
    traits.app = call.app().id;
    traits.team = call.record.team;
    traits.key = call.key().id;
    traits.session = call.record.session;
    traits.tags = call.record.tags;
    traits.stream = call.facts.stream;
    traits.time = call.record.startedAt;
    if (!dialects::isRelayed(call.address.operation)) {
        const auto expected = expectedTokens(call.facts, call.resolution, call.address.operation);
        traits.inputTokens = expected.input;
        traits.outputTokens = std::min(expected.output, usualOutputTokens);
    }
    traits.header = [&call](std::string_view name) -> std::optional<std::string_view> {
        if (holdsKey(name) || !call.exchange.head().has(name))
            return std::nullopt;
        return call.exchange.head().field(name);
    };
    const auto body = call.form ? std::string_view() : call.body;
    traits.body = [body](std::string_view path) { return dialects::pickField(body, path); };
    traits.user = [&call] { return call.facts.user; };
    traits.prompt = [body] { return dialects::promptHead(body); };
    return traits;
}

} // namespace

Result<void> arrange(const Call& call, routing::Resolution& resolution, const Ways& ways) {
    if (resolution.route == nullptr || ways.dice == nullptr)
        return {};
    const auto now = ways.clock != nullptr ? ways.clock->monotonic() : call.started;
    return routing::choose(*call.snapshot, resolution, traitsOf(call), *ways.dice, ways.cacheHomes, now);
}

StageResult choose(Call& call, const Ways& ways) {
    if (auto arranged = arrange(call, call.resolution, ways); !arranged)
        return tl::unexpected(Refusal{std::move(arranged.error()), {}});
    call.record.explain.rule = call.resolution.rule;
    if (call.resolution.route != nullptr)
        call.record.route = call.resolution.route->model;
    if (!call.resolution.candidates.empty())
        return {};
    auto error = failure(ErrorKind::Unavailable, "no_target",
                         "Route \"" + call.record.route + "\" has no target for this call. Give it one.");
    return tl::unexpected(Refusal{std::move(error.value()), {}});
}

void noteCacheHome(const Call& call, const Ways& ways) {
    if (ways.cacheHomes == nullptr || ways.clock == nullptr || call.served == nullptr ||
        call.resolution.cacheTag == 0 || call.trail >= call.record.explain.attempts.size())
        return;
    ways.cacheHomes->remember(call.resolution.cacheTag, *call.served,
                              call.record.explain.attempts[call.trail].keyReference, ways.clock->monotonic());
}

} // namespace gatehouse::pipeline
