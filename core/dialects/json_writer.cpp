// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/json_writer.h"

#include "core/base/text.h"
#include "core/dialects/json_text.h"

namespace gatehouse::dialects::json {

void Writer::separate() {
    if (m_named) {
        m_named = false;
        return;
    }
    if (m_filled.empty())
        return;
    if (m_filled.back())
        m_out += ',';
    m_filled.back() = true;
}

Writer& Writer::beginObject() {
    separate();
    m_filled.push_back(false);
    m_out += '{';
    return *this;
}

Writer& Writer::endObject() {
    m_filled.pop_back();
    m_out += '}';
    return *this;
}

Writer& Writer::beginArray() {
    separate();
    m_filled.push_back(false);
    m_out += '[';
    return *this;
}

Writer& Writer::endArray() {
    m_filled.pop_back();
    m_out += ']';
    return *this;
}

Writer& Writer::name(std::string_view name) {
    separate();
    appendJsonString(m_out, name);
    m_out += ':';
    m_named = true;
    return *this;
}

Writer& Writer::text(std::string_view value) {
    separate();
    appendJsonString(m_out, value);
    return *this;
}

Writer& Writer::number(std::int64_t value) {
    separate();
    m_out += std::to_string(value);
    return *this;
}

Writer& Writer::boolean(bool value) {
    separate();
    m_out += value ? "true" : "false";
    return *this;
}

Writer& Writer::null() {
    separate();
    m_out += "null";
    return *this;
}

Writer& Writer::raw(std::string_view json) {
    separate();
    appendCompact(m_out, json);
    return *this;
}

Writer& Writer::members(std::string_view object) {
    std::string compact;
    appendCompact(compact, object);
    if (compact.size() <= 2 || compact.front() != '{')
        return *this;
    separate();
    m_out.append(compact, 1, compact.size() - 2);
    return *this;
}

Writer& Writer::joined(std::string_view head, std::string_view tail) {
    separate();
    appendJsonString(m_out, head);
    m_out.pop_back(); // the quote between the two
    const std::size_t seam = m_out.size();
    appendJsonString(m_out, tail);
    m_out.erase(seam, 1);
    return *this;
}

void appendCompact(std::string& out, std::string_view json) {
    const char* at = json.data();
    const char* const end = at + json.size();
    while (at < end) {
        if (isBlank(*at)) {
            ++at;
            continue;
        }
        if (*at != '"') {
            out += *at++;
            continue;
        }
        const char* const open = at++;
        while ((at = findQuoteOrEscape(at, end)) < end && *at == '\\')
            at += end - at > 1 ? 2 : 1;
        at = at < end ? at + 1 : end;
        out.append(open, at);
    }
}

std::string withoutSurrogates(std::string decoded) {
    // Generalised UTF-8 writes a surrogate as ED A0..BF xx; all else that begins with ED is a character.
    for (std::size_t at = decoded.find('\xED'); at != std::string::npos; at = decoded.find('\xED', at + 1)) {
        if (at + 2 < decoded.size() && static_cast<unsigned char>(decoded[at + 1]) >= 0xA0)
            decoded.replace(at, 3, "\xEF\xBF\xBD");
    }
    return decoded;
}

} // namespace gatehouse::dialects::json
