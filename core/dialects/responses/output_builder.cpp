// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/output_builder.h"

#include "core/dialects/responses/carried_thoughts.h"
#include "core/dialects/translation.h"

namespace gatehouse::dialects::responses {

bool isOneThought(const ReasoningPart& said, const ReasoningPart& sealed) {
    return said.encrypted.empty() && said.signature.empty() && said.dialect == Dialect::OpenAiResponses &&
           sealed.dialect == Dialect::OpenAiResponses && sealed.text.empty() && !sealed.encrypted.empty() &&
           (said.id == sealed.id || said.id.empty() || sealed.id.empty());
}

OutputItem& OutputBuilder::add(OutputKind kind) {
    OutputItem item;
    item.kind = kind;
    item.id = itemId(kind, m_answer, m_items.size());
    m_items.push_back(std::move(item));
    return m_items.back();
}

void OutputBuilder::addText(const Part& part, OutputContent content) {
    const bool joins =
        !m_items.empty() && m_items.back().kind == OutputKind::Message && m_items.back().extra == part.unknown;
    OutputItem& item = joins ? m_items.back() : add(OutputKind::Message);
    item.extra = part.unknown;
    item.content.push_back(std::move(content));
}

void OutputBuilder::addThought(const ReasoningPart& reasoning, const ReasoningPart* before) {
    if (before && isOneThought(*before, reasoning)) {
        m_items.back().encrypted = reasoning.encrypted;
        return;
    }
    OutputItem& item = add(OutputKind::Reasoning);
    if (reasoning.dialect == Dialect::OpenAiResponses && !reasoning.id.empty())
        item.id = reasoning.id;
    item.text = reasoning.text;
    item.words = reasoning.dialect == Dialect::OpenAiResponses && !reasoning.summary && !reasoning.text.empty();
    item.encrypted = encryptedContent(reasoning);
}

void OutputBuilder::addCall(const Part& part, const ToolUsePart& use) {
    const std::string id = fittingToolId(use.id, IdAlphabet::OpenAi);
    if (!use.signature.empty())
        add(OutputKind::Reasoning).encrypted = carriedCallSignature(id, use.signature);
    const bool text = use.input == ToolInput::Text || m_asked.takesText(use.name);
    OutputItem& item = add(text ? OutputKind::CustomCall : OutputKind::FunctionCall);
    item.callId = id;
    item.name = use.name;
    item.text = text && use.input == ToolInput::Object ? freeText(use.arguments) : use.arguments;
    item.extra = part.unknown;
}

void OutputBuilder::addAll(const std::vector<Part>& parts, Losses& losses) {
    const ReasoningPart* before = nullptr;
    for (const auto& part : parts) {
        const auto* reasoning = std::get_if<ReasoningPart>(&part.content);
        if (const auto* text = std::get_if<TextPart>(&part.content)) {
            addText(part, {false, text->text, text->citations});
            for (const auto& citation : text->citations) {
                if (!isSayable(citation)) {
                    addLoss(losses, "content.citations", LossKind::Dropped,
                            "The client's dialect cites only what has an address.");
                    break;
                }
            }
        } else if (const auto* refusal = std::get_if<RefusalPart>(&part.content)) {
            addText(part, {true, refusal->text, {}});
        } else if (reasoning) {
            addThought(*reasoning, before);
        } else if (const auto* use = std::get_if<ToolUsePart>(&part.content)) {
            addCall(part, *use);
        } else if (const auto* media = std::get_if<MediaPart>(&part.content)) {
            if (media->kind == MediaKind::Image && media->source == MediaSource::Base64)
                add(OutputKind::Image).text = media->data.view();
            else
                addLoss(losses, "content", LossKind::Dropped, "The client's dialect has no such part in an answer.");
        } else if (const auto* unknown = std::get_if<UnknownPart>(&part.content)) {
            if (unknown->dialect == Dialect::OpenAiResponses)
                add(OutputKind::Raw).raw = unknown->value;
            else
                addLoss(losses, "content", LossKind::Dropped, "The client's dialect has no \"" + unknown->type + "\".");
        }
        before = reasoning;
    }
}

} // namespace gatehouse::dialects::responses
