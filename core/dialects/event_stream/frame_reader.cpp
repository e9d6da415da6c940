// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/event_stream/frame_reader.h"

#include "core/dialects/event_stream/checksum.h"

#include <algorithm>

namespace gatehouse::dialects::event_stream {
namespace {

constexpr std::size_t preludeSize = 12;
constexpr std::size_t checksumSize = 4;

std::uint32_t numberAt(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = (value << 8U) | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

// Bytes of a value whose type says how long it is; 0 for True and False; nothing for those that have a length.
int fixedSize(HeaderType type) {
    switch (type) {
    case HeaderType::True:
    case HeaderType::False:
        return 0;
    case HeaderType::Byte:
        return 1;
    case HeaderType::Short:
        return 2;
    case HeaderType::Integer:
        return 4;
    case HeaderType::Long:
    case HeaderType::Timestamp:
        return 8;
    case HeaderType::Uuid:
        return 16;
    case HeaderType::Bytes:
    case HeaderType::String:
        break;
    }
    return -1;
}

bool take(std::string_view& bytes, std::size_t size, std::string_view& taken) {
    if (bytes.size() < size)
        return false;
    taken = bytes.substr(0, size);
    bytes.remove_prefix(size);
    return true;
}

bool takeHeader(std::string_view& bytes, Header& header) {
    std::string_view piece;
    if (!take(bytes, 1, piece) || !take(bytes, numberAt(piece, 0, 1), header.name) || header.name.empty())
        return false;
    if (!take(bytes, 1, piece) || numberAt(piece, 0, 1) > static_cast<std::uint32_t>(HeaderType::Uuid))
        return false;
    header.type = static_cast<HeaderType>(numberAt(piece, 0, 1));
    const int size = fixedSize(header.type);
    if (size >= 0)
        return take(bytes, static_cast<std::size_t>(size), header.value);
    return take(bytes, 2, piece) && take(bytes, numberAt(piece, 0, 2), header.value);
}

} // namespace

std::string_view Frame::text(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const Header& header) {
        return header.type == HeaderType::String && header.name == name;
    });
    return found == headers.end() ? std::string_view() : found->value;
}

const Frame* FrameReader::fail(Fault fault) {
    m_fault = fault;
    m_slice = {};
    m_held.clear();
    return nullptr;
}

// The first "size" bytes of the frame, as soon as they are there; till then the slice is put aside.
bool FrameReader::gather(std::size_t size, std::string_view& bytes) {
    if (m_held.empty() && m_slice.size() >= size) {
        bytes = m_slice.substr(0, size);
        return true;
    }
    const std::size_t missing = m_held.size() < size ? std::min(size - m_held.size(), m_slice.size()) : 0;
    m_held.append(m_slice.substr(0, missing));
    m_slice.remove_prefix(missing);
    bytes = std::string_view(m_held).substr(0, size);
    return bytes.size() == size;
}

bool FrameReader::checkPrelude(std::string_view prelude) {
    if (crc32(prelude.substr(0, 8)) != numberAt(prelude, 8, 4)) {
        fail(Fault::PreludeChecksum);
        return false;
    }
    m_total = numberAt(prelude, 0, 4);
    m_headersSize = numberAt(prelude, 4, 4);
    const std::size_t frame = preludeSize + checksumSize;
    if (m_headersSize > largestHeaders || m_total > frame + m_headersSize + m_largest) {
        fail(Fault::TooLarge);
        return false;
    }
    if (m_total < frame + m_headersSize) {
        fail(Fault::Malformed);
        return false;
    }
    return true;
}

bool FrameReader::parseHeaders(std::string_view bytes) {
    m_frame.headers.clear();
    while (!bytes.empty()) {
        Header header;
        if (!takeHeader(bytes, header))
            return false;
        m_frame.headers.push_back(header);
    }
    return true;
}

const Frame* FrameReader::next() {
    std::string_view bytes;
    if (m_fault != Fault::None)
        return nullptr;
    if (m_total == 0 && (!gather(preludeSize, bytes) || !checkPrelude(bytes)))
        return nullptr;
    if (!gather(m_total, bytes))
        return nullptr;
    if (m_held.empty()) {
        m_slice.remove_prefix(m_total);
    } else {
        m_current.swap(m_held);
        m_held.clear();
        bytes = m_current;
    }
    const std::size_t end = m_total - checksumSize;
    m_total = 0;
    if (crc32(bytes.substr(0, end)) != numberAt(bytes, end, checksumSize))
        return fail(Fault::MessageChecksum);
    if (!parseHeaders(bytes.substr(preludeSize, m_headersSize)))
        return fail(Fault::Malformed);
    m_frame.raw = bytes;
    m_frame.payload = bytes.substr(preludeSize + m_headersSize, end - preludeSize - m_headersSize);
    return &m_frame;
}

std::string_view describe(Fault fault) {
    switch (fault) {
    case Fault::PreludeChecksum:
    case Fault::MessageChecksum:
        return "The provider's stream was damaged on its way: a checksum is wrong.";
    case Fault::TooLarge:
        return "An event of the provider's stream is too large.";
    default:
        return "The provider's stream is no event stream.";
    }
}

} // namespace gatehouse::dialects::event_stream
