// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/sse.h"
#include "core/dialects/codec.h"
#include "core/dialects/json_tree.h"
#include "core/dialects/openai/choice_reader.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::openai {

// Chunks of Chat Completions, with what compatible servers do otherwise (WIRE.md §1 "Stream"). Why it stopped and the
// usage are told at the end: they may come twice, in any order, or late.
class ChatStreamReader final : public StreamReader {
public:
    void feed(std::string_view bytes, std::vector<StreamEvent>& events) override;
    StreamEnd finish(std::vector<StreamEvent>& events) override;

private:
    void readFrame(const SseFrame& frame, std::vector<StreamEvent>& events);
    void readChunk(json::View root, std::vector<StreamEvent>& events);
    void readUsage(json::View usage);
    void begin(json::View root, std::vector<StreamEvent>& events);
    void fail(StreamError error, std::vector<StreamEvent>& events);
    void settle(std::vector<StreamEvent>& events);
    bool isWhole() const;

    SseReader m_sse{std::size_t{16} << 20U};
    PartNumbers m_numbers;
    std::map<std::int64_t, ChoiceReader> m_choices;
    std::string m_id;
    std::vector<Citation> m_citations; // Perplexity: the newest list
    std::optional<Usage> m_usage;
    bool m_begun = false;
    bool m_done = false; // [DONE] came
    bool m_settled = false;
    bool m_failed = false;
};

} // namespace gatehouse::dialects::openai
