// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Prompts as products: templates in versions that never change. Descriptions: describe_prompts.cpp.
namespace gatehouse::contract {

// What a template, or a chain, is given. Values are data: they never open a tag or a role.
struct VariableSpec {
    std::string name;
    std::optional<boost::json::value> schema;       // JSON Schema, draft 7; nothing: any text
    std::optional<boost::json::value> defaultValue; // "default"
    std::optional<boost::json::value> example;
    std::string description;
    bool required = true; // where there is no default
    bool secret = false;  // never in previews or records
};

struct PromptMessageSpec {
    std::string role = "user";       // "system", "user", "assistant"
    std::string content;             // Mustache
    std::vector<std::string> images; // Mustache: addresses or data: texts
};

struct PartialSpec {
    std::string name;
    std::string content;
};

// Of the model that answers. Numbers with a point are texts, exact.
struct PromptParametersSpec {
    std::optional<std::string> temperature;
    std::optional<std::string> topP;
    std::optional<std::uint64_t> maxTokens;
    std::vector<std::string> stop;
    std::optional<std::uint64_t> seed;
    std::optional<std::string> reasoningEffort;
};

struct PromptResponseSpec {
    std::optional<boost::json::value> schema;
    std::uint64_t repair = 1; // questions more, where an answer does not fit
};

struct PromptVersionSpec {
    std::uint64_t version = 0;
    std::string comment;
    std::optional<std::string> author; // set by the gateway
    std::optional<WallMicros> created; // set by the gateway
    std::optional<std::uint64_t> from; // the version that it was made of, or goes back to
    std::vector<PromptMessageSpec> messages;
    std::vector<VariableSpec> variables;
    std::vector<PartialSpec> partials;
    std::string model; // a route, or provider/model
    PromptParametersSpec parameters;
    std::optional<PromptResponseSpec> response;
};

// A name for a version that can be moved: "production".
struct LabelSpec {
    std::string name;
    std::uint64_t version = 0;
};

// One thing that is asked of an answer.
struct CheckSpec {
    std::string kind = "contains"; // "equals", "contains", "regex", "json_path", "schema", "judge"
    std::string path;              // json_path: where
    std::optional<boost::json::value> value;
    std::string model;   // judge: who judges
    std::string atLeast; // judge: from 0 to 1
};

struct PromptTestSpec {
    std::string id;
    std::string name;
    std::optional<boost::json::value> values; // an object
    std::vector<CheckSpec> checks;
};

struct PromptSpec {
    std::string id;
    std::string title;
    std::string description;
    std::optional<std::string> team; // that owns it; nothing: the organisation
    std::vector<std::string> tags;
    std::vector<PromptVersionSpec> versions;
    std::vector<LabelSpec> labels;
    std::vector<PromptTestSpec> tests;
};

} // namespace gatehouse::contract
