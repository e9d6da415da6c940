// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// What the fuzzers share: the first byte of an input chooses, the others are the text.
namespace fuzz {

using namespace gatehouse::dialects;

constexpr std::array chatDialects{Dialect::OpenAi,          Dialect::OpenAiResponses, Dialect::Anthropic,
                                  Dialect::Gemini,          Dialect::Bedrock,         Dialect::BedrockInvoke,
                                  Dialect::VertexAnthropic, Dialect::Cohere,          Dialect::Ollama};

struct Input {
    std::uint8_t choice = 0;
    std::string_view text;
};

inline Input inputOf(const std::uint8_t* data, std::size_t size) {
    if (size == 0)
        return {};
    // libFuzzer's bytes are the text of the decoders.
    return {data[0], {reinterpret_cast<const char*>(data) + 1, size - 1}};
}

template <typename List>
auto chosen(const List& list, std::uint8_t choice) {
    return list[choice % list.size()];
}

// A broken promise: the fuzzer keeps the input that broke it.
inline void promise(bool kept) {
    if (!kept)
        std::abort();
}

} // namespace fuzz
