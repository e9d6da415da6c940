// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/sse.h"
#include "core/dialects/codec.h"
#include "core/dialects/event_stream/frame_reader.h"
#include "core/dialects/mapping/mapping.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::mapping {

// Events by their mapping: server-sent ones or a JSON text a line, perhaps in the PayloadPart frames of SageMaker. One
// part of text. Where the mapping names neither "finish" nor "end", nothing but the end of the connection ends a
// stream.
class MappedStreamReader final : public StreamReader {
public:
    explicit MappedStreamReader(std::shared_ptr<const Mapping> mapping) : m_mapping(std::move(mapping)) {}

    void feed(std::string_view bytes, std::vector<StreamEvent>& events) override;
    StreamEnd finish(std::vector<StreamEvent>& events) override;
    bool tellsEnd() const override { return m_mapping->stream().finish || !m_mapping->end().empty(); }

private:
    void feedFrames(std::string_view bytes, std::vector<StreamEvent>& events);
    void feedInner(std::string_view bytes, std::vector<StreamEvent>& events);
    void feedLines(std::string_view bytes, std::vector<StreamEvent>& events);
    void readEvent(std::string_view data, std::vector<StreamEvent>& events);
    void begin(std::vector<StreamEvent>& events);
    void fail(StreamError error, std::vector<StreamEvent>& events);
    void settle(std::vector<StreamEvent>& events);

    std::shared_ptr<const Mapping> m_mapping;
    event_stream::FrameReader m_frames;
    SseReader m_sse{std::size_t{16} << 20U};
    std::string m_line;
    std::optional<Usage> m_usage;
    StopReason m_stop = StopReason::None;
    std::string m_stopWord;
    bool m_begun = false;
    bool m_textOpen = false;
    bool m_ended = false; // the event that ends the stream came
    bool m_failed = false;
    bool m_settled = false;
};

} // namespace gatehouse::dialects::mapping
