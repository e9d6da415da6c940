// SPDX-License-Identifier: Apache-2.0
#include "core/conformance/trial.h"

#include "core/conformance/question.h"
#include "core/conformance/verdict.h"

#include <chrono>
#include <utility>

namespace gatehouse::conformance {
namespace {

using dialects::ChatRequest;
using dialects::Dialect;
using SteadyClock = std::chrono::steady_clock;

class Trial {
public:
    Trial(http::Upstream& upstream, TrialInput input, Dialect dialect, Feature feature)
        : m_upstream(upstream), m_input(std::move(input)) {
        m_cell.dialect = dialect;
        m_cell.feature = feature;
    }

    Task<void> run() {
        const auto began = SteadyClock::now();
        if (m_cell.feature == Feature::Error)
            co_await tryError();
        else if (m_cell.feature == Feature::Cancel)
            co_await tryCancel();
        else
            co_await tryAnswer();
        m_cell.micros = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - began).count();
    }
    Cell take() { return std::move(m_cell); }

private:
    void pass() { m_cell.state = CellState::Passed; }
    void fail(std::string reason) {
        m_cell.state = CellState::Failed;
        m_cell.reason = std::move(reason);
    }
    void leaveOut(std::string reason) {
        m_cell.state = CellState::NotApplicable;
        m_cell.reason = std::move(reason);
    }

    // The call; nothing where the client's dialect itself cannot say it (then the cell knows).
    std::shared_ptr<const CallWish> wishFor(const ChatRequest& request) {
        dialects::Losses losses;
        auto body = dialects::codecFor(m_cell.dialect).writeRequest(request, m_cell.dialect, losses);
        if (!body) {
            leaveOut("This dialect cannot ask for it: " + body.error().message);
            return nullptr;
        }
        for (const auto& loss : losses) {
            if (loss.kind != dialects::LossKind::Dropped)
                continue;
            leaveOut("This dialect has no place for " + loss.field + ": " + loss.detail);
            return nullptr;
        }
        auto wish = std::make_shared<CallWish>();
        wish->dialect = m_cell.dialect;
        wish->model = request.model;
        wish->body = std::move(*body);
        wish->stream = request.stream;
        wish->leaveAtFirstText = m_cell.feature == Feature::Cancel;
        return wish;
    }

    Task<Answered> call(std::shared_ptr<const CallWish> wish) {
        auto answered = co_await callGateway(m_upstream, m_input.place, std::move(wish));
        if (!answered.requestId.empty())
            m_cell.calls.push_back(answered.requestId);
        co_return answered;
    }

    bool judge(const Answered& answered, const Understood& understood, std::string fault) {
        if (understood.answer)
            m_cell.seen = summaryOf(*understood.answer);
        if (fault.empty())
            return true;
        if (auto why = whyNotApplicable(m_cell.feature, answered))
            leaveOut(std::move(*why));
        else
            fail(fault + (answered.losses.empty() ? "" : " Fields changed on the way: " + answered.losses + "."));
        return false;
    }

    Task<void> tryAnswer() {
        auto request = questionOf(m_cell.feature, m_cell.dialect, m_input.subject->model);
        auto wish = wishFor(request);
        if (!wish)
            co_return;
        const auto answered = co_await call(std::move(wish));
        const auto understood = understand(m_cell.dialect, answered);
        const auto fault =
            understood.answer ? faultOf(m_cell.feature, answered, *understood.answer) : understood.problem;
        if (!judge(answered, understood, fault))
            co_return;
        pass();
        if (m_cell.feature == Feature::Tools || m_cell.feature == Feature::Reasoning) {
            auto next = nextTurn(std::move(request), understood.answer->choices.front());
            co_await tryNext(std::move(next));
        }
    }

    Task<void> tryNext(ChatRequest request) {
        auto wish = wishFor(request);
        if (!wish)
            co_return;
        const auto answered = co_await call(std::move(wish));
        const auto understood = understand(m_cell.dialect, answered);
        if (!understood.answer) {
            fail("The next turn: " + understood.problem);
            co_return;
        }
        m_cell.seen += "; then " + summaryOf(*understood.answer);
        if (auto fault = faultOfNext(m_cell.feature, *understood.answer); !fault.empty())
            fail(std::move(fault));
    }

    Task<void> tryError() {
        const auto request = questionOf(m_cell.feature, m_cell.dialect, m_input.subject->unknownModel);
        auto wish = wishFor(request);
        if (!wish)
            co_return;
        const auto answered = co_await call(std::move(wish));
        m_cell.seen = std::to_string(answered.status) + " " + refusalText(answered);
        const auto understood = understand(m_cell.dialect, answered);
        // Servers with one model loaded serve it under any name.
        if (understood.answer && faultOf(Feature::Plain, answered, *understood.answer).empty()) {
            leaveOut("The provider serves a model that does not exist, so there is no refusal to look at.");
            co_return;
        }
        if (auto fault = faultOfRefusal(m_cell.dialect, answered); !fault.empty())
            fail(std::move(fault));
        else
            pass();
    }

    Task<void> tryCancel() {
        const auto request = questionOf(m_cell.feature, m_cell.dialect, m_input.subject->model);
        auto wish = wishFor(request);
        if (!wish)
            co_return;
        const auto answered = co_await call(std::move(wish));
        if (answered.textPieces == 0) {
            const auto understood = understand(m_cell.dialect, answered);
            fail(understood.answer ? "No text came that could have been left in the middle." : understood.problem);
            co_return;
        }
        const auto outcome = co_await m_input.book->outcomeOf(answered.requestId);
        m_cell.seen = outcome.empty() ? "no record" : "recorded as " + outcome;
        if (outcome == "cancelled")
            pass();
        else
            fail(outcome.empty() ? "The call went on for seconds after its client had left."
                                 : "The answer was complete although its client had left in the middle: it does not "
                                   "come piece by piece.");
    }

    http::Upstream& m_upstream;
    TrialInput m_input;
    Cell m_cell;
};

} // namespace

Task<Cell> tryFeature(http::Upstream& upstream, TrialInput input, Dialect dialect, Feature feature) {
    Trial trial(upstream, std::move(input), dialect, feature);
    co_await trial.run();
    co_return trial.take();
}

} // namespace gatehouse::conformance
