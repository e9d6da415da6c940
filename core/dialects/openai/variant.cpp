// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/openai/variant.h"

#include "core/base/digest.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::openai {
namespace {

// docs.mistral.ai/api, "Chat Completion": every other field is answered with 422 "Extra inputs are not permitted". The
// usage comes with the last event of every stream, asked for or not.
constexpr std::array<std::string_view, 22> mistralFields{"model",
                                                         "messages",
                                                         "temperature",
                                                         "top_p",
                                                         "max_tokens",
                                                         "stream",
                                                         "stop",
                                                         "random_seed",
                                                         "response_format",
                                                         "tools",
                                                         "tool_choice",
                                                         "presence_penalty",
                                                         "prediction",
                                                         "frequency_penalty",
                                                         "parallel_tool_calls",
                                                         "prompt_mode",
                                                         "safe_prompt",
                                                         "metadata",
                                                         "guardrails",
                                                         "n",
                                                         "reasoning_effort",
                                                         "prompt_cache_key"};
constexpr std::array mistralRules{FieldRule{"seed", "random_seed"}, FieldRule{"max_completion_tokens", "max_tokens"},
                                  FieldRule{"stream_options", {}, true}};
// console.groq.com/docs/openai, "Currently Unsupported OpenAI Features": answered with 400.
constexpr std::array groqRules{FieldRule{"logprobs"}, FieldRule{"top_logprobs"}, FieldRule{"logit_bias"}};
// inference-docs.cerebras.ai/resources/openai: answered with 400; system messages are what developers' are elsewhere.
constexpr std::array cerebrasRules{FieldRule{"frequency_penalty"}, FieldRule{"presence_penalty"},
                                   FieldRule{"logit_bias"}, FieldRule{"parallel_tool_calls"},
                                   FieldRule{"service_tier"}};
// Their references know max_tokens alone; what they do not know they ignore without a word.
constexpr std::array oldLimitRules{FieldRule{"max_completion_tokens", "max_tokens"}};

constexpr std::array variants{
    Variant{"mistral", mistralRules, mistralFields, true, true, true},
    Variant{"groq", groqRules, {}, false, true},
    Variant{"cerebras", cerebrasRules, {}, true},
    Variant{"deepseek", oldLimitRules, {}, true},
    Variant{"moonshot", oldLimitRules, {}, true},
    Variant{"zhipu", oldLimitRules, {}, true},
    Variant{"alibaba", oldLimitRules, {}, true},
    Variant{"perplexity", oldLimitRules, {}, true},
    Variant{"ollama", oldLimitRules},
};

struct Sign {
    std::string_view preset; // a catalogue id, or the beginning of one up to a '-'
    std::string_view host;   // the end of a host's name
    std::string_view vendor;
};
constexpr std::array signs{
    Sign{"mistral", "api.mistral.ai", "mistral"},
    Sign{"vertex-mistral", "(none)", "mistral"},
    Sign{"groq", "api.groq.com", "groq"},
    Sign{"cerebras", "api.cerebras.ai", "cerebras"},
    Sign{"deepseek", "api.deepseek.com", "deepseek"},
    Sign{"moonshotai", "api.moonshot.ai", "moonshot"},
    Sign{"moonshotai", "api.moonshot.cn", "moonshot"},
    Sign{"zai", "api.z.ai", "zhipu"},
    Sign{"zhipuai", "open.bigmodel.cn", "zhipu"},
    Sign{"alibaba", "aliyuncs.com", "alibaba"},
    Sign{"perplexity", "api.perplexity.ai", "perplexity"},
    Sign{"ollama", "ollama.com", "ollama"},
};

bool fits(std::string_view preset, std::string_view sign) {
    return preset.starts_with(sign) && (preset.size() == sign.size() || preset[sign.size()] == '-');
}

bool isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The same id for the same call over all turns.
std::string nineCharacters(std::string_view id) {
    constexpr std::size_t length = 9;
    if (id.size() == length && std::all_of(id.begin(), id.end(), isAlphanumeric))
        return std::string(id);
    return toHex(sha256(id)).substr(0, length);
}

class Adaptation {
public:
    Adaptation(const Variant& variant, std::string_view body, Losses& losses)
        : m_variant(variant), m_body(body), m_losses(losses) {}

    std::vector<Edit> run() {
        json::JsonCursor at(m_body);
        auto members = membersOf(at);
        for (auto& member : members)
            judge(member, members);
        cut(members);
        return std::move(m_edits);
    }

private:
    struct Member {
        std::string_view name;
        std::string_view value;
        bool out = false;
    };
    using Members = std::vector<Member>;

    std::size_t offset(std::string_view part) const { return static_cast<std::size_t>(part.data() - m_body.data()); }
    std::size_t beginOf(const Member& member) const { return offset(member.name) - 1; } // at the quote
    std::size_t endOf(const Member& member) const { return offset(member.value) + member.value.size(); }
    void replace(std::string_view part, std::string text) {
        m_edits.push_back({{offset(part), part.size()}, std::move(text)});
    }

    static Members membersOf(json::JsonCursor& at) {
        Members members;
        std::string_view name;
        if (!at.enterObject())
            return members;
        while (at.nextMember(name))
            members.push_back({name, at.raw()});
        return members;
    }

    void judge(Member& member, const Members& all) {
        if (member.name == "messages")
            return messages(member.value);
        const auto rule = std::find_if(m_variant.rules.begin(), m_variant.rules.end(),
                                       [&member](const FieldRule& each) { return each.field == member.name; });
        if (rule != m_variant.rules.end())
            return obey(*rule, member, all);
        const auto& known = m_variant.known;
        if (!known.empty() && std::find(known.begin(), known.end(), member.name) == known.end())
            leaveOut(member, std::string(member.name), "has no such field");
    }

    void obey(const FieldRule& rule, Member& member, const Members& all) {
        const bool both =
            std::any_of(all.begin(), all.end(), [&rule](const Member& other) { return other.name == rule.name; });
        if (rule.implied || (both && !rule.name.empty())) {
            member.out = true;
        } else if (rule.name.empty()) {
            leaveOut(member, std::string(member.name), "has no such field");
        } else {
            replace(member.name, std::string(rule.name));
            addLoss(m_losses, std::string(member.name), LossKind::Renamed, std::string(rule.name));
        }
    }

    void leaveOut(Member& member, std::string path, const char* why) {
        constexpr std::array<std::string_view, 5> nothing{"null", "false", "{}", "[]", "\"\""};
        member.out = true;
        if (std::find(nothing.begin(), nothing.end(), member.value) == nothing.end())
            addLoss(m_losses, std::move(path), LossKind::Dropped,
                    "The provider (" + std::string(m_variant.vendor) + ") " + why + ".");
    }

    // Each member that goes takes the comma behind it along; the last ones that one before them.
    void cut(const Members& members) {
        std::size_t stays = members.size(); // behind the last one that stays
        while (stays > 0 && members[stays - 1].out)
            --stays;
        for (std::size_t i = 0; i < stays; ++i) {
            if (members[i].out)
                m_edits.push_back({{beginOf(members[i]), beginOf(members[i + 1]) - beginOf(members[i])}, {}});
        }
        if (stays == members.size())
            return;
        const std::size_t from = stays == 0 ? beginOf(members.front()) : endOf(members[stays - 1]);
        m_edits.push_back({{from, endOf(members.back()) - from}, {}});
    }

    void messages(std::string_view value) {
        if (!m_variant.systemForDeveloper && !m_variant.namelessMessages && !m_variant.nineCharacterIds)
            return;
        json::JsonCursor at(value);
        if (!at.enterArray())
            return;
        for (std::size_t i = 0; at.nextElement(); ++i) {
            auto members = membersOf(at);
            message(members, "messages[" + std::to_string(i) + "].name");
            cut(members);
        }
    }

    void message(Members& members, const std::string& namePath) {
        const bool isTool = std::any_of(members.begin(), members.end(), [](const Member& member) {
            return member.name == "role" && (member.value == "\"tool\"" || member.value == "\"function\"");
        });
        for (auto& member : members) {
            if (member.name == "role" && m_variant.systemForDeveloper && member.value == "\"developer\"")
                replace(member.value, "\"system\"");
            else if (member.name == "name" && m_variant.namelessMessages && !isTool) // there it is the tool's
                leaveOut(member, namePath, "takes no names");
            else if (member.name == "tool_call_id" && m_variant.nineCharacterIds)
                shorten(member.value);
            else if (member.name == "tool_calls" && m_variant.nineCharacterIds)
                calls(member.value);
        }
    }

    void calls(std::string_view value) {
        json::JsonCursor at(value);
        if (!at.enterArray())
            return;
        while (at.nextElement()) {
            for (const auto& member : membersOf(at)) {
                if (member.name == "id")
                    shorten(member.value);
            }
        }
    }

    void shorten(std::string_view quoted) {
        if (quoted.size() < 2 || quoted.front() != '"')
            return;
        const auto id = quoted.substr(1, quoted.size() - 2);
        auto fitting = nineCharacters(id);
        if (fitting != id)
            replace(id, std::move(fitting));
    }

    const Variant& m_variant;
    std::string_view m_body;
    Losses& m_losses;
    std::vector<Edit> m_edits;
};

} // namespace

bool Variant::tellsUsageUnasked() const {
    return std::any_of(rules.begin(), rules.end(),
                       [](const FieldRule& rule) { return rule.field == "stream_options" && rule.implied; });
}

const Variant* variantOf(std::string_view preset, std::string_view host) {
    const auto sign = std::find_if(signs.begin(), signs.end(), [preset, host](const Sign& each) {
        return preset.empty() ? host.ends_with(each.host) : fits(preset, each.preset);
    });
    if (sign == signs.end())
        return nullptr;
    return std::find_if(variants.begin(), variants.end(),
                        [sign](const Variant& variant) { return variant.vendor == sign->vendor; });
}

std::vector<Edit> variantEdits(const Variant& variant, std::string_view body, Losses& losses) {
    return Adaptation(variant, body, losses).run();
}

} // namespace gatehouse::dialects::openai
