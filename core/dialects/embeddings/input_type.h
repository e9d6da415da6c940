// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/embeddings/model.h"

#include <optional>
#include <string_view>

// The words for what vectors are for, of which numbers they are and what is cut, in each dialect.
namespace gatehouse::dialects::embeddings {

enum class Words {
    Gemini, // taskType, task_type
    Cohere, // input_type; also Cohere's models at Bedrock
    Voyage, // input_type "query", "document"
    Nim,    // input_type "query", "passage"
    Jina,   // task "retrieval.query", "retrieval.passage"
};

// Unsaid for a word that no table holds.
InputType inputTypeNamed(std::string_view word);
// Empty: those words have none for it.
std::string_view wordFor(InputType type, Words words);
// The nearest meaning that the words have: Document or Query.
InputType nearest(InputType type);

std::optional<Precision> precisionNamed(std::string_view word);
std::string_view nameOf(Precision precision);

Truncation truncationNamed(std::string_view word); // "NONE", "START", "END"
std::string_view nameOf(Truncation truncation);    // empty: Unsaid

} // namespace gatehouse::dialects::embeddings
