// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/admin/outcome.h"
#include "core/base/clock.h"
#include "core/base/money.h"
#include "core/config/snapshot.h"
#include "core/contract/prompt_specs.h"
#include "core/prompts/check.h"
#include "core/prompts/prompt.h"

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// A run of a prompt's tests: every case is asked of every version on every model.
namespace gatehouse::admin {

inline constexpr std::size_t mostTestCells = 2'000;

// What shall be run; what is left empty means: the newest version, each version's own model, all tests.
struct TestWish {
    std::vector<std::uint64_t> versions;
    std::vector<std::string> models;
    std::vector<std::string> tests;
};

// One case on one version and model.
struct TestCell {
    std::uint64_t version = 0;
    std::string model;
    std::string test;
    prompts::Prompt::Pointer prompt;
    std::shared_ptr<const boost::json::object> values;
    std::shared_ptr<const std::vector<prompts::Check>> checks;
};

struct TestPlan {
    std::string prompt;
    std::string team;
    std::vector<std::uint64_t> versions; // each once
    std::vector<std::string> models;
    std::vector<TestCell> cells;
};

struct TestCheckResult {
    std::string kind;
    prompts::CheckResult result;
};

struct TestResult {
    bool done = false;
    bool passed = false;
    std::string answer;
    std::string error; // a sentence, where there is no answer that could be judged
    int status = 0;
    std::int64_t milliseconds = 0;
    std::uint64_t questions = 0; // to the model, repairs counted
    std::vector<TestCheckResult> checks;
    std::vector<std::string> calls; // request ids
};

// What a run costs: beforehand at most, afterwards as recorded.
struct TestBill {
    std::int64_t calls = 0;
    std::int64_t inputTokens = 0;
    std::int64_t outputTokens = 0;
    std::optional<Money> cost = Money(); // none: unknown
    bool pretend = false;
};

// Conflict, with the field, where the prompt has no such version or test, or where there is nothing to run.
Outcome<TestPlan> planTests(const contract::PromptSpec& prompt, const TestWish& wish);

// The most that the plan may cost, without repairs: bytes of the request as tokens, answers as long as they may be.
// Conflict where a model cannot be asked for.
Outcome<TestBill> estimateTests(const TestPlan& plan, const config::Snapshot& snapshot);

boost::json::object billJson(const TestBill& bill);
boost::json::object resultJson(const TestCell& cell, const TestResult& result);

} // namespace gatehouse::admin
