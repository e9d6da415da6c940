// SPDX-License-Identifier: Apache-2.0
#include "core/cache/plain_chat.h"

#include "core/cache/canonical_json.h"

#include <algorithm>
#include <string_view>

namespace gatehouse::cache {
namespace {

using dialects::Operation;
using dialects::json::View;

using Texts = std::vector<std::string>;

// Lone surrogates, which text() cannot tell apart, are not plain.
bool addPlain(Texts& out, View value) {
    if (!value.isString())
        return false;
    auto text = value.text();
    if (text.find("\xEF\xBF\xBD") != std::string::npos)
        return false;
    out.push_back(std::move(text));
    return true;
}

// Fields of one object: what is read is ticked off, and what is left over makes it no plain one.
class Fields {
public:
    explicit Fields(View object) : m_object(object), m_whole(object.isObject()) {
        for (const auto member : object.children()) {
            if (member.given())
                m_left.push_back(member.name());
        }
    }
    View take(std::string_view name) {
        std::erase(m_left, name);
        return m_object[name];
    }
    // Whether everything was read.
    bool done() const { return m_whole && m_left.empty(); }

private:
    View m_object;
    bool m_whole;
    std::vector<std::string_view> m_left;
};

class Reader {
public:
    std::optional<PlainChat> run(Operation operation, View root) {
        bool plain = false;
        if (operation == Operation::ChatCompletions)
            plain = openAi(root);
        else if (operation == Operation::Messages)
            plain = anthropic(root);
        else if (operation == Operation::GenerateContent)
            plain = gemini(root);
        if (!plain || m_chat.turns.empty())
            return std::nullopt;
        std::sort(m_chat.numbers.begin(), m_chat.numbers.end());
        return std::move(m_chat);
    }

private:
    bool number(Fields& fields, std::string_view field, std::string_view name) {
        const auto value = fields.take(field);
        if (!value.given())
            return true;
        if (!value.isNumber())
            return false;
        m_chat.numbers.emplace_back(name, canonicalNumber(value.numberText()));
        return true;
    }

    static bool is(View value, std::string_view number) {
        return !value.given() || (value.isNumber() && canonicalNumber(value.numberText()) == canonicalNumber(number));
    }

    bool stops(View value) {
        if (value.isString())
            return addPlain(m_chat.stops, value);
        return !value.given() ||
               (value.isArray() && everyOne(value, [this](View stop) { return addPlain(m_chat.stops, stop); }));
    }

    template <typename Reading>
    static bool everyOne(View list, const Reading& reading) {
        for (const auto element : list.children()) {
            if (!reading(element))
                return false;
        }
        return true;
    }

    // A text, or parts of type "text"; marks of a provider's cache change no answer.
    static bool content(Texts& out, View value) {
        if (value.isString())
            return addPlain(out, value);
        return value.isArray() && value.size() > 0 && everyOne(value, [&out](View part) {
                   Fields fields(part);
                   const auto type = fields.take("type");
                   fields.take("cache_control");
                   return type.isString() && type.text() == "text" && addPlain(out, fields.take("text")) &&
                          fields.done();
               });
    }

    bool message(View value, bool systemToo) {
        Fields fields(value);
        const auto role = fields.take("role").text();
        const auto words = fields.take("content");
        if (!fields.done())
            return false;
        if (role == "system" && systemToo && m_chat.turns.empty())
            return content(m_chat.system, words);
        auto& turn = m_chat.turns.emplace_back();
        turn.assistant = role == "assistant";
        return (turn.assistant || role == "user") && content(turn.texts, words);
    }

    bool messages(View list, bool systemToo) {
        return list.isArray() && everyOne(list, [this, systemToo](View value) { return message(value, systemToo); });
    }

    bool openAi(View root) {
        Fields fields(root);
        for (const auto* ignored : {"model", "stream", "stream_options"})
            fields.take(ignored);
        return messages(fields.take("messages"), true) && number(fields, "temperature", "temperature") &&
               number(fields, "top_p", "top_p") && number(fields, "max_tokens", "limit") &&
               number(fields, "seed", "seed") && stops(fields.take("stop")) && is(fields.take("n"), "1") &&
               is(fields.take("frequency_penalty"), "0") && is(fields.take("presence_penalty"), "0") && fields.done();
    }

    bool anthropic(View root) {
        Fields fields(root);
        for (const auto* ignored : {"model", "stream"})
            fields.take(ignored);
        const auto system = fields.take("system");
        if (system.given() && !content(m_chat.system, system))
            return false;
        return messages(fields.take("messages"), false) && number(fields, "temperature", "temperature") &&
               number(fields, "top_p", "top_p") && number(fields, "top_k", "top_k") &&
               number(fields, "max_tokens", "limit") && stops(fields.take("stop_sequences")) && fields.done();
    }

    static bool geminiParts(Texts& out, View parts) {
        return parts.isArray() && parts.size() > 0 && everyOne(parts, [&out](View part) {
                   Fields fields(part);
                   return addPlain(out, fields.take("text")) && fields.done();
               });
    }

    bool geminiContent(View value) {
        Fields fields(value);
        const auto role = fields.take("role");
        const auto who = role.given() ? role.text() : std::string("user");
        auto& turn = m_chat.turns.emplace_back();
        turn.assistant = who == "model";
        return (turn.assistant || who == "user") && geminiParts(turn.texts, fields.take("parts")) && fields.done();
    }

    bool geminiSystem(View value) {
        Fields fields(value);
        fields.take("role"); // whatever it says, it is the system's
        return geminiParts(m_chat.system, fields.take("parts")) && fields.done();
    }

    bool geminiConfiguration(View value) {
        Fields fields(value);
        return number(fields, "temperature", "temperature") && number(fields, "topP", "top_p") &&
               number(fields, "topK", "top_k") && number(fields, "maxOutputTokens", "limit") &&
               number(fields, "seed", "seed") && stops(fields.take("stopSequences")) &&
               is(fields.take("candidateCount"), "1") && fields.done();
    }

    bool gemini(View root) {
        Fields fields(root);
        const auto system = fields.take("systemInstruction");
        if (system.given() && !geminiSystem(system))
            return false;
        const auto configuration = fields.take("generationConfig");
        if (configuration.given() && !geminiConfiguration(configuration))
            return false;
        const auto contents = fields.take("contents");
        return contents.isArray() && everyOne(contents, [this](View value) { return geminiContent(value); }) &&
               fields.done();
    }

    PlainChat m_chat;
};

} // namespace

std::optional<PlainChat> plainChat(Operation operation, View root) {
    return Reader().run(operation, root);
}

} // namespace gatehouse::cache
