// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/text.h"
#include "core/dialects/answer_collector.h"
#include "core/dialects/codec.h"
#include "core/dialects/translation.h"

#include <string>
#include <string_view>
#include <vector>

// What the codec tests share.
namespace codec_support {

using namespace gatehouse::dialects;

inline Dialect otherThan(Dialect dialect) {
    return dialect == Dialect::OpenAi ? Dialect::Anthropic : Dialect::OpenAi;
}

// JSON text over lines, numbers and strings untouched.
inline std::string indented(std::string_view json) {
    std::string out;
    std::size_t depth = 0;
    bool inString = false;
    const auto newLine = [&] { out += '\n' + std::string(depth * 2, ' '); };
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inString) {
            out += c;
            if (c == '\\')
                out += json[++i];
            inString = c != '"';
            continue;
        }
        const bool empty = i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
        if (c == '}' || c == ']') {
            if (out.back() != '{' && out.back() != '[') {
                --depth;
                newLine();
            }
        }
        out += c;
        inString = c == '"';
        if ((c == '{' || c == '[') && !empty)
            ++depth;
        if (((c == '{' || c == '[') && !empty) || c == ',')
            newLine();
        if (c == ':')
            out += ' ';
    }
    return out;
}

inline std::string listed(const Losses& losses) {
    std::string out;
    for (const auto& loss : losses) {
        constexpr std::string_view kinds[] = {"renamed", "approximated", "dropped"};
        out += kinds[static_cast<std::size_t>(loss.kind)];
        out += ' ' + loss.field + ": " + loss.detail + '\n';
    }
    return out;
}

struct ReadStream {
    std::vector<StreamEvent> events;
    StreamEnd end = StreamEnd::Cut;
    ChatAnswer answer;
    bool failed = false;
};

inline ReadStream readStream(const Codec& codec, const std::vector<std::string_view>& slices) {
    ReadStream read;
    const auto reader = codec.streamReader();
    for (const auto slice : slices)
        reader->feed(slice, read.events);
    read.end = reader->finish(read.events);
    AnswerCollector collector;
    for (const auto& event : read.events)
        collector.add(event);
    read.answer = collector.answer();
    read.failed = collector.error().has_value();
    return read;
}

inline std::string writeStream(const Codec& codec, const ReadStream& read) {
    StreamWriterOptions options;
    options.usageAsked = true;
    options.model = "asked-model";
    const auto writer = codec.streamWriter(options);
    std::string out;
    for (const auto& event : read.events)
        writer->write(event, out);
    if (read.end == StreamEnd::Whole)
        writer->finish(out);
    return out;
}

// Free text of a custom tool as dialects without such tools have it.
inline std::string argumentsOf(const ToolUsePart& use) {
    if (use.input == ToolInput::Text) {
        std::string object = "{\"input\":";
        gatehouse::appendJsonString(object, use.arguments);
        return object + '}';
    }
    return argumentsObject(use.arguments).value_or(use.arguments);
}

// The parts of an answer that must survive any translation, in words that can be compared and shown.
inline std::string essence(const ChatAnswer& answer) {
    std::string text;
    std::string thoughts;
    std::string calls;
    const AnswerChoice none;
    const AnswerChoice& choice = answer.choices.empty() ? none : answer.choices.front();
    for (const auto& part : choice.parts) {
        if (const auto* plain = std::get_if<TextPart>(&part.content))
            text += plain->text;
        else if (const auto* refusal = std::get_if<RefusalPart>(&part.content))
            text += refusal->text;
        else if (const auto* thought = std::get_if<ReasoningPart>(&part.content))
            thoughts += thought->text;
        else if (const auto* use = std::get_if<ToolUsePart>(&part.content))
            calls += use->name + argumentsOf(*use) + ';';
    }
    std::string out = "text:" + text + "\nthoughts:" + thoughts + "\ncalls:" + calls;
    if (answer.usage) {
        const Usage& usage = *answer.usage;
        out += "\nprompt:" + std::to_string(usage.prompt()) + " cached:" + std::to_string(usage.cachedInput) +
               " output:" + std::to_string(usage.output);
    }
    return out;
}

} // namespace codec_support
