// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/media_reading.h"

#include "core/dialects/usage_numbers.h"

#include <algorithm>

namespace gatehouse::dialects {
namespace {

using json::JsonCursor;
using json::Type;

bool makesText(Operation operation) {
    return operation == Operation::Transcriptions || operation == Operation::Translations;
}

Usage usageOf(const OpenAiUsage& numbers, Operation operation) {
    Usage usage = numbers.disjoint();
    usage.mediaInput = std::min(numbers.promptAudio + numbers.promptImage, usage.prompt());
    if (!makesText(operation))
        usage.mediaOutput = numbers.completionDetailed
                                ? std::max<std::int64_t>(usage.output - numbers.completionText, 0)
                                : usage.output;
    return usage;
}

} // namespace

bool MediaReading::read(std::string_view text) {
    type.clear();
    usage.reset();
    soundMillis.reset();
    fault.reset();
    return json::readObject(text, [this](std::string_view name, JsonCursor& at) { readMember(name, at); });
}

void MediaReading::readMember(std::string_view name, JsonCursor& at) {
    if (name == "type") {
        type = at.rawString().value_or(std::string_view{});
    } else if (name == "usage") {
        readUsage(at);
    } else if (name == "duration" && makesText(m_operation) && !soundMillis) {
        soundMillis = at.type() == Type::Number ? millisOf(at.raw()) : millisOf(at.text());
    } else if (name == "error" && at.type() != Type::Null) {
        fault.emplace();
        fault->json = true;
        readFaultValue(*fault, at);
    } else {
        at.skip();
    }
}

void MediaReading::readUsage(JsonCursor& at) {
    OpenAiUsage numbers;
    if (numbers.read(at))
        usage = usageOf(numbers, m_operation);
    if (numbers.millis)
        soundMillis = numbers.millis;
}

} // namespace gatehouse::dialects
