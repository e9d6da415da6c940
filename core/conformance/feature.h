// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/dialect.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::conformance {

// What a client relies on, each tried by calls of its own. The columns of the table.
enum class Feature {
    Plain,            // a whole answer with its end and its tokens
    Stream,           // the same in pieces
    Tools,            // one call with arguments, and the answer that its result is read in
    ParallelTools,    // two calls in one streamed answer
    Image,            // an image that is seen
    StructuredOutput, // an answer that fits a schema
    Reasoning,        // thought, and a next turn that brings it back
    LongOutput,       // some hundred tokens without a gap
    Error,            // a provider's refusal in the client's form
    Cancel,           // a client that leaves in the middle ends the call
};

std::span<const Feature> allFeatures();
std::string_view nameOf(Feature feature); // "plain", "parallel_tools"
std::optional<Feature> featureNamed(std::string_view name);

enum class CellState { Waiting, Passed, Failed, NotApplicable };
std::string_view nameOf(CellState state); // "waiting", "passed", "failed", "not_applicable"

// One client dialect and one feature.
struct Cell {
    dialects::Dialect dialect = dialects::Dialect::OpenAi;
    Feature feature = Feature::Plain;
    CellState state = CellState::Waiting;
    std::string reason;             // why it failed or does not apply; of NotApplicable the provider's own words
    std::string seen;               // what came, in short
    std::vector<std::string> calls; // their request ids
    std::int64_t micros = 0;
};

// Where the gateway takes chats of a dialect: a row for each one that it speaks.
struct DialectRow {
    dialects::Dialect dialect;
    std::string_view path; // "{model}" is percent-encoded
    std::string_view streamPath = {};
    std::string_view fieldName = {}; // one that every client of the dialect sends
    std::string_view fieldValue = {};
};
std::span<const DialectRow> clientDialects();
const DialectRow* rowOf(dialects::Dialect dialect);

} // namespace gatehouse::conformance
