// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/ollama/stream_writer.h"

#include "core/dialects/errors.h"
#include "core/dialects/ollama/content.h"

namespace gatehouse::dialects::ollama {

void LinesStreamWriter::write(const StreamEvent& event, std::string& out) {
    std::visit([&](const auto& one) { on(one, out); }, event);
}

template <typename Fill>
void LinesStreamWriter::line(std::string_view text, std::string& out, Fill fill) {
    json::Writer json(out);
    writeHead(json.beginObject(), m_options.model, m_options.created);
    if (m_form == Form::Chat) {
        json.beginObject("message").text("role", "assistant").text("content", text);
        fill(json);
        json.endObject();
    } else {
        json.text("response", text);
        fill(json);
    }
    json.boolean("done", false).endObject();
    out += '\n';
}

void LinesStreamWriter::on(const MessageStart& event, std::string& /*out*/) {
    if (m_options.model.empty())
        m_options.model = event.model;
    if (m_options.created == 0)
        m_options.created = event.created;
    if (event.usage)
        m_usage = event.usage;
}

void LinesStreamWriter::on(const PartStart& event, std::string& /*out*/) {
    m_choices[event.part] = event.choice;
    if (const auto* use = std::get_if<ToolUsePart>(&event.content); use && event.choice == 0) {
        ToolUsePart call = *use;
        call.arguments.clear();
        m_open.insert_or_assign(event.part, std::move(call));
    }
}

void LinesStreamWriter::on(const TextDelta& event, std::string& out) {
    if (m_choices[event.part] == 0 && !event.text.empty())
        line(event.text, out, [](json::Writer&) {});
}

void LinesStreamWriter::on(const ReasoningDelta& event, std::string& out) {
    if (m_choices[event.part] == 0 && !event.text.empty())
        line("", out, [&](json::Writer& json) { json.text("thinking", event.text); });
}

void LinesStreamWriter::on(const ArgumentsDelta& event, std::string& /*out*/) {
    const auto open = m_open.find(event.part);
    if (open != m_open.end())
        open->second.arguments += event.text;
}

void LinesStreamWriter::on(const PartStop& event, std::string& out) {
    m_choices.erase(event.part);
    const auto open = m_open.find(event.part);
    if (open == m_open.end())
        return;
    if (m_form == Form::Chat) {
        line("", out, [&](json::Writer& json) {
            json.beginArray("tool_calls");
            writeToolCall(open->second, m_calls++, json);
            json.endArray();
        });
    }
    m_open.erase(open);
}

void LinesStreamWriter::on(const StopEvent& event, std::string& /*out*/) {
    if (event.choice == 0)
        m_stop = event.stop;
}

void LinesStreamWriter::on(const StreamError& event, std::string& out) {
    out += writeStreamError(event.error, Dialect::Ollama, m_options.answerId);
}

void LinesStreamWriter::finish(std::string& out) {
    json::Writer json(out);
    writeHead(json.beginObject(), m_options.model, m_options.created);
    if (m_form == Form::Chat)
        json.beginObject("message").text("role", "assistant").text("content", "").endObject();
    else
        json.text("response", "");
    writeEnd(json, m_stop, m_usage);
    json.endObject();
    out += '\n';
}

} // namespace gatehouse::dialects::ollama
