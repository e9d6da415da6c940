// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/mapping/prompt_text.h"

#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::mapping {
namespace {

constexpr std::string_view blankLine = "\n\n";

void append(std::string& text, std::string_view more) {
    if (more.empty())
        return;
    if (!text.empty())
        text += '\n';
    text += more;
}

// The words of one message.
class Words {
public:
    Words(const Message& message, Dialect from, Losses& losses) : m_message(message), m_from(from), m_losses(losses) {}

    std::string read() {
        std::string text;
        for (const auto& part : m_message.parts)
            append(text, read(part));
        return text;
    }

private:
    std::string read(const Part& part) {
        if (const auto* said = std::get_if<TextPart>(&part.content))
            return said->text;
        if (const auto* refusal = std::get_if<RefusalPart>(&part.content))
            return refusal->text;
        if (const auto* use = std::get_if<ToolUsePart>(&part.content)) {
            lose(part, LossKind::Approximated, "The provider takes text alone: the call became words.");
            return "[calls " + use->name + " with " + use->arguments + "]";
        }
        if (const auto* result = std::get_if<ToolResultPart>(&part.content))
            return resultText(part, *result);
        if (const auto* media = std::get_if<MediaPart>(&part.content); media && media->source == MediaSource::Text)
            return std::string(media->data.view());
        lose(part, LossKind::Dropped, "The provider takes text alone.");
        return {};
    }

    std::string resultText(const Part& part, const ToolResultPart& result) {
        lose(part, LossKind::Approximated, "The provider takes text alone: the result became words.");
        std::string text;
        for (const auto& inner : result.parts) {
            if (const auto* said = std::get_if<TextPart>(&inner.content))
                append(text, said->text);
            else
                lose(part, LossKind::Dropped, "The provider takes text alone.");
        }
        return text;
    }

    void lose(const Part& part, LossKind kind, std::string why) {
        addLoss(m_losses, pathOf(m_from, m_message, part), kind, std::move(why));
    }

    const Message& m_message;
    Dialect m_from;
    Losses& m_losses;
};

std::string_view roleWord(Role role) {
    switch (role) {
    case Role::System:
    case Role::Developer:
        return "System";
    case Role::User:
        return "User";
    case Role::Assistant:
        return "Assistant";
    case Role::Tool:
        break;
    }
    return "Tool";
}

} // namespace

bool isSystem(const Message& message) {
    return message.role == Role::System || message.role == Role::Developer;
}

std::string promptText(const std::vector<Message>& messages, Dialect from, Losses& losses) {
    if (messages.size() == 1 && messages.front().role == Role::User)
        return Words(messages.front(), from, losses).read();
    std::string text;
    for (const auto& message : messages)
        text.append(roleWord(message.role)).append(": ").append(Words(message, from, losses).read()).append(blankLine);
    return text + "Assistant:";
}

std::string lastUserText(const std::vector<Message>& messages, Dialect from, Losses& losses) {
    const auto last = std::find_if(messages.rbegin(), messages.rend(),
                                   [](const Message& message) { return message.role == Role::User; });
    for (auto message = messages.rbegin(); message != messages.rend(); ++message) {
        if (message != last && !isSystem(*message))
            addLoss(losses, pathOf(from, *message), LossKind::Dropped, "The provider takes one turn alone.");
    }
    return last == messages.rend() ? std::string() : Words(*last, from, losses).read();
}

std::string systemText(const std::vector<Message>& messages, Dialect from, Losses& losses) {
    std::string text;
    for (const auto& message : messages) {
        if (!isSystem(message))
            continue;
        text.append(text.empty() ? "" : blankLine).append(Words(message, from, losses).read());
    }
    return text;
}

} // namespace gatehouse::dialects::mapping
