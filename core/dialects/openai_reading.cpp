// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/openai_reading.h"

#include "core/dialects/finish.h"
#include "core/dialects/usage_numbers.h"

namespace gatehouse::dialects {
namespace {

using json::JsonCursor;
using json::Type;

void readFinish(OpenAiChoice& choice, JsonCursor& at) {
    if (at.type() != Type::String) {
        choice.finish = OpenAiChoice::Finish::Null;
        at.skip();
        return;
    }
    const auto word = at.rawString().value_or(std::string_view{});
    choice.finish = word.empty() ? OpenAiChoice::Finish::Blank : OpenAiChoice::Finish::Said;
    choice.stop = stopReasonOf(Dialect::OpenAi, word);
}

// "delta" or "message".
void readMessage(OpenAiChoice& choice, JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "role") {
            at.skip();
        } else if (name == "refusal") {
            ContentText refusal;
            addContent(refusal, at);
            choice.refused = choice.refused || refusal.any;
            choice.content.bytes += refusal.bytes;
            choice.content.any = choice.content.any || refusal.any;
        } else {
            addContent(choice.content, at);
        }
    }
}

OpenAiChoice readChoice(JsonCursor& at) {
    OpenAiChoice choice;
    std::string_view name;
    if (!at.enterObject())
        return choice;
    while (at.nextMember(name)) {
        if (name == "delta" || name == "message")
            readMessage(choice, at);
        else if (name == "text")
            addContent(choice.content, at);
        else if (name == "finish_reason")
            readFinish(choice, at);
        else if (name == "index")
            choice.index = at.integer().value_or(0);
        else
            at.skip();
    }
    return choice;
}

} // namespace

bool OpenAiReading::read(std::string_view text) {
    id = {};
    model = {};
    choicesSeen = false;
    choices.clear();
    usage.reset();
    fault.reset();
    return json::readObject(text, [this](std::string_view name, JsonCursor& at) { readMember(name, at); });
}

void OpenAiReading::readMember(std::string_view name, JsonCursor& at) {
    if (name == "id") {
        id = at.rawString().value_or(std::string_view{});
    } else if (name == "model") {
        model = at.rawString().value_or(std::string_view{});
    } else if (name == "choices") {
        readChoices(at);
    } else if (name == "usage") {
        readUsage(at);
    } else if (name == "x_groq") {
        readGroq(at);
    } else if (name == "error" && at.type() != Type::Null) {
        fault.emplace();
        fault->json = true;
        readFaultValue(*fault, at);
    } else {
        at.skip();
    }
}

void OpenAiReading::readChoices(JsonCursor& at) {
    if (!at.enterArray())
        return;
    choicesSeen = true;
    while (at.nextElement())
        choices.push_back(readChoice(at));
}

void OpenAiReading::readUsage(JsonCursor& at) {
    if (OpenAiUsage numbers; numbers.read(at))
        usage = numbers.disjoint();
}

// Groq: the same usage as in the chunk, or the only one.
void OpenAiReading::readGroq(JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        OpenAiUsage numbers;
        if (name != "usage")
            at.skip();
        else if (numbers.read(at) && !usage)
            usage = numbers.disjoint();
    }
}

} // namespace gatehouse::dialects
