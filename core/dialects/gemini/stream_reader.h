// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/sse.h"
#include "core/dialects/codec.h"
#include "core/dialects/gemini/array_splitter.h"
#include "core/dialects/gemini/candidate_reader.h"
#include "core/dialects/gemini/parts.h"

#include <map>
#include <optional>
#include <string>

namespace gatehouse::dialects::gemini {

// Reads both forms of a stream: events, and the array without "alt=sse"; the first byte tells which.
class GenerateStreamReader final : public StreamReader {
public:
    void feed(std::string_view bytes, std::vector<StreamEvent>& events) override;
    StreamEnd finish(std::vector<StreamEvent>& events) override;

private:
    enum class Form { Unknown, Events, Array };

    void readEvents(std::vector<StreamEvent>& events);
    void readElement(std::string_view text, std::vector<StreamEvent>& events);
    void readResponse(json::View root, std::string_view text, std::vector<StreamEvent>& events);
    void begin(json::View root, std::string_view text, std::vector<StreamEvent>& events);
    void readUsage(json::View root);
    void fail(StreamError error, std::vector<StreamEvent>& events);
    bool isWhole() const;
    void settle(std::vector<StreamEvent>& events);

    Form m_form = Form::Unknown;
    SseReader m_sse{std::size_t{32} << 20U}; // pictures come as one event
    ArraySplitter m_array;
    std::optional<CallIds> m_ids; // since the message has begun
    std::map<std::int64_t, CandidateReader> m_candidates;
    int m_nextPart = 0;
    std::optional<Usage> m_usage;
    bool m_blocked = false; // the prompt
    bool m_failed = false;
    bool m_ending = false; // a piece that is no JSON was cut
};

} // namespace gatehouse::dialects::gemini
