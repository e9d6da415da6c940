// SPDX-License-Identifier: Apache-2.0
// What stands where in requests of dialects other than OpenAI's and Anthropic's chats.
#include "core/dialects/request_shape.h"

#include "core/base/text.h"
#include "core/dialects/gemini/fields.h"

namespace gatehouse::dialects {

using json::Item;
using json::Type;

namespace {

constexpr std::size_t longestState = 256; // ids that providers give

} // namespace

// The inputs of embeddings, and the documents to be ranked, are told one by one.
bool RequestShape::takesTexts() const {
    return m_operation == Operation::CohereEmbed || m_operation == Operation::VertexPredictEmbeddings ||
           m_operation == Operation::CohereRerank || m_operation == Operation::Rerank;
}

// Members of Cohere's, Ollama's and Vertex's own requests.
bool RequestShape::readNativeMember(std::string_view name, const Item& item) {
    if (name == "options" && isOllama()) {
        m_inOptions = true;
        if (item.type != Type::Object && item.type != Type::Null)
            refuse("options", "an object", item);
    } else if ((name == "input" && m_operation == Operation::OllamaEmbed) ||
               (name == "prompt" && m_operation == Operation::OllamaEmbeddings)) {
        beginInput(name, item);
    } else if (name == "prompt" && m_operation == Operation::OllamaGenerate) {
        readPlainInput(name, item);
    } else if (takesTexts() && (name == "texts" || name == "images" || name == "inputs" || name == "instances" ||
                                name == "documents")) {
        m_inTexts = true;
        if (item.type != Type::Array && item.type != Type::Null)
            refuse(std::string(name), "an array", item);
    } else {
        return false;
    }
    return true;
}

// Documents are one call, whatever their number.
void RequestShape::closeTexts(const Item& item) {
    const bool ranks = m_operation == Operation::CohereRerank || m_operation == Operation::Rerank;
    if (ranks && m_texts == 0)
        refuse("documents", "an array of documents that is not empty", item);
    else if (!ranks && m_texts > 0)
        m_facts.inputs = m_texts;
}

// Both spellings are taken; a single content may stand in the place of an array of them (WIRE.md §4).
bool RequestShape::readGeminiMember(std::string_view name, const Item& item) {
    if (name == "contents") {
        m_messagesSeen = true;
        m_member = Member::Contents;
        m_singleContent = item.type == Type::Object;
        m_facts.messages = m_singleContent ? 1 : 0;
        if (item.type != Type::Array && item.type != Type::Object)
            refuse("contents", "an array of contents", item);
    } else if (gemini::isField(name, "generationConfig")) {
        m_member = Member::GenerationConfig;
    } else if (gemini::isField(name, "generateContentRequest")) {
        m_messagesSeen = true; // countTokens takes a whole request
    } else if (name == "content" || name == "requests") {
        m_inputSeen = true;
        m_member = name == "requests" ? Member::Requests : Member::Other;
        const bool list = name == "requests";
        if (item.type != (list ? Type::Array : Type::Object))
            refuse(std::string(name), list ? "an array of requests" : "an object", item);
    } else {
        return false;
    }
    return true;
}

void RequestShape::beginContents(const Item& item) {
    if (m_singleContent)
        return;
    ++m_facts.messages;
    if (item.type != Type::Object)
        refuse("contents[" + std::to_string(m_facts.messages - 1) + "]", "an object", item);
    else if (m_facts.messages == m_limits.messages + 1)
        refuseTooMany("contents", "contents");
}

void RequestShape::readGenerationConfig(std::string_view name, const Item& item) {
    if (gemini::isField(name, "maxOutputTokens"))
        return readMaxTokens("generationConfig.maxOutputTokens", item);
    if (item.type == Type::Null)
        return;
    if (gemini::isField(name, "candidateCount"))
        readChoices("generationConfig.candidateCount", item);
}

// Converse's settings, and the limits of the many vendors whose bodies /invoke takes.
bool RequestShape::readBedrockMember(std::string_view name, const Item& item) {
    const bool limit = name == "max_tokens_to_sample" || name == "max_gen_len" || name == "maxTokens";
    if (isInvoke() && limit)
        readMaxTokens(name, item);
    else if (name == "inferenceConfig" || (isInvoke() && name == "textGenerationConfig"))
        m_member = Member::Limits;
    else if (isConverse() && name == "toolConfig")
        m_facts.tools = item.type == Type::Object;
    else
        return false;
    return true;
}

void RequestShape::readResponsesMember(std::string_view name, const Item& item) {
    if (name == "max_output_tokens")
        return readMaxTokens(name, item);
    if (name == "previous_response_id")
        return readState(m_facts.previousResponse, name, item);
    if (name == "conversation" && item.type != Type::Object)
        return readState(m_facts.conversation, name, item);
    if (name == "conversation") {
        m_member = Member::Conversation;
        return;
    }
    m_member = Member::Items;
    if (item.type != Type::String && item.type != Type::Array && item.type != Type::Null)
        refuse("input", "a string or an array of items", item);
}

void RequestShape::readState(std::string& state, std::string_view name, const Item& item) {
    if (item.type == Type::Null)
        return;
    if (item.type != Type::String)
        return refuse(std::string(name), "a string", item);
    state.clear();
    json::appendDecoded(state, textOf(item));
    if (state.size() > longestState)
        refuse(std::string(name), "a string of at most 256 bytes", item);
}

// Items need no role: each type has its own members.
void RequestShape::beginItem(const Item& item) {
    ++m_facts.messages;
    if (item.type != Type::Object)
        return refuse("input[" + std::to_string(m_facts.messages - 1) + "]", "an object", item);
    if (m_facts.messages == m_limits.messages + 1)
        refuseTooMany("input", "items");
}

} // namespace gatehouse::dialects
