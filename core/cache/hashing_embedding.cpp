// SPDX-License-Identifier: Apache-2.0
#include "core/cache/hashing_embedding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>

namespace gatehouse::cache {
namespace {

constexpr std::size_t dimensions = 256;
constexpr std::size_t lettersInGroup = 3;
constexpr float ofWord = 1.0F;
constexpr float ofPair = 0.5F;
constexpr float ofGroup = 0.25F;
constexpr float ofTurningWord = 3.0F;
constexpr std::array<std::string_view, 12> turningWords{"no",   "not",    "never", "without", "nicht", "kein",
                                                        "ohne", "except", "n't",   "nie",     "pas",   "unless"};

// FNV-1a, and a finish that spreads its last bits (MurmurHash3's).
std::uint64_t hashOf(std::string_view text, std::uint64_t seed) {
    std::uint64_t hash = 14695981039346656037ULL ^ seed;
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 1099511628211ULL;
    }
    hash ^= hash >> 33U;
    hash *= 0xff51afd7ed558ccdULL;
    return hash ^ (hash >> 33U);
}

class Places {
public:
    void add(std::string_view feature, std::uint64_t seed, float weight) {
        const auto hash = hashOf(feature, seed);
        const bool negative = ((hash >> 32U) & 1U) != 0; // signs let collisions cancel rather than add up
        m_vector[hash % dimensions] += negative ? -weight : weight;
    }
    Vector finish() { return normalised(std::move(m_vector)); }

private:
    Vector m_vector = Vector(dimensions, 0.0F);
};

// ASCII letters in lower case; bytes of other scripts are letters as they are.
std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) >= 0x80);
        if (letter)
            word += c;
        else if (c >= 'A' && c <= 'Z')
            word += static_cast<char>(c - 'A' + 'a');
        else if (!word.empty())
            words.push_back(std::exchange(word, {}));
    }
    if (!word.empty())
        words.push_back(std::move(word));
    return words;
}

bool isHeavy(const std::string& word) {
    return std::find(turningWords.begin(), turningWords.end(), word) != turningWords.end() ||
           std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

Vector normalised(Vector vector) {
    double squares = 0;
    for (const float value : vector)
        squares += static_cast<double>(value) * value;
    if (!(squares > 0) || !std::isfinite(squares))
        return {};
    const auto factor = static_cast<float>(1.0 / std::sqrt(squares));
    for (float& value : vector)
        value *= factor;
    return vector;
}

Vector hashingEmbedding(std::string_view text) {
    const auto words = wordsOf(text);
    if (words.empty())
        return {};
    Places places;
    const std::string* before = nullptr;
    for (const auto& word : words) {
        places.add(word, 1, isHeavy(word) ? ofTurningWord : ofWord);
        if (before != nullptr)
            places.add(*before + ' ' + word, 2, ofPair);
        before = &word;
        const std::string framed = '<' + word + '>';
        for (std::size_t i = 0; i + lettersInGroup <= framed.size(); ++i)
            places.add(std::string_view(framed).substr(i, lettersInGroup), 3, ofGroup);
    }
    return places.finish();
}

} // namespace gatehouse::cache
