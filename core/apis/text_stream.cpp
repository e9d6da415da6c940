// SPDX-License-Identifier: Apache-2.0
#include "core/apis/text_stream.h"

#include "core/base/text.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/json_writer.h"

#include <utility>

namespace gatehouse::apis {
namespace {

using dialects::json::JsonCursor;
using dialects::json::Type;
using dialects::json::Writer;

void readError(JsonCursor& at, ErrorText& error) {
    if (at.type() == Type::String) {
        error.message = at.text();
        return;
    }
    std::string type;
    std::string_view name;
    if (at.enterObject()) {
        while (at.nextMember(name)) {
            if (name == "message")
                error.message = at.text();
            else if (name == "code")
                error.code = at.text(); // a number says nothing here
            else if (name == "type")
                type = at.text();
            else
                at.skip();
        }
    }
    if (error.code.empty())
        error.code = std::move(type);
}

// What a message or a delta says: text, or parts of text.
void readContent(JsonCursor& at, std::string& text) {
    if (at.type() != Type::Array) {
        text += at.text();
        return;
    }
    at.enterArray();
    while (at.nextElement()) {
        std::string_view name;
        if (!at.enterObject())
            continue;
        while (at.nextMember(name))
            name == "text" ? void(text += at.text()) : at.skip();
    }
}

struct Choice {
    std::string text;
    std::string refusal;
    std::string stop;
};

void readMessage(JsonCursor& at, Choice& choice) {
    std::string_view name;
    if (!at.enterObject())
        return;
    while (at.nextMember(name)) {
        if (name == "content")
            readContent(at, choice.text);
        else if (name == "refusal")
            choice.refusal += at.text();
        else
            at.skip();
    }
}

// Only the first choice: the gateway asks for one.
void readChoices(JsonCursor& at, Choice& choice) {
    bool first = true;
    if (!at.enterArray())
        return;
    while (at.nextElement()) {
        if (!std::exchange(first, false) || at.type() != Type::Object) {
            at.skip();
            continue;
        }
        std::string_view name;
        at.enterObject();
        while (at.nextMember(name)) {
            if (name == "delta" || name == "message")
                readMessage(at, choice);
            else if (name == "finish_reason")
                choice.stop = at.text();
            else
                at.skip();
        }
    }
}

struct Document {
    Choice choice;
    ErrorText error;
    bool isError = false;
    bool hasChoices = false;
};

Document readDocument(std::string_view body) {
    Document document;
    JsonCursor at(body);
    std::string_view name;
    if (!at.enterObject())
        return document;
    while (at.nextMember(name)) {
        if (name == "choices") {
            document.hasChoices = true;
            readChoices(at, document.choice);
        } else if (name == "error" && at.type() != Type::Null) {
            document.isError = true;
            readError(at, document.error);
        } else {
            at.skip();
        }
    }
    return document;
}

void appendText(std::string& out, std::string& data, std::string_view text) {
    data.clear();
    Writer(data).beginObject().text("text", text).endObject();
    appendSseEvent(out, "", data);
}

void appendDone(std::string& out, std::string& data, std::string_view stop) {
    data.clear();
    Writer(data).beginObject().text("stop", stop.empty() ? "stop" : stop).endObject();
    appendSseEvent(out, "done", data);
}

} // namespace

void TextStream::feed(std::string_view bytes, std::string& out) {
    m_events.feed(bytes);
    while (const SseFrame* frame = m_events.next()) {
        if (!m_failed && frame->kind == SseKind::Event && trim(frame->data) != "[DONE]")
            take(frame->data, out);
    }
}

void TextStream::take(std::string_view event, std::string& out) {
    auto document = readDocument(event);
    auto& choice = document.choice;
    if (document.isError) {
        m_failed = true;
        m_data.clear();
        Writer(m_data)
            .beginObject()
            .text("code", document.error.code.empty() ? "upstream_error" : document.error.code)
            .text("detail", document.error.message)
            .endObject();
        appendSseEvent(out, "error", m_data);
        return;
    }
    if (!choice.stop.empty())
        m_stop = std::move(choice.stop);
    const std::string& text = choice.text.empty() ? choice.refusal : choice.text;
    if (!text.empty())
        appendText(out, m_data, text);
}

void TextStream::finish(std::string& out) {
    if (!m_failed)
        appendDone(out, m_data, m_stop);
}

void writeTextEvents(const AnswerText& answer, std::string& out) {
    std::string data;
    if (!answer.text.empty())
        appendText(out, data, answer.text);
    appendDone(out, data, answer.refused ? "refusal" : answer.stop);
}

Result<AnswerText> readAnswerText(std::string_view body) {
    auto document = readDocument(body);
    auto& choice = document.choice;
    if (!document.hasChoices)
        return failure(ErrorKind::Unavailable, "upstream_invalid",
                       "The model's answer holds no text that can be read. Ask again.");
    AnswerText answer;
    answer.refused = choice.text.empty() && !choice.refusal.empty();
    answer.text = std::move(answer.refused ? choice.refusal : choice.text);
    answer.stop = std::move(choice.stop);
    return answer;
}

ErrorText readErrorText(std::string_view body) {
    return readDocument(body).error;
}

} // namespace gatehouse::apis
