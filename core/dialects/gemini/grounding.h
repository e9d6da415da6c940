// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

// Where an answer comes from: "groundingMetadata" of a candidate, whose segments count bytes of UTF-8; the model's
// citations count characters. Stateless.
namespace gatehouse::dialects::gemini {

// The text that is cited. Of a stream it is not at hand any more: then places are told only where bytes are characters.
struct CitedPart {
    std::optional<std::string_view> text;
    bool ascii = false;
};
std::vector<Citation> readGrounding(json::View metadata, const CitedPart& cited);

struct CitedText {
    const std::vector<Citation>* citations = nullptr;
    std::optional<std::string_view> text; // nothing: of a stream, where it is gone
    std::size_t bytes = 0;                // of the text
    bool ascii = false;                   // every byte of it is a character
};
// The member "groundingMetadata"; nothing where no citation has an address.
void writeGrounding(const std::vector<CitedText>& cited, json::Writer& out);

} // namespace gatehouse::dialects::gemini
