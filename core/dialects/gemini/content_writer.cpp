// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/content_writer.h"

#include "core/dialects/gemini/model_rules.h"
#include "core/dialects/gemini/part_writer.h"
#include "core/dialects/gemini/signature.h"
#include "core/dialects/request_reading.h"
#include "core/dialects/translation.h"

#include <algorithm>

namespace gatehouse::dialects::gemini {
namespace {

bool isPrompt(const Message& message) {
    return message.role == Role::System || message.role == Role::Developer;
}

bool holdsText(const Message& message) {
    return std::any_of(message.parts.begin(), message.parts.end(), [](const Part& part) {
        const auto* text = std::get_if<TextPart>(&part.content);
        return text != nullptr && !text->text.empty();
    });
}

bool isSignatureAlone(const Part& part) {
    const auto* reasoning = std::get_if<ReasoningPart>(&part.content);
    return reasoning != nullptr && isSignatureOfText(*reasoning);
}

} // namespace

ContentWriter::ContentWriter(const ChatRequest& request, Dialect from, json::Writer& out, Losses& losses)
    : m_request(request), m_from(from), m_out(out), m_losses(losses) {
    const auto& messages = request.messages;
    if (std::all_of(messages.begin(), messages.end(), isPrompt)) {
        const auto last = std::find_if(messages.rbegin(), messages.rend(), holdsText);
        m_promoted = last == messages.rend() ? nullptr : &*last;
    }
}

void ContentWriter::lose(const Message& message, const Part& part, LossKind kind, std::string detail) {
    addLoss(m_losses, pathOf(m_from, message, part), kind, std::move(detail));
}

Result<void> ContentWriter::write() {
    writeSystem();
    return writeContents();
}

void ContentWriter::noteMessage(const Message& message) {
    const std::string path = pathOf(m_from, message);
    dropUnknown(m_losses, message.unknown, Dialect::Gemini, path);
    if (!message.name.empty())
        addLoss(m_losses, path + ".name", LossKind::Dropped, "The provider's dialect has no names of speakers.");
}

void ContentWriter::writeSystem() {
    bool open = false;
    bool turns = false;
    for (const auto& message : m_request.messages) {
        turns = turns || !isPrompt(message);
        if (!isPrompt(message) || isPromoted(message))
            continue;
        noteMessage(message);
        if (turns)
            addLoss(m_losses, pathOf(m_from, message), LossKind::Approximated,
                    "Moved to the system prompt before the conversation.");
        if (!open && holdsText(message)) {
            open = true;
            m_out.beginObject("systemInstruction").beginArray("parts");
        }
        writeSystemText(message);
    }
    if (open)
        m_out.endArray().endObject();
}

void ContentWriter::writeSystemText(const Message& message) {
    for (const auto& part : message.parts) {
        const auto* text = std::get_if<TextPart>(&part.content);
        if (text == nullptr) {
            lose(message, part, LossKind::Dropped, "The provider's system prompt holds text alone.");
        } else if (!text->text.empty()) {
            m_out.beginObject().text("text", text->text);
            endPart(message, part);
        }
    }
}

Result<void> ContentWriter::writeContents() {
    m_out.beginArray("contents");
    const auto side = [&](const Message& message) { return isPrompt(message) ? Role::User : message.role; };
    Run run;
    const auto flush = [&]() -> Result<void> {
        if (run.empty())
            return {};
        const Role role = side(*run.front());
        if (role == Role::Tool) {
            if (auto written = writeResults(run); !written)
                return written;
        } else if (role == Role::Assistant) {
            writeModel(run);
        } else {
            writeUser(run);
        }
        run.clear();
        return {};
    };
    for (const auto& message : m_request.messages) {
        if (isPrompt(message) && !isPromoted(message))
            continue;
        if (isPromoted(message))
            addLoss(m_losses, pathOf(m_from, message), LossKind::Approximated,
                    "Sent as the user's turn: the provider's dialect needs one.");
        noteMessage(message);
        if (!run.empty() && side(*run.front()) != side(message)) {
            if (auto flushed = flush(); !flushed)
                return flushed;
        }
        run.push_back(&message);
    }
    auto flushed = flush();
    m_out.endArray();
    return flushed;
}

// A turn is begun with its first part: one of which nothing can be said is left out.
void ContentWriter::beginTurn(std::string_view role) {
    m_role = role;
    m_turnOpen = false;
}

void ContentWriter::beginPart() {
    if (!m_turnOpen)
        m_out.beginObject().text("role", m_role).beginArray("parts");
    m_turnOpen = true;
    m_out.beginObject();
}

void ContentWriter::endPart(const Message& message, const Part& part) {
    const std::string path = pathOf(m_from, message, part);
    if (part.cache && !isOwn())
        addLoss(m_losses, path + ".cache_control", LossKind::Dropped,
                "The provider's dialect has no cache marks; it caches by itself.");
    for (const auto& field : part.unknown) {
        if (field.dialect == Dialect::Gemini)
            m_out.raw(field.name, field.value);
    }
    dropUnknown(m_losses, part.unknown, Dialect::Gemini, path);
    m_out.endObject();
}

void ContentWriter::endTurn() {
    if (m_turnOpen)
        m_out.endArray().endObject();
    m_turnOpen = false;
}

void ContentWriter::writeUser(const Run& run) {
    beginTurn("user");
    for (const Message* message : run) {
        for (const auto& part : message->parts)
            writePart(*message, part);
    }
    endTurn();
}

// A signature goes back on its text: the one before it, or, where a client's dialect has thoughts in front, behind it.
void ContentWriter::takeTextSignatures(const Run& run) {
    m_textSignatures.clear();
    for (const Message* message : run) {
        const Part* before = nullptr;
        for (std::size_t i = 0; i < message->parts.size(); ++i) {
            const Part& part = message->parts[i];
            if (const auto* text = std::get_if<TextPart>(&part.content); text != nullptr && !text->text.empty())
                before = m_textSignatures.contains(&part) ? nullptr : &part;
            if (!isSignatureAlone(part))
                continue;
            const Part* owner = std::exchange(before, nullptr);
            for (std::size_t next = i + 1; owner == nullptr && next < message->parts.size(); ++next) {
                const Part& later = message->parts[next];
                const auto* text = std::get_if<TextPart>(&later.content);
                if (text != nullptr && !text->text.empty() && !m_textSignatures.contains(&later))
                    owner = &later;
            }
            m_textSignatures[owner == nullptr ? &part : owner] = &std::get<ReasoningPart>(part.content).encrypted;
        }
    }
}

void ContentWriter::writeModel(const Run& run) {
    beginTurn("model");
    m_order.clear();
    m_signed = false;
    takeTextSignatures(run);
    for (const Message* message : run) {
        for (const auto& part : message->parts)
            writePart(*message, part);
    }
    endTurn();
}

void ContentWriter::writePart(const Message& message, const Part& part) {
    if (const auto* text = std::get_if<TextPart>(&part.content)) {
        writeText(message, part, text->text);
        if (!text->citations.empty() && !isOwn())
            addLoss(m_losses, pathOf(m_from, message, part) + ".citations", LossKind::Dropped,
                    "The provider's dialect takes no citations in a request.");
    } else if (const auto* refusal = std::get_if<RefusalPart>(&part.content)) {
        writeText(message, part, refusal->text);
    } else if (const auto* media = std::get_if<MediaPart>(&part.content)) {
        writeMediaPart(message, part, *media);
    } else if (const auto* use = std::get_if<ToolUsePart>(&part.content)) {
        writeUse(message, part, *use);
    } else if (const auto* reasoning = std::get_if<ReasoningPart>(&part.content)) {
        writeReasoning(message, part, *reasoning);
    } else if (const auto* unknown = std::get_if<UnknownPart>(&part.content)) {
        if (unknown->dialect != Dialect::Gemini) {
            lose(message, part, LossKind::Dropped, "The provider's dialect has no \"" + unknown->type + "\".");
            return;
        }
        beginPart();
        m_out.members(unknown->value).endObject();
    }
}

void ContentWriter::writeText(const Message& message, const Part& part, std::string_view text) {
    if (text.empty() && !isOwn())
        return; // the service refuses empty texts
    beginPart();
    m_out.text("text", text);
    if (const auto found = m_textSignatures.find(&part); found != m_textSignatures.end())
        m_out.text("thoughtSignature", *found->second);
    endPart(message, part);
}

bool ContentWriter::isSayable(const Message& message, const Part& part, const MediaPart& media) {
    if (media.source == MediaSource::FileId && !isOwn()) {
        lose(message, part, LossKind::Dropped, "The file is kept by another provider.");
        return false;
    }
    if (media.citations)
        addLoss(m_losses, pathOf(m_from, message, part) + ".citations", LossKind::Dropped,
                "The provider's dialect cannot ask for citations.");
    if (!media.detail.empty() && media.detail != "auto")
        addLoss(m_losses, pathOf(m_from, message, part) + ".image_url.detail", LossKind::Dropped,
                "Only the newest models of the provider's dialect have such a choice.");
    return true;
}

void ContentWriter::writeMediaPart(const Message& message, const Part& part, const MediaPart& media) {
    if (!isSayable(message, part, media))
        return;
    beginPart();
    if (media.source == MediaSource::Text) {
        std::string text;
        for (const std::string& head : {media.name, media.context}) {
            if (!head.empty())
                text += head + "\n\n";
        }
        text += media.data.view();
        lose(message, part, LossKind::Approximated, "The document is sent as text.");
        m_out.text("text", text);
    } else {
        if (!media.context.empty())
            addLoss(m_losses, pathOf(m_from, message, part) + ".context", LossKind::Dropped,
                    "The provider's dialect has no words about a file.");
        writeMedia(media, m_out);
    }
    endPart(message, part);
}

void ContentWriter::writeUse(const Message& message, const Part& part, const ToolUsePart& use) {
    m_names[use.id] = use.name;
    m_order.push_back(use.id);
    if (use.input == ToolInput::Text)
        lose(message, part, LossKind::Approximated, "Free text is sent as {\"input\": text}.");
    else if (!argumentsObject(use.arguments))
        lose(message, part, LossKind::Approximated,
             "The arguments are no JSON object; they are sent as {\"arguments\": text}.");
    beginPart();
    writeCall(use, use.arguments, MadeIds::LeaveOut, m_out);
    // Of parallel calls only the first is signed.
    if (!use.signature.empty())
        m_out.text("thoughtSignature", use.signature);
    else if (!isOwn() && !m_signed && !isOlderModel(m_request.model))
        m_out.text("thoughtSignature", noSignature);
    m_signed = true;
    endPart(message, part);
}

void ContentWriter::writeReasoning(const Message& message, const Part& part, const ReasoningPart& reasoning) {
    if (isForeign(reasoning)) {
        lose(message, part, LossKind::Dropped, "Thoughts go back only to the vendor whose model had them.");
        return;
    }
    if (!isSignatureOfText(reasoning)) {
        beginPart();
        writeThought(reasoning, reasoning.text, m_out);
        endPart(message, part);
        return;
    }
    const auto found = m_textSignatures.find(&part);
    if (found == m_textSignatures.end())
        return; // it stands on its text
    beginPart();
    m_out.text("text", "").text("thoughtSignature", *found->second);
    endPart(message, part);
}

Result<void> ContentWriter::writeResults(const Run& run) {
    std::vector<Answered> results;
    for (const Message* message : run) {
        for (const auto& part : message->parts) {
            if (const auto* result = std::get_if<ToolResultPart>(&part.content))
                results.push_back({message, &part, result});
        }
    }
    const auto place = [this](const Answered& each) {
        return std::find(m_order.begin(), m_order.end(), each.result->id) - m_order.begin();
    };
    std::stable_sort(results.begin(), results.end(),
                     [&](const Answered& a, const Answered& b) { return place(a) < place(b); });
    beginTurn("user");
    for (const auto& each : results) {
        if (auto written = writeResult(each); !written)
            return written;
    }
    for (const auto& each : results)
        writeResultMedia(each);
    endTurn();
    return {};
}

Result<void> ContentWriter::writeResult(const Answered& each) {
    const auto& result = *each.result;
    const auto known = m_names.find(result.id);
    const std::string_view name = known != m_names.end() ? std::string_view(known->second) : result.name;
    if (name.empty())
        return invalidField(pathOf(m_from, *each.message, *each.part),
                            "the result of a call that stands in a message before it: its id is unknown");
    beginPart();
    m_out.beginObject("functionResponse");
    if (!result.id.empty() && !isMadeId(result.id))
        m_out.text("id", result.id);
    m_out.text("name", name);
    writeResponse(*each.message, *each.part, result);
    m_out.endObject();
    endPart(*each.message, *each.part);
    return {};
}

void ContentWriter::writeResponse(const Message& message, const Part& part, const ToolResultPart& result) {
    std::string text;
    bool media = false;
    for (const auto& piece : result.parts) {
        if (const auto* plain = std::get_if<TextPart>(&piece.content))
            text += (text.empty() ? "" : "\n\n") + plain->text;
        else if (std::holds_alternative<MediaPart>(piece.content))
            media = true;
        else if (const auto* unknown = std::get_if<UnknownPart>(&piece.content))
            addLoss(m_losses, pathOf(m_from, message, part) + ".content", LossKind::Dropped,
                    "The provider's dialect has no \"" + unknown->type + "\".");
    }
    const auto object = isBlankText(text) ? std::nullopt : argumentsObject(text);
    m_out.name("response");
    if (object && text != "null" && !result.isError)
        m_out.raw(*object);
    else
        m_out.beginObject().text(result.isError ? "error" : "output", text).endObject();
    if (!media || isOlderModel(m_request.model))
        return;
    m_out.beginArray("parts");
    for (const auto& piece : result.parts) {
        const auto* file = std::get_if<MediaPart>(&piece.content);
        if (file == nullptr || !isSayable(message, part, *file))
            continue;
        m_out.beginObject();
        writeMedia(*file, m_out);
        m_out.endObject();
    }
    m_out.endArray();
}

void ContentWriter::writeResultMedia(const Answered& each) {
    if (!isOlderModel(m_request.model))
        return;
    bool any = false;
    for (const auto& piece : each.result->parts) {
        if (const auto* media = std::get_if<MediaPart>(&piece.content)) {
            any = true;
            writeMediaPart(*each.message, piece, *media);
        }
    }
    if (any && !isOwn())
        addLoss(m_losses, pathOf(m_from, *each.message, *each.part) + ".content", LossKind::Approximated,
                "Media of a tool result are sent behind it.");
}

} // namespace gatehouse::dialects::gemini
