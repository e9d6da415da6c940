// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/cohere/reading.h"

#include "core/dialects/cohere/answer.h"

#include <algorithm>

namespace gatehouse::dialects::cohere {
namespace {

using json::JsonCursor;
using json::Type;

struct Numbers {
    std::optional<std::int64_t> input;
    std::optional<std::int64_t> output;
    std::int64_t reasoning = 0;
};

Numbers readNumbers(JsonCursor& at) {
    Numbers numbers;
    std::string_view name;
    if (!at.enterObject())
        return numbers;
    while (at.nextMember(name)) {
        if (name == "input_tokens")
            numbers.input = at.integer();
        else if (name == "output_tokens")
            numbers.output = at.integer();
        else if (name == "reasoning_tokens")
            numbers.reasoning = at.integer().value_or(0);
        else
            at.skip();
    }
    return numbers;
}

std::int64_t notNegative(std::optional<std::int64_t> number) {
    return std::max<std::int64_t>(number.value_or(0), 0);
}

} // namespace

bool Reading::read(std::string_view text) {
    *this = Reading();
    return json::readObject(text, [this](std::string_view name, JsonCursor& at) { readMember(name, at); });
}

void Reading::takeStop(std::string_view word) {
    if (!word.empty())
        stop = stopReasonOf(word);
}

void Reading::readMember(std::string_view name, JsonCursor& at) {
    if (name == "type") {
        type = at.rawString().value_or(std::string_view{});
    } else if (name == "id") {
        id = at.rawString().value_or(std::string_view{});
    } else if (name == "delta") {
        readDelta(at);
    } else if (name == "message" && at.type() == Type::String) {
        fault.emplace();
        fault->json = true;
        readFaultValue(*fault, at);
    } else if (name == "message") {
        readMessage(at);
    } else if (name == "finish_reason") {
        takeStop(at.rawString().value_or(std::string_view{}));
    } else if (name == "usage") {
        readUsage(at);
    } else {
        at.skip();
    }
}

void Reading::readDelta(JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "message") {
            readMessage(at);
        } else if (name == "finish_reason") {
            takeStop(at.rawString().value_or(std::string_view{}));
        } else if (name == "usage") {
            readUsage(at);
        } else if (name == "error" && at.type() != Type::Null) {
            fault.emplace();
            fault->json = true;
            readFaultValue(*fault, at);
        } else {
            at.skip();
        }
    }
}

// Citations repeat what the text says.
void Reading::readMessage(JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "content" || name == "tool_plan" || name == "tool_calls")
            addContent(content, at);
        else
            at.skip();
    }
}

void Reading::readUsage(JsonCursor& at) {
    Numbers tokens;
    Numbers billed;
    std::int64_t cached = 0;
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "tokens")
            tokens = readNumbers(at);
        else if (name == "billed_units")
            billed = readNumbers(at);
        else if (name == "cached_tokens")
            cached = notNegative(at.integer());
        else
            at.skip();
    }
    const Numbers& told = tokens.input || tokens.output ? tokens : billed;
    if (!told.input && !told.output)
        return;
    usage.emplace();
    usage->cachedInput = std::min(cached, notNegative(told.input));
    usage->input = notNegative(told.input) - usage->cachedInput;
    usage->output = notNegative(told.output);
    usage->reasoning = std::min(notNegative(told.reasoning), usage->output);
}

} // namespace gatehouse::dialects::cohere
