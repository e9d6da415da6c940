// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

// The neutral call for ranking documents by how well they answer a query. Plain values.
namespace gatehouse::dialects::rerank {

struct Document {
    std::string text;
    RawJson object; // where it was given as fields instead of a text
};

struct Request {
    Operation operation = Operation::Rerank; // that the client asked for
    std::string model;                       // the caller replaces it with the provider's name
    std::string query;
    std::vector<Document> documents;
    std::optional<NumberText> top;   // at most so many results
    bool documentsReturned = false;  // results repeat their documents
    std::vector<std::string> fields; // of documents given as objects: which of them count
    std::string truncation;          // NIM: "NONE", "END"
    UnknownFields unknown;
};

struct Ranked {
    std::size_t index = 0; // of the document
    NumberText score;      // as it was written; the larger the better
};

struct Answer {
    std::string id;
    std::vector<Ranked> results; // the best first
    bool logits = false;         // scores are unbounded; else from 0 to 1
    std::optional<Usage> usage;
    std::optional<std::int64_t> searchUnits; // Cohere: what is billed
};

} // namespace gatehouse::dialects::rerank
