// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/catalog/cost.h"
#include "core/dialects/dialect.h"
#include "core/dialects/request_scan.h"
#include "core/dialects/tap.h"
#include "core/routing/reservation.h"
#include "core/telemetry/call_record.h"

#include <cstddef>
#include <string>
#include <string_view>

// What is billed of a call: before it, at most, and behind it, as the provider told. Pure; any thread.
namespace gatehouse::pipeline {

// Before a call, where nothing was learned yet: over all recorded traffic a token holds more than three bytes of text,
// so this errs to the side of too much.
inline constexpr std::size_t reservedBytesPerToken = 3;
// Behind it, where a provider told no usage: the mean over the recorded traffic.
inline constexpr std::size_t usualBytesPerToken = 4;
inline constexpr std::int64_t tokensPerImageBound = 1'600;

// What is sent, and the most that may come of it, before anything is known of the call but its request. Not of what is
// relayed.
telemetry::Tokens expectedTokens(const dialects::RequestFacts& facts, const routing::Resolution& resolution,
                                 dialects::Operation operation);

// The classes of tokens that a provider told.
telemetry::Tokens toldTokens(const dialects::Usage& usage);

// The units of the operation that a call may take at most. A token of text has a byte at least; the rest is room for
// what providers put around messages and tools. Of pictures and sound inside a chat nobody knows the most: what they
// usually come to is taken.
routing::Asked mostAsked(const dialects::RequestFacts& facts, dialects::Operation operation, WallMicros at);

// What was billed: tokens as counted (or estimated), pictures, sound by its length.
catalog::BilledTokens billedTokens(const dialects::RequestFacts& facts, dialects::Operation operation,
                                   const dialects::AnswerFacts& answer, const telemetry::Tokens& tokens,
                                   const catalog::ModelPrice& price);

// Whether the call asked for the tier that is billed as batches are: "service_tier" flex or batch. Source: OpenAI,
// "Flex processing": its tokens have the prices of the Batch API.
bool asksForBatchPrices(std::string_view body, const catalog::ModelPrice& price);

// Why the cost of an answer cannot be known with this price (null: none); empty: it can.
std::string whyUnpriced(dialects::Operation operation, const dialects::AnswerFacts& answer,
                        const catalog::ModelPrice* price);

} // namespace gatehouse::pipeline
