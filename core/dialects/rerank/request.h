// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/losses.h"
#include "core/dialects/rerank/model.h"

#include <string>
#include <string_view>

// Requests to rank: the form of Jina and of Cohere's first version, which OpenAI-style servers have (OpenVINO Model
// Server, vLLM, Voyage), Cohere "Rerank API (v2)", NVIDIA NeMo Retriever "Reranking".
namespace gatehouse::dialects::rerank {

// Errors: Invalid (invalid_request) with the field's name in the client's form.
Result<Request> readRequest(Operation operation, std::string_view body);
Result<std::string> writeRequest(const Request& request, Operation target, Losses& losses);

} // namespace gatehouse::dialects::rerank
