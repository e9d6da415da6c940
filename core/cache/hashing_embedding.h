// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/cache/entry.h"

#include <string_view>

namespace gatehouse::cache {

// An embedding without a model: words, pairs of words and groups of letters, each hashed to a place of a vector of
// length 1. It sees spelling, inflection and order, and nothing of meaning: "cheap flight" and "inexpensive journey by
// air" have nothing in common. Numbers and words that turn a sentence round ("not", "never") weigh more than others.
// Empty for a text without letters or digits. Pure.
Vector hashingEmbedding(std::string_view text);

// To length 1; empty where that cannot be.
Vector normalised(Vector vector);

} // namespace gatehouse::cache
