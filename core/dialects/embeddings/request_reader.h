// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/embeddings/model.h"

#include <string_view>

// Requests for embeddings as clients write them (WIRE.md §8; OpenAI "Create embeddings", Gemini "embedContent" and
// "batchEmbedContents", Vertex AI "Text embeddings API", Cohere "Embed API (v2)", Ollama "Generate embeddings", Amazon
// Bedrock "Titan Text Embeddings" and "Cohere Embed").
namespace gatehouse::dialects::embeddings {

// Errors: Invalid (invalid_request) with the field's name in the client's dialect.
Result<Request> readRequest(Operation operation, std::string_view body);

} // namespace gatehouse::dialects::embeddings
