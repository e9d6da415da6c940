// SPDX-License-Identifier: Apache-2.0
#include "core/base/sse.h"

#include <algorithm>

namespace gatehouse {
namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

// Position of the first LF or CR at or behind "from", or the size.
std::size_t findLineEnd(std::string_view text, std::size_t from) {
    const std::size_t lineFeed = std::min(text.find('\n', from), text.size());
    // CR is looked for only up to the LF: text with LF ends is then scanned twice at the speed of memchr.
    return from + std::min(text.substr(from, lineFeed - from).find('\r'), lineFeed - from);
}

} // namespace

void SseReader::feed(std::string_view slice) {
    m_slice = slice;
}

// Looks for the blank line that ends the frame; "end" is the number of bytes of the slice that belong to the frame.
bool SseReader::findFrameEnd(std::size_t& end) {
    std::size_t at = 0;
    while (at < m_slice.size()) {
        if (m_afterCarriageReturn) {
            m_afterCarriageReturn = false;
            if (m_slice[at] == '\n') {
                ++at;
                continue;
            }
        }
        const std::size_t stop = findLineEnd(m_slice, at);
        if (stop != at)
            m_lineEmpty = false;
        if (stop == m_slice.size())
            break;
        const bool blank = m_lineEmpty;
        m_lineEmpty = true;
        at = stop + 1;
        const bool carriageReturn = m_slice[stop] == '\r';
        if (carriageReturn && at < m_slice.size() && m_slice[at] == '\n')
            ++at;
        else
            m_afterCarriageReturn = carriageReturn;
        if (blank) {
            end = at;
            return true;
        }
    }
    end = m_slice.size();
    return false;
}

const SseFrame* SseReader::next() {
    if (m_slice.empty())
        return nullptr;
    const bool fresh = m_held.empty() && !m_oversize;
    if (fresh)
        m_frameStartsWithLineFeed = m_afterCarriageReturn && m_slice.front() == '\n';
    std::size_t end = 0;
    const bool complete = findFrameEnd(end);
    const std::string_view part = m_slice.substr(0, end);
    m_slice.remove_prefix(end);
    if (m_oversize || m_held.size() + part.size() > m_bound) {
        if (m_held.empty())
            return fragment(part, complete);
        m_current.swap(m_held);
        m_held.clear();
        m_current.append(part);
        return fragment(m_current, complete);
    }
    if (!complete) {
        m_held.append(part);
        return nullptr;
    }
    if (m_held.empty()) {
        finishFrame(part);
        return &m_frame;
    }
    m_current.swap(m_held);
    m_held.clear();
    m_current.append(part);
    finishFrame(m_current);
    return &m_frame;
}

const SseFrame* SseReader::fragment(std::string_view raw, bool last) {
    m_frame = SseFrame{};
    m_frame.kind = SseKind::Fragment;
    m_frame.raw = raw;
    m_frame.offset = m_offset;
    m_frame.lastFragment = last;
    m_offset += raw.size();
    m_oversize = !last;
    return &m_frame;
}

void SseReader::finishFrame(std::string_view raw) {
    m_frame = SseFrame{};
    m_frame.raw = raw;
    m_frame.offset = m_offset;
    m_dataLines = 0;
    parse(raw);
    m_frame.kind = m_dataLines > 0 ? SseKind::Event : SseKind::Silent;
    m_offset += raw.size();
}

void SseReader::parse(std::string_view raw) {
    if (m_frameStartsWithLineFeed)
        raw.remove_prefix(1);
    if (m_offset == 0 && raw.starts_with(byteOrderMark))
        raw.remove_prefix(byteOrderMark.size());
    std::size_t at = 0;
    while (at < raw.size()) {
        const std::size_t stop = findLineEnd(raw, at);
        parseLine(raw.substr(at, stop - at));
        at = stop + 1;
        if (stop < raw.size() && raw[stop] == '\r' && at < raw.size() && raw[at] == '\n')
            ++at;
    }
}

void SseReader::parseLine(std::string_view line) {
    const std::size_t colon = line.find(':');
    if (line.empty() || colon == 0)
        return; // the end of the frame, or a comment
    const std::string_view name = line.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (value.starts_with(' '))
        value.remove_prefix(1);
    if (name == "data") {
        if (m_dataLines == 0) {
            m_frame.data = value;
        } else {
            if (m_dataLines == 1)
                m_joined.assign(m_frame.data);
            m_joined.append(1, '\n').append(value);
            m_frame.data = m_joined;
        }
        ++m_dataLines;
    } else if (name == "event") {
        m_frame.type = value;
    } else if (name == "id" && value.find('\0') == std::string_view::npos) {
        m_frame.id = value;
    }
}

void appendSseEvent(std::string& out, std::string_view type, std::string_view data) {
    if (!type.empty())
        out.append("event: ").append(type).append(1, '\n');
    while (true) {
        const std::size_t stop = findLineEnd(data, 0);
        out.append("data: ").append(data.substr(0, stop)).append(1, '\n');
        if (stop == data.size())
            break;
        const bool pair = data[stop] == '\r' && stop + 1 < data.size() && data[stop + 1] == '\n';
        data.remove_prefix(stop + (pair ? 2 : 1));
    }
    out.append(1, '\n');
}

} // namespace gatehouse
