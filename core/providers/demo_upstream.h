// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/upstream.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace gatehouse::providers {

// "echo", "slow", "flaky", "429".
std::span<const std::string_view> demoModels();

// Shared by the demo providers of all I/O threads.
struct DemoState {
    std::atomic<std::uint64_t> calls{0}; // of flaky: which call fails depends on it
};

struct DemoOptions {
    std::chrono::milliseconds slowFirst{1'000}; // slow: before the head
    std::chrono::milliseconds slowDelta{50};    // slow: before each event of a stream
    std::chrono::seconds retryAfter{2};         // 429
};

// The built-in provider: answers in the process, in real bytes of either dialect, so that the pipeline treats it like
// any other. The dialect is told by the path: ".../v1/messages…" is Anthropic's, the others are OpenAI's. Models:
// - echo: the last user text; with tools on offer and the text "call NAME" or "call NAME with {…}", as often as it
// stands
//   there, it calls that tool. It sees images (size and, of a PNG with one colour, that), answers in the form of a
//   schema, thinks where that is asked for (and knows its thoughts again), counts ("count to 300", "slowly" with
//   waits), multiplies ("17 times 23") and fails ("fail with 503");
// - slow: the same, first byte after a second, then 50 ms an event;
// - flaky: the same, but about one call in three fails: with 500, or in a stream by a cut;
// - 429: always too many requests, with Retry-After.
// Answers depend on the request's bytes alone (and, for flaky, on a counter): ids, embeddings and usage are the same
// for the same request; tokens are counted by words. One per I/O thread; destroying a call cancels its waits.
class DemoUpstream final : public http::Upstream {
public:
    DemoUpstream(Executor executor, std::shared_ptr<DemoState> state, DemoOptions options = {});
    Task<Result<std::unique_ptr<http::UpstreamCall>>> open(http::UpstreamRequest request) override;

private:
    Executor m_executor;
    std::shared_ptr<DemoState> m_state;
    DemoOptions m_options;
};

} // namespace gatehouse::providers
