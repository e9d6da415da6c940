// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/test_run.h"
#include "core/routing/resolver.h"

#include <map>
#include <string>

namespace gatehouse::admin {

// What calls may cost at most that nobody has made yet. Belongs to one thread; keeps to the snapshot.
class CallEstimate {
public:
    explicit CallEstimate(const config::Snapshot& snapshot) : m_snapshot(snapshot) {}

    // One more call: a byte of its request is taken for a token. False where the model cannot be asked for.
    bool add(TestBill& bill, const std::string& model, std::size_t bytes, std::int64_t output);

private:
    const routing::Resolution* resolved(const std::string& model);

    const config::Snapshot& m_snapshot;
    std::map<std::string, routing::Resolution> m_resolutions;
};

// How long an answer may be.
std::int64_t longestAnswer(const prompts::Prompt& prompt);

} // namespace gatehouse::admin
