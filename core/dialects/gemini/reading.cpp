// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/reading.h"

#include "core/dialects/gemini/fields.h"
#include "core/dialects/gemini/finish_words.h"

namespace gatehouse::dialects::gemini {
namespace {

using json::JsonCursor;
using json::Type;

StopReason readStop(JsonCursor& at) {
    if (at.type() == Type::Number)
        return stopReasonOf(at.raw());
    return stopReasonOf(at.rawString().value_or(std::string_view()));
}

} // namespace

bool Reading::read(std::string_view text) {
    *this = Reading{};
    return json::readObject(text, [this](std::string_view name, JsonCursor& at) { readMember(name, at); });
}

void Reading::readMember(std::string_view name, JsonCursor& at) {
    if (name == "candidates") {
        if (!at.enterArray())
            return;
        while (at.nextElement())
            readCandidate(at);
    } else if (isField(name, "usageMetadata")) {
        if (UsageMetadata numbers; numbers.read(at))
            usage = numbers.disjoint();
    } else if (isField(name, "responseId")) {
        id = at.rawString().value_or(std::string_view());
    } else if (isField(name, "modelVersion")) {
        model = at.rawString().value_or(std::string_view());
    } else if (isField(name, "promptFeedback")) {
        std::string_view inner;
        if (!at.enterObject())
            return;
        while (at.nextMember(inner)) {
            blocked = blocked || isField(inner, "blockReason");
            at.skip();
        }
    } else if (isField(name, "totalTokens")) {
        totalTokens = at.integer();
    } else if (name == "error" && at.type() != Type::Null) {
        fault.emplace();
        fault->json = true;
        readFaultValue(*fault, at);
    } else {
        at.skip();
    }
}

void Reading::readCandidate(JsonCursor& at) {
    Candidate candidate;
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "content") {
            std::string_view inner;
            if (!at.enterObject())
                continue;
            while (at.nextMember(inner)) {
                if (inner == "parts")
                    readParts(candidate, at);
                else
                    at.skip();
            }
        } else if (isField(name, "finishReason")) {
            candidate.stop = readStop(at);
        } else if (name == "index") {
            candidate.index = at.integer().value_or(0);
        } else {
            at.skip();
        }
    }
    candidates.push_back(candidate);
}

void Reading::readParts(Candidate& candidate, JsonCursor& at) {
    if (at.type() == Type::Object)
        return readPart(candidate, at);
    if (!at.enterArray())
        return;
    while (at.nextElement())
        readPart(candidate, at);
}

// Signatures are no generated text; neither are pictures, which addContent() knows by their name.
void Reading::readPart(Candidate& candidate, JsonCursor& at) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "thought" || isField(name, "thoughtSignature")) {
            at.skip();
            continue;
        }
        candidate.calls = candidate.calls || isField(name, "functionCall");
        addContent(candidate.content, at);
    }
}

} // namespace gatehouse::dialects::gemini
