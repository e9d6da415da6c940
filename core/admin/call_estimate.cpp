// SPDX-License-Identifier: Apache-2.0
#include "core/admin/call_estimate.h"

#include "core/routing/reservation.h"

#include <utility>

namespace gatehouse::admin {
namespace {

const config::App& anybody() {
    static const config::App app = [] {
        config::App made;
        made.access.models = {"*"};
        return made;
    }();
    return app;
}

} // namespace

const routing::Resolution* CallEstimate::resolved(const std::string& model) {
    const auto known = m_resolutions.find(model);
    if (known != m_resolutions.end())
        return &known->second;
    auto made = routing::resolve(m_snapshot, anybody(), model);
    if (!made || made->candidates.empty())
        return nullptr;
    return &m_resolutions.emplace(model, std::move(*made)).first->second;
}

bool CallEstimate::add(TestBill& bill, const std::string& model, std::size_t bytes, std::int64_t output) {
    const auto* resolution = resolved(model);
    if (resolution == nullptr)
        return false;
    catalog::BilledTokens tokens;
    tokens.input = static_cast<std::int64_t>(bytes);
    tokens.output = output;
    const auto most = routing::reservationFor(*resolution, tokens, true);
    ++bill.calls;
    bill.inputTokens += tokens.input;
    bill.outputTokens += tokens.output;
    if (most.pretend)
        bill.pretend = true; // demo prices are no money
    else if (!most.cost)
        bill.cost.reset();
    else if (bill.cost)
        bill.cost = *bill.cost + *most.cost;
    return true;
}

std::int64_t longestAnswer(const prompts::Prompt& prompt) {
    const auto most = prompt.mostTokens();
    return most ? static_cast<std::int64_t>(*most) : routing::usualOutput;
}

} // namespace gatehouse::admin
