// SPDX-License-Identifier: Apache-2.0
#include "core/providers/demo_upstream.h"

#include "core/base/text.h"
#include "core/providers/demo/demo_answer.h"

#include <algorithm>
#include <array>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/system/system_error.hpp>
#include <utility>

namespace gatehouse::providers {
namespace {

using demo::Address;
using demo::Answer;
using http::UpstreamStage;
using SteadyClock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<SteadyClock, asio::wait_traits<SteadyClock>, Executor>;

constexpr std::array<std::string_view, 4> models = {"echo", "slow", "flaky", "429"};
constexpr std::uint64_t failsOneIn = 3;

enum class Fate { Serve, ServeSlowly, Fail, CutInTheMiddle, Limit };

// The words of either dialect for what went wrong.
struct Refusal {
    int status;
    std::string_view openAiType;
    std::string_view openAiCode;
    std::string_view anthropicType;
};
constexpr Refusal invalidRequest{400, "invalid_request_error", "", "invalid_request_error"};
constexpr Refusal unknownModel{404, "invalid_request_error", "model_not_found", "not_found_error"};
constexpr Refusal unknownPath{404, "invalid_request_error", "unknown_url", "not_found_error"};
constexpr Refusal tooMany{429, "requests", "rate_limit_exceeded", "rate_limit_error"};
constexpr Refusal serverError{500, "server_error", "", "api_error"};

Answer refuse(bool anthropic, const Refusal& refusal, std::string_view message) {
    return anthropic ? demo::anthropicError(refusal.status, refusal.anthropicType, message)
                     : demo::openAiError(refusal.status, refusal.openAiType, refusal.openAiCode, message);
}

Refusal failureOf(int status) {
    const bool ours = status >= 500;
    return {status, ours ? serverError.openAiType : invalidRequest.openAiType, "",
            status == 429 ? tooMany.anthropicType
            : ours        ? serverError.anthropicType
                          : invalidRequest.anthropicType};
}

bool isModel(std::string_view name) {
    return std::find(models.begin(), models.end(), name) != models.end();
}

bool speaksAnthropic(Address address, const http::UpstreamRequest& request) {
    if (address == Address::Messages || address == Address::CountTokens)
        return true;
    const bool either = address == Address::Models || address == Address::Model || address == Address::Unknown;
    return either && std::any_of(request.fields.begin(), request.fields.end(), [](const http::Field& field) {
               return equalsIgnoringCase(field.name, "anthropic-version");
           });
}

Answer answerTo(Address address, const demo::Request& request) {
    switch (address) {
    case Address::Chat:
        return demo::openAiChat(request);
    case Address::Completions:
        return demo::openAiCompletion(request);
    case Address::Embeddings:
        return demo::openAiEmbeddings(request);
    case Address::Moderations:
        return demo::openAiModerations(request);
    case Address::CountTokens:
        return demo::anthropicCount(request);
    default:
        return demo::anthropicMessages(request);
    }
}

Fate fateOf(const demo::Request& request, DemoState& state) {
    if (request.model == "slow")
        return Fate::ServeSlowly;
    if (request.model == "429")
        return Fate::Limit;
    if (request.model != "flaky")
        return Fate::Serve;
    const std::uint64_t call = state.calls.fetch_add(1, std::memory_order_relaxed);
    if ((request.seed + call) % failsOneIn != 0)
        return Fate::Serve;
    return request.stream ? Fate::CutInTheMiddle : Fate::Fail;
}

struct Plan {
    Answer answer;
    bool slow = false;
    bool cut = false;
    bool paced = false; // waits between the pieces alone
};

Answer limited(bool anthropic, const DemoOptions& options) {
    Answer answer = refuse(anthropic, tooMany, "The demo model 429 always answers so. Try demo/echo.");
    const auto seconds = std::to_string(options.retryAfter.count());
    answer.fields.push_back({"retry-after", seconds});
    if (anthropic) {
        answer.fields.push_back({"anthropic-ratelimit-requests-limit", "1"});
        answer.fields.push_back({"anthropic-ratelimit-requests-remaining", "0"});
    } else {
        answer.fields.push_back({"x-ratelimit-limit-requests", "1"});
        answer.fields.push_back({"x-ratelimit-remaining-requests", "0"});
        answer.fields.push_back({"x-ratelimit-reset-requests", seconds + "s"});
    }
    return answer;
}

Plan planFor(const http::UpstreamRequest& request, DemoState& state, const DemoOptions& options) {
    std::string model;
    const Address address = demo::addressOf(request.target, model);
    const bool anthropic = speaksAnthropic(address, request);
    if (address == Address::Unknown)
        return {refuse(anthropic, unknownPath, "The demo provider has no such address.")};
    if (address == Address::Models)
        return {anthropic ? demo::anthropicModels(models) : demo::openAiModels(models)};
    if (address == Address::Model && isModel(model))
        return {anthropic ? demo::anthropicModel(model) : demo::openAiModel(model)};
    std::string body;
    for (const auto piece : request.body)
        body.append(piece);
    demo::Request asked;
    if (address != Address::Model) {
        auto read = demo::readRequest(address, body);
        if (!read)
            return {refuse(anthropic, invalidRequest, read.error().message)};
        asked = std::move(*read);
        model = asked.model;
    }
    if (!isModel(model))
        return {refuse(anthropic, unknownModel, "The demo provider has the models echo, slow, flaky and 429.")};
    if (asked.failure != 0)
        return {refuse(anthropic, failureOf(asked.failure), "The request asked the demo provider to fail.")};
    switch (fateOf(asked, state)) {
    case Fate::Limit:
        return {limited(anthropic, options)};
    case Fate::Fail:
        return {refuse(anthropic, serverError, "The demo model flaky failed on purpose.")};
    case Fate::CutInTheMiddle:
        return {answerTo(address, asked), false, true};
    case Fate::ServeSlowly:
        return {answerTo(address, asked), true, false};
    case Fate::Serve:
        break;
    }
    return {answerTo(address, asked), false, false, asked.slowly};
}

// False when the call was cancelled.
Task<bool> pause(Executor executor, SteadyClock::duration time) {
    Timer timer(executor, time);
    try {
        const auto [code] = co_await timer.async_wait(asTask);
        co_return !code;
    } catch (const boost::system::system_error&) {
        co_return false; // cancelled before the wait began
    }
}

Error cancelled() {
    return failure(ErrorKind::Cancelled, "upstream_cancelled", "The call was cancelled while the demo provider waited.")
        .value();
}

Error timedOut(std::string code) {
    return failure(ErrorKind::Timeout, std::move(code),
                   "The demo model slow was slower than the provider's timeouts allow.")
        .value();
}

class DemoCall final : public http::UpstreamCall {
public:
    DemoCall(Executor executor, Plan plan, SteadyClock::duration delay, std::chrono::milliseconds idleTimeout,
             http::UpstreamTiming* timing)
        : m_executor(executor), m_plan(std::move(plan)), m_delay(delay), m_idleTimeout(idleTimeout), m_timing(timing) {
        m_head.status = m_plan.answer.status;
        for (const auto& field : m_plan.answer.fields)
            m_head.fields.push_back({field.name, field.value});
        // A cut comes behind the first half of the events.
        m_end = m_plan.cut ? m_plan.answer.pieces.size() / 2 : m_plan.answer.pieces.size();
    }

    const http::UpstreamHead& head() const override { return m_head; }

    Task<Result<std::string_view>> next() override {
        if (m_next == m_end && m_plan.cut)
            co_return failure(ErrorKind::Unavailable, "upstream_reset",
                              "The demo model flaky ended its answer in the middle, on purpose.");
        if (m_next == m_end) {
            if (m_timing != nullptr)
                m_timing->stage = UpstreamStage::Done;
            co_return std::string_view();
        }
        if (m_delay.count() > 0) {
            const bool tooSlow = m_delay > m_idleTimeout;
            const bool waited = co_await pause(m_executor, tooSlow ? m_idleTimeout : m_delay);
            if (!waited)
                co_return tl::unexpected(cancelled());
            if (tooSlow)
                co_return tl::unexpected(timedOut("upstream_idle_timeout"));
        }
        co_return std::string_view(m_plan.answer.pieces[m_next++]);
    }

private:
    Executor m_executor;
    Plan m_plan;
    SteadyClock::duration m_delay;
    std::chrono::milliseconds m_idleTimeout;
    http::UpstreamTiming* m_timing;
    http::UpstreamHead m_head;
    std::size_t m_next = 0;
    std::size_t m_end = 0;
};

Task<Result<std::unique_ptr<http::UpstreamCall>>> openDemo(Executor executor, std::shared_ptr<DemoState> state,
                                                           DemoOptions options, http::UpstreamRequest request) {
    const auto start = SteadyClock::now();
    Plan plan = planFor(request, *state, options);
    if (request.timing != nullptr)
        request.timing->stage = UpstreamStage::FirstByte;
    if (plan.slow) {
        const bool tooSlow = options.slowFirst > request.firstByteTimeout;
        const bool waited = co_await pause(executor, tooSlow ? request.firstByteTimeout : options.slowFirst);
        if (!waited)
            co_return tl::unexpected(cancelled());
        if (tooSlow)
            co_return tl::unexpected(timedOut("upstream_first_byte_timeout"));
    }
    if (request.timing != nullptr) {
        request.timing->stage = UpstreamStage::Body;
        request.timing->firstByte = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - start);
    }
    const bool streamed = plan.answer.pieces.size() > 1;
    const SteadyClock::duration delay = (plan.slow || plan.paced) && streamed ? SteadyClock::duration(options.slowDelta)
                                                                              : SteadyClock::duration::zero();
    co_return std::make_unique<DemoCall>(executor, std::move(plan), delay, request.idleTimeout, request.timing);
}

} // namespace

std::span<const std::string_view> demoModels() {
    return models;
}

DemoUpstream::DemoUpstream(Executor executor, std::shared_ptr<DemoState> state, DemoOptions options)
    : m_executor(executor), m_state(std::move(state)), m_options(options) {}

Task<Result<std::unique_ptr<http::UpstreamCall>>> DemoUpstream::open(http::UpstreamRequest request) {
    return openDemo(m_executor, m_state, m_options, std::move(request));
}

} // namespace gatehouse::providers
