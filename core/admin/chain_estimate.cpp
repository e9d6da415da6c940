// SPDX-License-Identifier: Apache-2.0
// What a chain's steps may cost: every step is taken to run, and every answer to be as long as it may.
#include "core/admin/call_estimate.h"
#include "core/admin/chain_draft.h"
#include "core/config/products.h"
#include "core/routing/reservation.h"

#include <algorithm>
#include <boost/json/serialize.hpp>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;
using chains::Step;
using chains::StepKind;

constexpr std::size_t aroundMessages = 200;  // bytes of a request beside what it says
constexpr std::size_t unknownAnswer = 2'000; // bytes of what is no model's
constexpr std::size_t bytesOfToken = 4;

class Reckoning {
public:
    Reckoning(const ChainDraft& draft, const config::Snapshot& snapshot)
        : m_draft(draft), m_snapshot(snapshot), m_calls(snapshot) {
        m_known["inputs"] = draft.values;
    }

    TestBill of(const Step& step) {
        TestBill bill;
        std::size_t said = 0;
        for (const auto& source : step.inputs)
            said += bytesOf(source);
        auto answer = unknownAnswer;
        if (step.kind == StepKind::Prompt) {
            const auto& prompt = *m_draft.ready->prompts.find(step.use)->second.prompt;
            const auto tokens = longestAnswer(prompt);
            answer = static_cast<std::size_t>(tokens) * bytesOfToken;
            const auto whole = prompt.render(prompt.variables().examples());
            const auto own = whole ? whole->body.size() : aroundMessages;
            if (!m_calls.add(bill, prompt.model(), own + said, tokens))
                bill.cost.reset();
        } else if (step.kind == StepKind::Model) {
            const auto tokens = tokensOf(step);
            answer = static_cast<std::size_t>(tokens) * bytesOfToken;
            if (!m_calls.add(bill, step.use, aroundMessages + said, tokens))
                bill.cost.reset();
        } else {
            ++bill.calls;
            if (step.kind == StepKind::Api && !isService(step.use))
                bill.cost.reset();
        }
        m_answers[step.id] = answer;
        return bill;
    }

private:
    // What a later step reads is as long as it may be; a text beside it is not counted.
    std::size_t bytesOf(const chains::Source& source) const {
        std::size_t most = 0;
        for (const auto& root : source.roots()) {
            const auto answer = m_answers.find(root);
            most += answer != m_answers.end() ? answer->second : json::serialize(m_known.at("inputs")).size();
        }
        prompts::RenderBudget budget;
        const auto value = source.from(m_known, budget);
        return value ? json::serialize(*value).size() : most;
    }

    std::int64_t tokensOf(const Step& step) const {
        for (const auto& source : step.inputs) {
            prompts::RenderBudget budget;
            const auto value =
                source.name() == "max_tokens" ? source.from(m_known, budget) : Result<json::value>(json::value());
            if (value && value->is_int64() && value->get_int64() > 0)
                return value->get_int64();
        }
        return routing::usualOutput;
    }

    bool isService(std::string_view use) const {
        const auto* api = config::productsOf(m_snapshot).api(use.substr(0, use.find('/')));
        return api != nullptr && api->kind == config::ApiKind::Service;
    }

    const ChainDraft& m_draft;
    const config::Snapshot& m_snapshot;
    CallEstimate m_calls;
    json::object m_known;
    std::map<std::string, std::size_t, std::less<>> m_answers; // bytes, by step
};

} // namespace

std::vector<TestBill> estimateChain(const ChainDraft& draft, const config::Snapshot& snapshot) {
    Reckoning reckoning(draft, snapshot);
    std::vector<TestBill> bills;
    for (const auto& step : draft.ready->chain->steps())
        bills.push_back(reckoning.of(step));
    return bills;
}

} // namespace gatehouse::admin
