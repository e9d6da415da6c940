// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/media_reading.h"
#include "core/dialects/sse_tap.h"

namespace gatehouse::dialects {

// Streams of images, speech and transcriptions: named events, of which "….completed" or "….done" ends one piece of
// work ("image_generation.completed", "speech.audio.done", "transcript.text.done").
class MediaTap final : public SseTap {
public:
    explicit MediaTap(Operation operation) : m_reading(operation) {}

private:
    Verdict readEvent(std::string_view type, std::string_view data) override;
    StreamEnd end() override { return m_done ? StreamEnd::Whole : StreamEnd::Cut; }

    MediaReading m_reading;
    bool m_done = false;
};

} // namespace gatehouse::dialects
