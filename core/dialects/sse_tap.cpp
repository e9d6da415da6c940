// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/sse_tap.h"

namespace gatehouse::dialects {

void SseTap::feed(std::string_view bytes, std::string& out) {
    m_reader.feed(bytes);
    while (const SseFrame* frame = m_reader.next()) {
        if (frame->kind == SseKind::Fragment) {
            takeFragment(*frame, out);
        } else if (frame->kind == SseKind::Event && readEvent(frame->type, frame->data) == Verdict::Withhold) {
            // An event that begins with LF brings the second half of the line end before it, which was forwarded.
            if (frame->raw.starts_with('\n'))
                forward("\n", out);
            m_withheldHalfLineEnd = frame->raw.ends_with('\r');
        } else {
            forward(frame->raw, out);
        }
    }
}

void SseTap::forward(std::string_view raw, std::string& out) {
    if (m_withheldHalfLineEnd && raw.starts_with('\n'))
        raw.remove_prefix(1);
    m_withheldHalfLineEnd = false;
    out.append(raw);
}

// A usage event is never that large, so what is has nothing to withhold and goes on at once.
void SseTap::takeFragment(const SseFrame& frame, std::string& out) {
    forward(frame.raw, out);
    m_insideLarge = !frame.lastFragment;
    if (m_large.size() <= largestRead)
        m_large.append(frame.raw);
    if (frame.lastFragment)
        readLarge();
}

void SseTap::readLarge() {
    if (m_large.size() <= largestRead) {
        SseReader reader(largestRead);
        reader.feed(m_large);
        while (const SseFrame* frame = reader.next()) {
            if (frame->kind == SseKind::Event)
                readEvent(frame->type, frame->data);
        }
    }
    m_large = std::string();
}

StreamEnd SseTap::finish(std::string& out) {
    const std::string rest(m_reader.rest());
    bool withhold = false;
    if (!rest.empty() || m_insideLarge) {
        // As if the blank line had come: a server may leave it out behind its last event.
        SseReader reader(largestRead);
        const std::string ended = (m_insideLarge ? m_large : rest) + "\n\n";
        reader.feed(ended);
        while (const SseFrame* frame = reader.next()) {
            if (frame->kind == SseKind::Event)
                withhold = readEvent(frame->type, frame->data) == Verdict::Withhold || withhold;
        }
    }
    const StreamEnd how = end();
    if (how == StreamEnd::Whole && !withhold)
        forward(rest, out);
    return how;
}

} // namespace gatehouse::dialects
