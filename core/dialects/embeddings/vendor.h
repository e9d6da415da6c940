// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/embeddings/input_type.h"

#include <optional>
#include <string_view>

namespace gatehouse::dialects::embeddings {

// How a vendor of OpenAI's form of embeddings names what OpenAI names otherwise or lacks. Empty: it has no such field.
// Sources: API references of Mistral, Voyage, Jina and NVIDIA NeMo Retriever, "embeddings".
struct Vendor {
    std::string_view dimensions = "dimensions";
    std::string_view precision = {};
    std::string_view type = {}; // "input_type", "task"
    Words words = Words::Voyage;
    bool typeRequired = false;
    std::string_view truncation = {};
    bool truncationWord = false; // "NONE", "START", "END"; else true or false
};

// By the name of the model, wherever it is served.
const Vendor& vendorOf(std::string_view model);

} // namespace gatehouse::dialects::embeddings
