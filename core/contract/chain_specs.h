// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/contract/duration.h"
#include "core/contract/prompt_specs.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Chains: steps that call prompts, models, tensors or APIs. Descriptions: describe_chains.cpp.
namespace gatehouse::contract {

// Where a value comes from: one of the three.
struct MappingSourceSpec {
    std::string name;
    std::optional<std::string> value;       // a JSON pointer into {"inputs": …, "STEP": …}
    std::optional<std::string> text;        // Mustache over the same
    std::optional<boost::json::value> json; // as it stands
};

// Whether a step runs.
struct ChainWhenSpec {
    std::string value; // a JSON pointer
    std::optional<boost::json::value> equals;
    std::vector<boost::json::value> in;
    std::optional<bool> exists;
};

struct ChainStepSpec {
    std::string id;
    std::string kind = "prompt"; // "prompt", "model", "tensor", "api"
    std::string use;             // "sentiment@production", a model's name, "mood/1"
    std::vector<std::string> after;
    std::optional<ChainWhenSpec> when;
    std::vector<MappingSourceSpec> input;
    std::optional<Duration> timeout;
    bool optional = false; // the chain goes on without it
};

struct ChainLimitsSpec {
    std::uint64_t depth = 4;  // chains within chains
    std::uint64_t steps = 50; // in all
    Duration time{std::chrono::seconds(60), "60s"};
    std::optional<std::string> usd;
};

struct ChainVersionSpec {
    std::uint64_t version = 0;
    std::string comment;
    std::optional<std::string> author; // set by the gateway
    std::optional<WallMicros> created; // set by the gateway
    std::optional<std::uint64_t> from;
    std::vector<VariableSpec> inputs;
    std::vector<ChainStepSpec> steps;
    std::vector<MappingSourceSpec> output;
    ChainLimitsSpec limits;
};

struct ChainSpec {
    std::string id;
    std::string title;
    std::string description;
    std::optional<std::string> team;
    std::vector<std::string> tags;
    std::vector<ChainVersionSpec> versions;
    std::vector<LabelSpec> labels;
};

} // namespace gatehouse::contract
