// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/json_strict.h"
#include "core/dialects/request_scan.h"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::dialects {

// Gathers the facts of a body while it is walked and holds it against the shape that the operation needs: what every
// provider refuses anyway is refused here, all else is left to the provider. Remembers the first fault.
class RequestShape final : public json::Visitor {
public:
    RequestShape(Operation operation, std::string_view body, const ScanLimits& limits,
                 const RequestAddress& address = {});

    void value(std::size_t depth, std::string_view name, const json::Item& item) override;
    void close(std::size_t depth, const json::Item& item) override;
    // After a whole walk.
    Result<RequestFacts> take();

private:
    // The top-level member that the walk is in.
    enum class Member {
        Other,
        Messages,
        StreamOptions,
        Input,
        Prompt,
        Tools,
        OtherModels,
        Items,
        Conversation,
        Limits,
        Contents,
        GenerationConfig,
        Requests
    };

    bool isChat() const {
        return m_operation == Operation::ChatCompletions || isAnthropic() || isConverse() || isNativeChat();
    }
    bool isNativeChat() const { return m_operation == Operation::CohereChat || m_operation == Operation::OllamaChat; }
    bool isOllama() const { return m_operation == Operation::OllamaChat || m_operation == Operation::OllamaGenerate; }
    bool takesTexts() const;
    bool isConverse() const { return m_operation == Operation::Converse; }
    bool isInvoke() const { return m_operation == Operation::Invoke; }
    bool isAnthropic() const {
        return m_operation == Operation::Messages || m_operation == Operation::CountTokens ||
               m_operation == Operation::RawPredict || m_operation == Operation::RawPredictCountTokens;
    }
    bool isGemini() const {
        return m_operation == Operation::GenerateContent || m_operation == Operation::GeminiCountTokens ||
               m_operation == Operation::EmbedContent || m_operation == Operation::BatchEmbedContents;
    }
    bool canStream() const {
        return m_operation == Operation::ChatCompletions || m_operation == Operation::Completions ||
               m_operation == Operation::Messages || m_operation == Operation::Responses ||
               m_operation == Operation::CohereChat || isOllama() || makesImages();
    }
    bool makesImages() const { return m_operation == Operation::Images || m_operation == Operation::ImageEdits; }
    bool hasStreamOptions() const {
        return m_operation == Operation::ChatCompletions || m_operation == Operation::Completions;
    }
    bool hasChoices() const { return hasStreamOptions() || makesImages(); }

    void topLevel(std::string_view name, const json::Item& item);
    void readModel(const json::Item& item);
    void readUser(int rank, const json::Item& item);
    void readStream(const json::Item& item);
    void readMaxTokens(std::string_view name, const json::Item& item);
    void readChoices(std::string_view name, const json::Item& item);
    void beginMessages(const json::Item& item);
    void beginInput(std::string_view name, const json::Item& item);
    void secondLevel(std::string_view name, const json::Item& item);
    void beginMessage(const json::Item& item);
    void readResponsesMember(std::string_view name, const json::Item& item);
    bool readBedrockMember(std::string_view name, const json::Item& item);
    bool readGeminiMember(std::string_view name, const json::Item& item);
    bool readNativeMember(std::string_view name, const json::Item& item);
    void closeTexts(const json::Item& item);
    void beginContents(const json::Item& item);
    void readGenerationConfig(std::string_view name, const json::Item& item);
    void beginItem(const json::Item& item);
    void refuseTooMany(std::string field, std::string what);
    void readState(std::string& state, std::string_view name, const json::Item& item);
    void readRole(const json::Item& item);
    void readIncludeUsage(const json::Item& item);
    void beginOtherModels(const json::Item& item);
    void readOtherModel(const json::Item& item);
    void readStreamFormat(const json::Item& item);
    void readPlainInput(std::string_view name, const json::Item& item);
    void countText(std::string_view name, const json::Item& item);
    void closeInput();

    std::string_view textOf(const json::Item& item) const;
    std::string messageField(std::string_view member) const;
    void refuse(std::string field, std::string expected, const json::Item& item);
    void refuse(Error error);
    bool refuseMissing();

    Operation m_operation;
    std::string_view m_body;
    const ScanLimits& m_limits;
    RequestFacts m_facts;
    std::optional<Error> m_error;
    Member m_member = Member::Other;
    bool m_modelSeen = false;
    bool m_streamInAddress = false;
    bool m_messagesSeen = false;
    bool m_singleContent = false; // Gemini: an object in place of the array
    bool m_inputSeen = false;
    bool m_maxTokensSeen = false;
    bool m_roleSeen = false;
    std::size_t m_imagesDepth = 0; // Ollama: of the open array of pictures
    std::size_t m_texts = 0;       // Cohere, Vertex: inputs so far
    bool m_inTexts = false;
    bool m_inOptions = false;
    bool m_inPerson = false; // metadata, labels
    int m_userRank = 0;      // of what m_facts.user was read from; 0: nothing
    std::size_t m_elements = 0; // of the input's array
    json::Type m_firstElement = json::Type::Invalid;
};

} // namespace gatehouse::dialects
