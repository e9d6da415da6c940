// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/billing.h"

#include "core/dialects/pick_field.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

using dialects::Operation;

// What templates of providers add at most, by what we have seen: around each message, for the call, and for tools
// (Anthropic's own prompt for them has 346 tokens).
constexpr std::int64_t tokensAroundMessage = 16;
constexpr std::int64_t tokensAroundCall = 64;
constexpr std::int64_t tokensAroundTools = 1'024;
// A picture, and bytes of pictures and sound to a token.
constexpr std::int64_t tokensOfMedia = 6'000;
constexpr std::int64_t mediaBytesPerToken = 250;
// The lowest rate at which sound is sent: 8 kbit/s. And the slowest speech, to a letter.
constexpr std::int64_t millisPerSoundByte = 1;
constexpr std::int64_t millisPerLetter = 200;

bool generates(Operation operation) {
    const auto capability = dialects::capabilityOf(operation);
    return capability == dialects::Capability::Chat || capability == dialects::Capability::Completions;
}

bool makesImages(Operation operation) {
    return operation == Operation::Images || operation == Operation::ImageEdits ||
           operation == Operation::ImageVariations;
}

std::int64_t promptBound(const dialects::RequestFacts& facts) {
    auto tokens = static_cast<std::int64_t>(facts.textBytes + facts.inputs) +
                  static_cast<std::int64_t>(facts.messages) * tokensAroundMessage + tokensAroundCall;
    if (facts.tools)
        tokens += tokensAroundTools;
    if (facts.images || facts.mediaBytes > 0)
        tokens += std::max(tokensOfMedia, static_cast<std::int64_t>(facts.mediaBytes) / mediaBytesPerToken);
    return tokens;
}

} // namespace

telemetry::Tokens expectedTokens(const dialects::RequestFacts& facts, const routing::Resolution& resolution,
                                 Operation operation) {
    telemetry::Tokens tokens;
    tokens.input = static_cast<std::int64_t>(facts.textBytes / reservedBytesPerToken) + 1;
    if (facts.images)
        tokens.input += tokensPerImageBound;
    if (!generates(operation))
        return tokens;
    const catalog::ModelPrice* price = nullptr;
    for (const auto& candidate : resolution.candidates) {
        if (price == nullptr)
            price = candidate.price;
    }
    std::int64_t output = routing::usualOutput;
    if (facts.maxOutputTokens)
        output = static_cast<std::int64_t>(std::min<std::uint64_t>(*facts.maxOutputTokens, 10'000'000));
    else if (price != nullptr && price->maxOutputTokens)
        output = std::min(output, *price->maxOutputTokens);
    tokens.output = output * static_cast<std::int64_t>(std::max<std::uint64_t>(facts.choices, 1));
    return tokens;
}

routing::Asked mostAsked(const dialects::RequestFacts& facts, Operation operation, WallMicros at) {
    routing::Asked asked;
    asked.at = at;
    const auto choices = static_cast<std::int64_t>(std::max<std::uint64_t>(facts.choices, 1));
    if (operation == Operation::Infer) {
        asked.textOnly = false;
        return asked;
    }
    if (makesImages(operation)) {
        asked.textOnly = false;
        asked.tokens.images = choices;
        return asked;
    }
    if (dialects::isMedia(operation)) {
        asked.textOnly = false;
        asked.tokens.audioMillis = operation == Operation::Speech
                                       ? static_cast<std::int64_t>(facts.textBytes) * millisPerLetter
                                       : static_cast<std::int64_t>(facts.mediaBytes) * millisPerSoundByte;
        return asked;
    }
    asked.tokens.input = promptBound(facts);
    if (!generates(operation))
        return asked;
    if (facts.maxOutputTokens)
        asked.tokens.output =
            static_cast<std::int64_t>(std::min<std::uint64_t>(*facts.maxOutputTokens, 10'000'000)) * choices;
    else
        asked.unnamed = choices * static_cast<std::int64_t>(
                                      operation == Operation::Completions ? std::max<std::size_t>(facts.inputs, 1) : 1);
    return asked;
}

catalog::BilledTokens billedTokens(const dialects::RequestFacts& facts, Operation operation,
                                   const dialects::AnswerFacts& answer, const telemetry::Tokens& tokens,
                                   const catalog::ModelPrice& price) {
    catalog::BilledTokens billed;
    if (operation == Operation::Infer)
        return billed;
    if (makesImages(operation) && price.image) {
        billed.images = static_cast<std::int64_t>(std::max<std::uint64_t>(facts.choices, 1));
        return billed;
    }
    if (answer.soundMillis) {
        billed.audioMillis = *answer.soundMillis;
        return billed;
    }
    const auto usage = answer.usage.value_or(dialects::Usage{});
    billed.input = answer.usage ? usage.input : tokens.input;
    billed.cachedInput = usage.cachedInput;
    billed.cacheWrite = usage.cacheWrite;
    billed.cacheWriteLong = usage.cacheWriteLong;
    billed.output = tokens.output; // as told, or as estimated
    billed.reasoning = usage.reasoning;
    if (!dialects::isMedia(operation))
        return billed;
    auto& media = makesImages(operation) ? billed.imageInput : billed.audioInput;
    media = std::min(usage.mediaInput, billed.input);
    billed.input -= media;
    if (!makesImages(operation)) {
        billed.audioOutput = std::min(usage.mediaOutput, billed.output);
        billed.output -= billed.audioOutput;
    }
    return billed;
}

telemetry::Tokens toldTokens(const dialects::Usage& usage) {
    telemetry::Tokens tokens;
    tokens.input = usage.input;
    tokens.cachedInput = usage.cachedInput;
    tokens.cacheWrite = usage.cacheWrite + usage.cacheWriteLong;
    tokens.output = usage.output;
    tokens.reasoning = usage.reasoning;
    return tokens;
}

bool asksForBatchPrices(std::string_view body, const catalog::ModelPrice& price) {
    if (!price.batchInput && !price.batchOutput)
        return false;
    const auto tier = dialects::pickField(body, "service_tier");
    return tier && (*tier == "flex" || *tier == "batch");
}

std::string whyUnpriced(Operation operation, const dialects::AnswerFacts& answer, const catalog::ModelPrice* price) {
    if (operation == Operation::Infer)
        return price != nullptr && price->request ? "" : "no price is listed for a request of tensors";
    if (!dialects::isMedia(operation))
        return {};
    if (makesImages(operation) && price != nullptr && price->image)
        return {};
    if (answer.soundMillis) {
        if (price != nullptr && price->audioMinute)
            return {};
        const auto seconds = std::to_string(*answer.soundMillis / 1000);
        return "no price is listed for a minute of sound (" + seconds + " s were billed)";
    }
    if (!answer.usage)
        return "the provider told no usage";
    const auto& usage = *answer.usage;
    // Of a price that knows pictures the output is pictures.
    const bool known =
        price != nullptr && (makesImages(operation) ? price->imageInput.has_value()
                                                    : (usage.mediaInput == 0 || price->audioInput) &&
                                                          (usage.mediaOutput == 0 || price->audioOutput));
    if (known || usage.mediaInput + usage.mediaOutput == 0)
        return {};
    return "no price is listed for tokens of images and sound (" + std::to_string(usage.mediaInput) + " in, " +
           std::to_string(usage.mediaOutput) + " out)";
}

} // namespace gatehouse::pipeline
