// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/event_stream/frame_writer.h"

#include "core/dialects/event_stream/checksum.h"

#include <array>
#include <cstddef>

namespace gatehouse::dialects::event_stream {
namespace {

void appendNumber(std::string& out, std::size_t value, unsigned bytes) {
    for (unsigned i = bytes; i-- > 0;)
        out += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

void appendHeader(std::string& out, const Header& header) {
    const auto name = header.name.substr(0, 0xFF);
    appendNumber(out, name.size(), 1);
    out.append(name);
    appendNumber(out, static_cast<std::size_t>(header.type), 1);
    const bool measured = header.type == HeaderType::Bytes || header.type == HeaderType::String;
    const auto value = measured ? header.value.substr(0, 0xFFFF) : header.value;
    if (measured)
        appendNumber(out, value.size(), 2);
    out.append(value);
}

void appendMessage(std::string& out, std::string_view messageType, std::string_view typeName, std::string_view type,
                   std::string_view json) {
    const std::array headers{
        Header{typeName, HeaderType::String, type},
        Header{":content-type", HeaderType::String, "application/json"},
        Header{":message-type", HeaderType::String, messageType},
    };
    appendFrame(out, headers, json);
}

} // namespace

void appendFrame(std::string& out, std::span<const Header> headers, std::string_view payload) {
    const std::size_t begin = out.size();
    out.append(12, '\0');
    for (const auto& header : headers)
        appendHeader(out, header);
    const std::size_t headersSize = out.size() - begin - 12;
    out.append(payload);
    std::string prelude;
    appendNumber(prelude, out.size() - begin + 4, 4);
    appendNumber(prelude, headersSize, 4);
    appendNumber(prelude, crc32(prelude), 4);
    out.replace(begin, 12, prelude);
    appendNumber(out, crc32(std::string_view(out).substr(begin)), 4);
}

void appendEvent(std::string& out, std::string_view type, std::string_view json) {
    appendMessage(out, "event", ":event-type", type, json);
}

void appendException(std::string& out, std::string_view type, std::string_view json) {
    appendMessage(out, "exception", ":exception-type", type, json);
}

} // namespace gatehouse::dialects::event_stream
