// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/mapping/request_values.h"

#include "core/base/text.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/mapping/prompt_text.h"
#include "core/dialects/openai/request_writer.h"
#include "core/dialects/translation.h"

#include <array>
#include <optional>

namespace gatehouse::dialects::mapping {
namespace {

RawJson quoted(std::string_view text) {
    RawJson out;
    appendJsonString(out, text);
    return out;
}

struct Renamed {
    std::string_view member; // of an OpenAI body
    Field field;
};
constexpr std::array renamed{
    Renamed{"n", Field::Choices},
    Renamed{"reasoning_effort", Field::Effort},
    Renamed{"reasoning", Field::Thinking},
    Renamed{"parallel_tool_calls", Field::ParallelTools},
    Renamed{"metadata", Field::Metadata},
    Renamed{"service_tier", Field::ServiceTier},
    Renamed{"user", Field::User},
    Renamed{"tools", Field::Tools},
    Renamed{"tool_choice", Field::ToolChoice},
    Renamed{"response_format", Field::Format},
};

std::string clientName(Dialect from, std::string_view member) {
    for (const auto& row : renamed) {
        if (row.member == member)
            return std::string(fieldName(from, row.field));
    }
    return std::string(member);
}

class Filler {
public:
    Filler(const ChatRequest& request, Dialect from, const Template& wanted, Losses& losses)
        : m_request(request), m_from(from), m_wanted(wanted), m_losses(losses) {}

    Result<Values> run() {
        m_values[Name::Model] = quoted(m_request.model);
        m_values[Name::Stream] = m_request.stream ? "true" : "false";
        sampling();
        turns();
        if (auto done = others(); !done)
            return tl::unexpected(std::move(done.error()));
        return std::move(m_values);
    }

private:
    void lose(std::string field, std::string why = "The provider's mapping has no place for it.") {
        addLoss(m_losses, std::move(field), LossKind::Dropped, std::move(why));
    }

    void put(Name name, RawJson value, std::string_view field) {
        if (m_wanted.uses(name))
            m_values[name] = std::move(value);
        else
            lose(std::string(field));
    }

    void number(Name name, const std::optional<NumberText>& value, Field field) {
        if (value)
            put(name, *value, fieldName(m_from, field));
    }

    void sampling() {
        const auto& sampling = m_request.sampling;
        number(Name::Temperature, sampling.temperature, Field::Temperature);
        number(Name::TopP, sampling.topP, Field::TopP);
        number(Name::TopK, sampling.topK, Field::TopK);
        number(Name::Seed, sampling.seed, Field::Seed);
        number(Name::FrequencyPenalty, sampling.frequencyPenalty, Field::FrequencyPenalty);
        number(Name::PresencePenalty, sampling.presencePenalty, Field::PresencePenalty);
        if (m_request.maxOutputTokens)
            put(Name::MaxTokens, *m_request.maxOutputTokens,
                m_request.limitHoldsReasoning && m_from == Dialect::OpenAi ? "max_completion_tokens" : "max_tokens");
        if (m_request.stopSequences.empty())
            return;
        RawJson list = "[";
        for (const auto& word : m_request.stopSequences) {
            list += list.size() > 1 ? "," : "";
            appendJsonString(list, word);
        }
        put(Name::Stop, list + "]", fieldName(m_from, Field::Stop));
    }

    // The turns in the words that the template has places for.
    void turns() {
        m_turns = m_request.messages;
        if (m_wanted.uses(Name::System)) {
            if (const auto text = systemText(m_turns, m_from, m_losses); !text.empty())
                m_values[Name::System] = quoted(text);
            std::erase_if(m_turns, isSystem);
        }
        if (m_wanted.uses(Name::Prompt))
            m_values[Name::Prompt] = quoted(promptText(m_turns, m_from, m_losses));
        if (!m_wanted.uses(Name::LastUser))
            return;
        const bool whole = m_wanted.uses(Name::Prompt) || m_wanted.uses(Name::Messages);
        Losses untold;
        m_values[Name::LastUser] = quoted(lastUserText(m_turns, m_from, whole ? untold : m_losses));
        for (const auto& turn : m_turns) {
            if (!whole && isSystem(turn))
                lose(pathOf(m_from, turn), "The provider takes one turn alone.");
        }
    }

    // The rest by way of OpenAI's form, which says most: what it cannot say is lost here too.
    Result<void> others() {
        ChatRequest plain = m_request;
        plain.model = "mapped"; // no vendor's rules
        plain.stream = plain.usageAsked = false;
        plain.sampling = {};
        plain.maxOutputTokens.reset();
        plain.stopSequences.clear();
        plain.messages = m_wanted.uses(Name::Messages) ? std::move(m_turns) : std::vector<Message>();
        const auto body = openai::writeRequest(plain, m_from, m_losses);
        if (!body)
            return tl::unexpected(body.error());
        const auto document = json::Document::parse(*body);
        if (!document)
            return tl::unexpected(document.error());
        for (const json::View member : document->root().children())
            takeMember(member);
        return {};
    }

    void takeMember(json::View member) {
        constexpr std::array taken{Name::Messages, Name::Tools, Name::ToolChoice, Name::ResponseFormat, Name::User};
        const auto name = member.name();
        if (name == "model" || name == "stream" || name == "stream_options")
            return;
        for (const auto known : taken) {
            if (name != nameOf(known))
                continue;
            if (m_wanted.uses(known))
                m_values[known] = member.compact();
            else if (known != Name::Messages)
                lose(clientName(m_from, name));
            return;
        }
        lose(clientName(m_from, name));
    }

    const ChatRequest& m_request;
    Dialect m_from;
    const Template& m_wanted;
    Losses& m_losses;
    Values m_values;
    std::vector<Message> m_turns;
};

} // namespace

Result<Values> valuesOf(const ChatRequest& request, Dialect from, const Template& wanted, Losses& losses) {
    return Filler(request, from, wanted, losses).run();
}

} // namespace gatehouse::dialects::mapping
