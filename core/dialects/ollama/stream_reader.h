// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/codec.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/ollama/lines.h"
#include "core/dialects/think_splitter.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::ollama {

// Lines of /api/chat or /api/generate. Whole when a line with "done": true came.
class LinesStreamReader final : public StreamReader {
public:
    void feed(std::string_view bytes, std::vector<StreamEvent>& events) override;
    StreamEnd finish(std::vector<StreamEvent>& events) override;

private:
    using Events = std::vector<StreamEvent>;
    enum class Open { None, Text, Thought };

    void readLine(std::string_view line, Events& events);
    void begin(json::View root, Events& events);
    void readMessage(json::View message, std::string_view text, Events& events);
    void readCalls(json::View calls, Events& events);
    void readEnd(json::View root, Events& events);
    void fail(StreamError error, Events& events);

    void addPieces(const std::vector<ThinkSplitter::Piece>& pieces, Events& events);
    void add(Open kind, std::string text, Events& events);
    void close(Events& events);

    LineReader m_lines{std::size_t{16} << 20U};
    ThinkSplitter m_splitter;
    std::string m_seed; // of made ids
    Open m_open = Open::None;
    int m_openPart = -1;
    int m_parts = 0;
    int m_calls = 0;
    bool m_begun = false;
    bool m_ended = false;
    bool m_failed = false;
};

} // namespace gatehouse::dialects::ollama
