// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/telemetry/check_digits.h"
#include "core/telemetry/masker.h"

#include <algorithm>
#include <array>
#include <re2/re2.h>
#include <utility>

namespace gatehouse::telemetry {
namespace {

constexpr std::string_view credential = "credential";

// Keys that their makers made recognisable. A word boundary before each keeps them apart from longer words.
constexpr const char* keyPattern =
    // our own; OpenAI, Anthropic, OpenRouter, DeepSeek and others
    R"((\b(?:gh_[a-z0-9]{8}_[0-9A-Za-z]{20,}|sk-[A-Za-z0-9_-]{16,})"
    // Stripe and others of its form
    R"(|(?:pk|rk|sk)_(?:live|test|prod)_[A-Za-z0-9]{10,}|whsec_[A-Za-z0-9+/=]{20,})"
    // Groq, xAI, Perplexity, Hugging Face, Replicate, NVIDIA, Fireworks, Tavily, Voyage, Jina, Cerebras
    R"(|gsk_[A-Za-z0-9]{20,}|xai-[A-Za-z0-9_-]{20,}|pplx-[A-Za-z0-9]{20,}|(?:hf|api_org)_[A-Za-z0-9]{20,})"
    R"(|r8_[A-Za-z0-9]{20,}|nvapi-[A-Za-z0-9_-]{20,}|fw_[A-Za-z0-9]{16,}|tvly-[A-Za-z0-9_-]{16,}|pa-[A-Za-z0-9_-]{30,})"
    R"(|jina_[A-Za-z0-9_-]{30,}|csk-[A-Za-z0-9]{30,}|tgp_v1_[A-Za-z0-9_-]{20,}|lsv2_[a-z]{2}_[a-f0-9_]{30,})"
    // Google, Amazon, Microsoft, Alibaba
    R"(|AIza[0-9A-Za-z_-]{30,}|GOCSPX-[A-Za-z0-9_-]{20,}|ya29\.[A-Za-z0-9_-]{20,}|1//0[A-Za-z0-9_-]{30,})"
    R"(|(?:AKIA|ASIA|ABIA|ACCA|AROA|AIDA)[A-Z0-9]{16}|ABSK[A-Za-z0-9+/=]{40,}|LTAI[A-Za-z0-9]{12,})"
    // GitHub, GitLab, Atlassian, Bitbucket, npm, PyPI, Docker, RubyGems
    R"(|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,}|gl(?:pat|rt|dt|ptt|cbt|ft|soat|imt|agent)-[A-Za-z0-9_.-]{16,})"
    R"(|ATATT3[A-Za-z0-9_=-]{20,}|ATBB[A-Za-z0-9]{20,}|npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,}|dckr_[a-z]{3}_[A-Za-z0-9_-]{20,})"
    R"(|rubygems_[a-f0-9]{40,})"
    // Slack, Discord, Telegram, Twilio, SendGrid, Mailgun, Mailchimp
    R"(|xox[abeoprs]-[A-Za-z0-9-]{10,}|xox[abeoprs]\.[A-Za-z0-9.-]{10,}|xapp-[A-Za-z0-9-]{10,}|[0-9]{8,10}:AA[A-Za-z0-9_-]{32,})"
    R"(|[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}|(?:SK|AC)[0-9a-f]{32}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,})"
    R"(|key-[a-f0-9]{32}|[a-f0-9]{32}-us[0-9]{1,2})"
    // DigitalOcean, Shopify, Square, Linear, Notion, Postman, Vault, Tailscale, Databricks, Grafana, Sentry, New Relic
    R"(|do[opr]_v1_[a-f0-9]{40,}|shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|sq0[a-z]{3}-[A-Za-z0-9_-]{20,}|EAAA[A-Za-z0-9_-]{40,})"
    R"(|lin_api_[A-Za-z0-9]{30,}|(?:ntn|secret)_[A-Za-z0-9]{40,}|PMAK-[a-f0-9]{20,}-[a-f0-9]{30,}|hv[sbr]\.[A-Za-z0-9_-]{20,})"
    R"(|tskey-[a-z]+-[A-Za-z0-9-]{10,}|dapi[a-f0-9]{32}|gl(?:sa|c)_[A-Za-z0-9_+/=]{30,}|sntr[a-z]_[A-Za-z0-9_+/=-]{30,}|NRAK-[A-Z0-9]{20,})"
    R"(|dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9.]{30,}|pul-[a-f0-9]{40}|figd_[A-Za-z0-9_-]{30,}|AGE-SECRET-KEY-1[A-Z0-9]{50,})"
    R"(|phc_[A-Za-z0-9]{30,}|ops_eyJ[A-Za-z0-9_-]{30,}|sl\.[A-Za-z0-9_-]{60,}|atlasv1\.[A-Za-z0-9_=-]{30,}|[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{30,})"
    // webhooks, whose address is the secret
    R"(|hooks\.slack\.com/(?:services|workflows)/[A-Za-z0-9/_-]{16,}|discord(?:app)?\.com/api/webhooks/[0-9]+/[A-Za-z0-9_-]{20,})"
    // JSON web tokens, whole or cut
    R"(|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?))"
    // private keys, to their end or that of the text
    R"(|-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)))";

// Values of fields that are named like credentials: "x-api-key: …", "\"password\": \"…\"", "AWS_SECRET_ACCESS_KEY=…".
constexpr const char* fieldPattern =
    R"((?i)(?:authorization|cookie|(?:api|access|account|auth|private|secret|signing|encryption|shared|master|service|subscription)[-_ ]?(?:access[-_ ]?)?(?:key|token)|)"
    R"((?:refresh|bearer|session|id|bot|deploy|csrf)[-_ ]?token|client[-_ ]?secret|credentials?|passwords?|passwort|passwd|passphrase|pwd|secret|token|apikey))"
    R"(["'\x60*]{0,3}\s{0,4}(?::=|=>|[:=])\s{0,4}["'\x60]{0,2}(?:(?:bearer|basic|token|digest|apikey)\s+)?([^\s"'\x60&,;<>{}()\[\]]{8,}))";
constexpr const char* schemePattern = R"((?i)\b(?:bearer|basic)\s+([A-Za-z0-9._~+/-]{16,}=*))";
constexpr const char* addressPattern = R"((?i)\b[a-z][a-z0-9+.-]{1,30}://[^\s/:@"'<>]{0,100}:([^\s/@"'<>]{3,200})@)";

constexpr const char* emailPattern =
    R"(([A-Za-z0-9!#$%&'*+/=?^_\x60{|}~.-]{0,63}[A-Za-z0-9_+-]@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,24}))";
constexpr const char* cardPattern = R"(((?:[0-9][ -]?){12,18}[0-9]))";
constexpr const char* ibanPattern = R"(((?i:\b[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]){11,32})))";
constexpr const char* phonePattern =
    R"(((?:\+|\b00)[ ]?[1-9][0-9]{0,3}(?:[ .()/-]{0,3}[0-9]){6,13}(?:[ ]?(?:x|ext\.?)[ ]?[0-9]{1,6})?)"
    R"(|(?:\+?1[ .-]?)?\([2-9][0-9]{2}\)[ .-]?[0-9]{3}[ .-][0-9]{4}(?:[ ]?(?:x|ext\.?)[ ]?[0-9]{1,6})?)"
    R"(|\b(?:1[ .-])?[2-9][0-9]{2}([ .-])[0-9]{3}[ .-][0-9]{4}\b(?:[ ]?(?:x|ext\.?)[ ]?[0-9]{1,6})?)"
    R"(|\(0[0-9]{1,5}\)[ ]?[0-9]{2,5}(?:[ -]?[0-9]{2,5}){1,3}|\b0[1-9][0-9]{1,4}[ /-][0-9]{2,5}(?:[ -]?[0-9]{2,5}){1,3}\b)"
    R"(|\b0[1-9](?:[ .][0-9]{2}){4}\b|\([0-9]{2,4}\)[ ]?[0-9]{3,4}[ -][0-9]{4}\b))";
// Numbers that only the words beside them tell from others.
constexpr const char* namedPhonePattern =
    R"((?i)\b(?:tel|telephone|phone|mobile|cell|fax|handy|telefon|(?:call|text|reach|ring)[ ](?:me|us|him|her|them))\b[^0-9+\n]{0,12}(\+?\(?[0-9](?:[ ()./-]{0,2}[0-9]){5,14}))";
constexpr const char* phoneWithNamePattern =
    R"((?i)\b(\(?[0-9](?:[ ()./-]{0,2}[0-9]){5,14})[ ]{1,3}\(?(?:office|fax|mobile|cell|phone|home|work)\b)";

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isWord(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
std::size_t digitsIn(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), isDigit));
}

// What stands beside a number: part of a longer one, of a word or of a decimal fraction?
bool standsAlone(std::string_view text, std::size_t begin, std::size_t end) {
    const auto partOf = [&](std::size_t place, std::size_t beyond) {
        const char c = text[place];
        return isWord(c) || ((c == '.' || c == ',') && beyond < text.size() && isDigit(text[beyond]));
    };
    if (begin > 0 && partOf(begin - 1, begin >= 2 ? begin - 2 : text.size()))
        return false;
    return end >= text.size() || !partOf(end, end + 1);
}

bool isCard(std::string_view text, std::size_t begin, std::size_t& end) {
    const auto number = text.substr(begin, end - begin);
    const auto digits = digitsIn(number);
    return digits >= 12 && digits <= 19 && number.front() >= '1' && number.front() <= '6' &&
           standsAlone(text, begin, end) && hasLuhnDigit(number);
}

bool isIban(std::string_view text, std::size_t begin, std::size_t& end) {
    const auto length = ibanLength(text.substr(begin, end - begin));
    if (length == 0 || (begin + length < text.size() && isWord(text[begin + length])))
        return false;
    end = begin + length;
    return true;
}

bool isPhone(std::string_view text, std::size_t begin, std::size_t& end) {
    const auto digits = digitsIn(text.substr(begin, end - begin));
    return digits >= 6 && digits <= 20 && standsAlone(text, begin, end);
}

// Words in the place of a value ("password: required", "token=$TOKEN") are no secrets.
bool isFieldValue(std::string_view text, std::size_t begin, std::size_t& end) {
    const auto value = text.substr(begin, end - begin);
    if (value.front() == '$' || value.front() == '%' || value.starts_with("[masked:") ||
        value.find("://") != std::string_view::npos)
        return false;
    const bool digit = std::any_of(value.begin(), value.end(), isDigit);
    const bool sign =
        std::any_of(value.begin(), value.end(), [](char c) { return !isWord(c) && c != '-' && c != '.'; });
    return digit || sign || value.size() >= 20;
}

bool always(std::string_view, std::size_t, std::size_t&) {
    return true;
}

struct Rule {
    const char* pattern;
    std::string_view what;
    bool (*holds)(std::string_view text, std::size_t begin, std::size_t& end);
};
constexpr std::array<Rule, 10> rules{{{keyPattern, credential, always},
                                      {fieldPattern, credential, isFieldValue},
                                      {schemePattern, credential, always},
                                      {addressPattern, credential, always},
                                      {emailPattern, "email", always},
                                      {cardPattern, "card", isCard},
                                      {ibanPattern, "iban", isIban},
                                      {phonePattern, "phone", isPhone},
                                      {namedPhonePattern, "phone", isPhone},
                                      {phoneWithNamePattern, "phone", isPhone}}};

RE2::Options options() {
    RE2::Options out;
    out.set_log_errors(false);
    out.set_encoding(RE2::Options::EncodingLatin1); // bytes: a broken text must be searched as well
    out.set_max_mem(std::int64_t{32} << 20);
    return out;
}

class PatternMasker final : public Masker {
public:
    Result<void> compile() {
        for (std::size_t i = 0; i < rules.size(); ++i) {
            m_patterns[i] = std::make_unique<RE2>(rules[i].pattern, options());
            if (!m_patterns[i]->ok())
                return failure(ErrorKind::Internal, "mask_pattern",
                               "a pattern of the masker cannot be used: " + m_patterns[i]->error());
        }
        return {};
    }

    Result<std::vector<MaskSpan>> find(std::string_view text) const override {
        std::vector<MaskSpan> found;
        for (std::size_t i = 0; i < rules.size(); ++i)
            findAll(*m_patterns[i], rules[i], text, found);
        std::sort(found.begin(), found.end(), [](const MaskSpan& a, const MaskSpan& b) {
            return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
        });
        std::vector<MaskSpan> out;
        for (const auto& span : found) {
            if (out.empty() || span.begin >= out.back().end)
                out.push_back(span);
            else
                out.back().end = std::max(out.back().end, span.end);
        }
        return out;
    }

private:
    static void findAll(const RE2& pattern, const Rule& rule, std::string_view text, std::vector<MaskSpan>& found) {
        const re2::StringPiece input(text.data(), text.size());
        std::array<re2::StringPiece, 2> groups;
        for (std::size_t from = 0; from < text.size();) {
            if (!pattern.Match(input, from, text.size(), RE2::UNANCHORED, groups.data(), 2))
                return;
            const auto begin = static_cast<std::size_t>(groups[1].data() - text.data());
            auto end = begin + groups[1].size();
            if (rule.holds(text, begin, end)) {
                found.push_back({begin, end, rule.what});
                from = std::max(end, from + 1);
            } else {
                // What looked like one may hide one that begins later, but only bounded work is done for it.
                from =
                    std::max(begin + (rule.holds == always ? groups[1].size() : nextStart(text, begin, end)), from + 1);
            }
        }
    }

    // Behind the first run of word characters.
    static std::size_t nextStart(std::string_view text, std::size_t begin, std::size_t end) {
        auto place = begin;
        while (place < end && isWord(text[place]))
            ++place;
        return std::max<std::size_t>(place - begin, 1);
    }

    std::array<std::unique_ptr<RE2>, rules.size()> m_patterns;
};

} // namespace

Result<std::unique_ptr<Masker>> makePatternMasker() {
    auto masker = std::make_unique<PatternMasker>();
    if (auto compiled = masker->compile(); !compiled)
        return tl::unexpected(compiled.error());
    return masker;
}

void appendMask(std::string& out, std::string_view what) {
    out.append("[masked:").append(what).append("]");
}

std::string masked(std::string_view text, const std::vector<MaskSpan>& spans) {
    std::string out;
    std::size_t from = 0;
    for (const auto& span : spans) {
        out.append(text.substr(from, span.begin - from));
        appendMask(out, span.what);
        from = span.end;
    }
    out.append(text.substr(from));
    return out;
}

} // namespace gatehouse::telemetry
