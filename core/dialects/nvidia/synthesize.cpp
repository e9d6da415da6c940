// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/nvidia/synthesize.h"

#include "core/base/digest.h"
#include "core/base/text.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::nvidia {
namespace {

using json::View;

constexpr std::string_view usualLanguage = "en-US";

bool isLetters(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
}

// "EN-US" of "Magpie-Multilingual.EN-US.Sofia" as "en-US"; empty: none of its parts is a language.
std::string languageIn(std::string_view voice) {
    while (!voice.empty()) {
        const auto part = voice.substr(0, voice.find('.'));
        voice.remove_prefix(std::min(part.size() + 1, voice.size()));
        if (part.size() != 5 || part[2] != '-' || !isLetters(part.substr(0, 2)) || !isLetters(part.substr(3)))
            continue;
        std::string language = toLower(part);
        std::transform(language.begin() + 3, language.end(), language.begin() + 3,
                       [](char c) { return static_cast<char>(c - 'a' + 'A'); });
        return language;
    }
    return {};
}

class Form {
public:
    explicit Form(std::string_view seed) : m_boundary("gatehouse-" + toHex(sha256(seed)).substr(0, 32)) {}

    void add(std::string_view name, std::string_view value) {
        m_text.append("--").append(m_boundary).append("\r\nContent-Disposition: form-data; name=\"");
        m_text.append(name).append("\"\r\n\r\n").append(value).append("\r\n");
    }
    std::string finish() {
        m_text.append("--").append(m_boundary).append("--\r\n");
        return std::move(m_text);
    }

private:
    std::string m_boundary; // of the whole request's digest: no value can hold it but by chance
    std::string m_text;
};

std::string_view encodingFor(const std::string& format, Losses& losses) {
    if (format == "opus")
        return "OGGOPUS";
    if (format != "wav")
        addLoss(losses, "response_format", LossKind::Approximated,
                "Riva makes wav and opus; sent as wav instead of " + (format.empty() ? "mp3" : format) + ".");
    return "LINEAR_PCM";
}

} // namespace

Result<std::string> synthesizeForm(std::string_view speech, Losses& losses) {
    const auto document = json::Document::parse(speech);
    if (!document)
        return tl::unexpected(document.error());
    const auto root = document->root();
    const auto text = root["input"].text();
    if (text.empty())
        return failure(ErrorKind::Invalid, "invalid_request", "The field \"input\" must be a text that is not empty.");
    Form form(speech);
    form.add("text", text);
    const auto voice = root["voice"].isObject() ? root["voice"]["id"].text() : root["voice"].text();
    auto language = root["language"].text();
    if (language.empty())
        language = languageIn(voice);
    form.add("language", language.empty() ? usualLanguage : std::string_view(language));
    if (!voice.empty())
        form.add("voice", voice);
    form.add("encoding", encodingFor(root["response_format"].text(), losses));
    if (root["sample_rate_hz"].isNumber())
        form.add("sample_rate_hz", root["sample_rate_hz"].numberText());
    for (const View member : root.children()) {
        const auto name = member.name();
        const bool known = name == "input" || name == "voice" || name == "model" || name == "response_format" ||
                           name == "language" || name == "sample_rate_hz";
        const bool usual = (name == "speed" && (member.numberText() == "1" || member.numberText() == "1.0")) ||
                           (name == "stream_format" && member.text() == "audio");
        if (!known && !usual && member.given())
            addLoss(losses, std::string(name), LossKind::Dropped, "Riva has no such field.");
    }
    return form.finish();
}

std::string formTypeOf(std::string_view form) {
    return "multipart/form-data; boundary=" + std::string(form.substr(2, form.find("\r\n") - 2));
}

} // namespace gatehouse::dialects::nvidia
