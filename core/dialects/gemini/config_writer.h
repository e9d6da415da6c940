// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/conversation.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/losses.h"
#include "core/dialects/translation.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::dialects::gemini {

// Writes "generationConfig": sampling, limits, format of the answer, thinking. Lives for one request.
class ConfigWriter {
public:
    ConfigWriter(const ChatRequest& request, Dialect from, json::Writer& out, Losses& losses)
        : m_request(request), m_from(from), m_out(out), m_losses(losses) {}
    // "functions": the request declares some.
    void write(bool functions);

private:
    void lose(Field field, LossKind kind, std::string_view detail);
    bool isOwn() const { return m_request.dialect == Dialect::Gemini; }
    json::Writer& open();
    void writeNumber(std::string_view name, const std::optional<NumberText>& value);
    void writeSampling();
    void writeTemperature();
    void writeSeed();
    void writeStop();
    void writeFormat(bool functions);
    void writeThinking();
    void writeBudget(std::int64_t tokens);
    bool writeAmount();
    std::string_view levelFor(std::string_view effort);
    void writeOthers(std::string_view prefix);

    const ChatRequest& m_request;
    Dialect m_from;
    json::Writer& m_out;
    Losses& m_losses;
    bool m_open = false;
};

} // namespace gatehouse::dialects::gemini
