// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// The neutral call for embeddings: what every dialect's request and answer is read into and written from. Plain values;
// long texts may be views of the body they were read from, which must outlive them.
namespace gatehouse::dialects::embeddings {

// What the vectors are for. Names of the dialects stand in input_type.cpp.
enum class InputType {
    Unsaid,
    Document,
    Query,
    Classification,
    Clustering,
    Similarity,
    QuestionAnswering,
    FactVerification,
    CodeQuery,
    Image,
};

// Of the numbers of a vector. Binary and Ubinary are bits, eight to a number with and without sign.
enum class Precision { Float, Int8, Uint8, Binary, Ubinary };

// What happens to an input that is too long.
enum class Truncation { Unsaid, None, Start, End };

using Piece = std::variant<std::string, MediaPart>; // text or a picture

// What becomes one vector.
struct Input {
    std::vector<Piece> pieces;
    RawJson tokens;    // OpenAI: an array of token numbers instead of a text
    std::string title; // Gemini: of a document
    InputType type = InputType::Unsaid;
};

struct Request {
    Operation operation = Operation::Embeddings; // that the client asked for
    std::string model;                           // the caller replaces it with the provider's name
    std::vector<Input> inputs;
    bool several = true; // the answer is a list, be it of one
    std::optional<NumberText> dimensions;
    std::vector<Precision> precisions; // empty: floats
    bool packed = false;               // vectors are wanted in base64: little-endian, floats in 32 bits
    Truncation truncation = Truncation::Unsaid;
    std::string user;      // an opaque name of the end user
    UnknownFields unknown; // of the top level
};

// The numbers of one vector as they were written: a JSON array, or base64 where packed holds.
struct Vector {
    BodyText text;
    bool packed = false;
};

// All vectors of one precision, in the order of the inputs.
struct Vectors {
    Precision precision = Precision::Float;
    std::vector<Vector> items;
};

struct Answer {
    std::string id;
    std::vector<Vectors> kinds;
    std::optional<Usage> usage;
};

} // namespace gatehouse::dialects::embeddings
