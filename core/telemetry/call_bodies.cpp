// SPDX-License-Identifier: Apache-2.0
#include "core/telemetry/call_bodies.h"

#include "core/base/text.h"

#include <algorithm>
#include <utility>

namespace gatehouse::telemetry {
namespace {

constexpr std::size_t roomStep = 4'096;
constexpr std::size_t shortTextRoom = 64; // a text of this size lies in the record as it is

// JSON, XML, forms, event streams, plain text; no type says nothing against text.
bool isText(std::string_view contentType) {
    const auto type = toLower(trim(contentType.substr(0, contentType.find(';'))));
    return type.empty() || type.starts_with("text/") || type.ends_with("json") || type.ends_with("+xml") ||
           type == "application/xml" || type == "application/x-www-form-urlencoded" || type == "application/x-ndjson" ||
           type == "application/jsonl" || type == "application/yaml";
}

struct RunTable {
    std::array<bool, 256> in{};
    constexpr RunTable() {
        for (int c = '0'; c <= '9'; ++c)
            in[static_cast<std::size_t>(c)] = true;
        for (int c = 'a'; c <= 'z'; ++c)
            in[static_cast<std::size_t>(c)] = in[static_cast<std::size_t>(c - 'a' + 'A')] = true;
        for (const char c : {'+', '/', '=', '-', '_'})
            in[static_cast<std::size_t>(c)] = true;
    }
};
constexpr RunTable runs;

// What the first bytes of a file say, in base64.
std::string_view typeOfRun(std::string_view head, std::string_view before) {
    // "data:image/png;base64," says it itself.
    constexpr std::string_view mark = ";base64,";
    if (before.ends_with(mark)) {
        const auto from = before.rfind("data:");
        if (from != std::string_view::npos && before.size() - from < 120)
            return before.substr(from + 5, before.size() - mark.size() - from - 5);
    }
    struct Magic {
        std::string_view head;
        std::string_view type;
    };
    constexpr std::array<Magic, 12> magics{{{"iVBORw0KGgo", "image/png"},
                                            {"/9j/", "image/jpeg"},
                                            {"R0lGOD", "image/gif"},
                                            {"UklGR", "RIFF (WebP image or WAV audio)"},
                                            {"SUkq", "image/tiff"},
                                            {"Qk0", "image/bmp"},
                                            {"JVBERi0", "application/pdf"},
                                            {"SUQz", "audio/mpeg"},
                                            {"//u", "audio/mpeg"},
                                            {"T2dnUw", "audio/ogg"},
                                            {"ZkxhQ", "audio/flac"},
                                            {"UEsDB", "application/zip"}}};
    for (const auto& magic : magics) {
        if (head.starts_with(magic.head))
            return magic.type;
    }
    return "base64";
}

} // namespace

std::string_view nameOf(BodyPart part) {
    switch (part) {
    case BodyPart::RequestReceived:
        return "request_received";
    case BodyPart::RequestSent:
        return "request_sent";
    case BodyPart::AnswerReceived:
        return "answer_received";
    case BodyPart::AnswerSent:
        break;
    }
    return "answer_sent";
}

bool BodyRoom::take(std::size_t bytes) {
    auto used = m_used.load(std::memory_order_relaxed);
    do {
        if (bytes > m_most || used > m_most - bytes) {
            m_refused.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
    } while (!m_used.compare_exchange_weak(used, used + bytes, std::memory_order_relaxed));
    return true;
}

BodyText::BodyText(std::string contentType, std::size_t cap, BodyRoomPtr room)
    : m_contentType(std::move(contentType)), m_cap(cap), m_room(std::move(room)), m_binary(!isText(m_contentType)) {}

BodyText::~BodyText() {
    if (m_room && m_taken != 0)
        m_room->give(m_taken);
}

BodyText::BodyText(BodyText&& other) noexcept {
    *this = std::move(other);
}

BodyText& BodyText::operator=(BodyText&& other) noexcept {
    std::swap(m_contentType, other.m_contentType);
    std::swap(m_text, other.m_text);
    std::swap(m_cap, other.m_cap);
    std::swap(m_room, other.m_room);
    std::swap(m_taken, other.m_taken);
    std::swap(m_runStart, other.m_runStart);
    std::swap(m_runLength, other.m_runLength);
    std::swap(m_size, other.m_size);
    std::swap(m_binary, other.m_binary);
    std::swap(m_slash, other.m_slash);
    std::swap(m_cut, other.m_cut);
    std::swap(m_cutBeforeRun, other.m_cutBeforeRun);
    std::swap(m_elided, other.m_elided);
    std::swap(m_noRoom, other.m_noRoom);
    return *this;
}

void BodyText::append(std::string_view bytes) {
    m_size += static_cast<std::int64_t>(bytes.size());
    if (m_binary || m_noRoom)
        return;
    while (!bytes.empty() && !m_noRoom) {
        if (m_runLength == 0 && m_text.size() >= m_cap + overhang) {
            m_cut = true;
            return;
        }
        const auto* const end = bytes.data() + bytes.size();
        // "\/" is how some write the slash of base64; another escape ends the run.
        const auto* place = std::find_if(bytes.data(), end, [this](char c) {
            const bool escapedSlash = std::exchange(m_slash, c == '\\') && c != '/';
            return escapedSlash || (c != '\\' && !runs.in[static_cast<unsigned char>(c)]);
        });
        const auto run = bytes.substr(0, static_cast<std::size_t>(place - bytes.data()));
        if (m_runLength == 0) {
            m_runStart = m_text.size();
            m_cutBeforeRun = m_cut;
        }
        // Of a long run only the head is kept, until it is known how long it is.
        const auto room = longestRun > m_runLength ? longestRun - m_runLength : 0;
        appendText(run.substr(0, room));
        m_runLength += run.size();
        bytes.remove_prefix(run.size());
        if (bytes.empty())
            break;
        endRun();
        const auto* other = std::find_if(bytes.data() + 1, end,
                                         [](char c) { return c == '\\' || runs.in[static_cast<unsigned char>(c)]; });
        const auto rest = bytes.substr(0, static_cast<std::size_t>(other - bytes.data()));
        appendText(rest);
        bytes.remove_prefix(rest.size());
        m_slash = false;
    }
}

void BodyText::endRun() {
    const auto length = std::exchange(m_runLength, 0);
    m_slash = false;
    if (length <= longestRun || m_noRoom)
        return;
    if (m_runStart >= m_text.size())
        return; // it began beyond the cap
    m_elided = true;
    m_cut = m_cutBeforeRun;
    const std::string_view text(m_text);
    const std::string type(typeOfRun(text.substr(m_runStart), text.substr(0, m_runStart)));
    m_text.resize(m_runStart);
    appendText("[left out: " + type + ", " + std::to_string(length / 4 * 3) + " bytes]");
}

void BodyText::finish() {
    if (!m_binary)
        endRun();
}

void BodyText::appendText(std::string_view bytes) {
    const auto most = m_cap + overhang;
    const auto left = most > m_text.size() ? most - m_text.size() : 0;
    if (bytes.size() > left) {
        m_cut = true;
        bytes = bytes.substr(0, left);
    }
    if (!bytes.empty() && makeRoom(m_text.size() + bytes.size()))
        m_text.append(bytes);
}

bool BodyText::makeRoom(std::size_t bytes) {
    if (bytes <= shortTextRoom || bytes <= m_taken)
        return true;
    const auto wanted = std::max(bytes, std::min(std::max(m_taken * 2, roomStep), m_cap + overhang));
    if (m_room && !m_room->take(wanted - m_taken)) {
        drop();
        return false;
    }
    m_taken = wanted;
    m_text.reserve(wanted);
    return true;
}

void BodyText::drop() {
    m_noRoom = true;
    std::string().swap(m_text);
    if (m_room && m_taken != 0)
        m_room->give(std::exchange(m_taken, 0));
    m_runLength = 0;
}

} // namespace gatehouse::telemetry
