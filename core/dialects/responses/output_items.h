// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Items of an answer as they are written to clients, whole and streamed alike.
namespace gatehouse::dialects::responses {

struct OutputContent {
    bool refusal = false;
    std::string text;
    std::vector<Citation> citations;
};

enum class OutputKind { Message, FunctionCall, CustomCall, Reasoning, Image, Raw };

struct OutputItem {
    OutputKind kind = OutputKind::Message;
    std::string id;
    std::string callId;                 // of calls
    std::string name;                   // of calls
    std::string text;                   // arguments or input of a call, words of a thought, data of a picture
    std::string encrypted;              // of a thought: "encrypted_content"
    bool words = false;                 // of a thought: in "content" instead of "summary"
    std::vector<OutputContent> content; // of a message
    UnknownFields extra;                // of this dialect: "phase"
    RawJson raw;                        // Raw
};

enum class ItemStatus { InProgress, Completed, Incomplete };

void writeItem(const OutputItem& item, ItemStatus status, json::Writer& out);
// An element of "content" of a message.
void writeContentPart(const OutputContent& part, json::Writer& out);
// An element of "annotations".
void writeAnnotation(const Citation& citation, const OutputContent& part, json::Writer& out);
// Only what has an address, or came in this dialect.
bool isSayable(const Citation& citation);

// "{"input": text}", as free text travels through dialects without custom tools, back to the text; anything else as
// it is.
std::string freeText(const std::string& arguments);

} // namespace gatehouse::dialects::responses
