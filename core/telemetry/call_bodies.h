// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::telemetry {

enum class BodyPart { RequestReceived, RequestSent, AnswerReceived, AnswerSent };
inline constexpr std::size_t bodyPartCount = 4;
inline constexpr std::array<BodyPart, bodyPartCount> allBodyParts{BodyPart::RequestReceived, BodyPart::RequestSent,
                                                                  BodyPart::AnswerReceived, BodyPart::AnswerSent};
// "request_received", "request_sent", "answer_received", "answer_sent".
std::string_view nameOf(BodyPart part);

// The memory that bodies may take from their capture until they are stored, in all threads together: what finds no
// room is not kept, and the record says so. Thread-safe.
class BodyRoom {
public:
    explicit BodyRoom(std::size_t bytes) : m_most(bytes) {}
    bool take(std::size_t bytes);
    void give(std::size_t bytes) { m_used.fetch_sub(bytes, std::memory_order_relaxed); }
    std::size_t used() const { return m_used.load(std::memory_order_relaxed); }
    std::size_t most() const { return m_most; }
    std::uint64_t refused() const { return m_refused.load(std::memory_order_relaxed); } // bodies that found no room

private:
    const std::size_t m_most;
    std::atomic<std::size_t> m_used{0};
    std::atomic<std::uint64_t> m_refused{0};
};
using BodyRoomPtr = std::shared_ptr<BodyRoom>;

// What is kept of one body while it passes: its text up to a cap. Long runs of base64 (images, audio, files in JSON)
// are left out at once, with a note of their type and size in their place, so that they use up neither the cap nor
// memory; of a body that is no text only type and size are kept. One pass over the bytes, linear; one thread at a time.
class BodyText {
public:
    // Bytes that are taken beyond the cap, so that a secret that stands across it is recognised whole before the rest
    // is cut off (see BodyMill).
    static constexpr std::size_t overhang = 1'024;
    // A run of base64 that is longer is media, not text.
    static constexpr std::size_t longestRun = 512;

    BodyText(std::string contentType, std::size_t cap, BodyRoomPtr room);
    ~BodyText();
    BodyText(BodyText&& other) noexcept;
    BodyText& operator=(BodyText&& other) noexcept;
    BodyText(const BodyText&) = delete;
    BodyText& operator=(const BodyText&) = delete;

    void append(std::string_view bytes);
    // Once, when the body is whole or has ended otherwise.
    void finish();

    const std::string& contentType() const { return m_contentType; }
    const std::string& text() const { return m_text; }
    std::int64_t size() const { return m_size; } // of the whole body
    std::size_t cap() const { return m_cap; }    // of the text
    bool cut() const { return m_cut || m_text.size() > m_cap; }
    bool elided() const { return m_elided; } // media was left out
    bool noRoom() const { return m_noRoom; } // nothing is kept: memory was short
    bool binary() const { return m_binary; }
    // The same bytes went through both, as far as can be told.
    bool sameAs(const BodyText& other) const { return m_size == other.m_size && m_text == other.m_text; }

private:
    void appendText(std::string_view bytes);
    void endRun();
    bool makeRoom(std::size_t bytes);
    void drop();

    std::string m_contentType;
    std::string m_text;
    std::size_t m_cap = 0;
    BodyRoomPtr m_room;
    std::size_t m_taken = 0; // of the room
    std::size_t m_runStart = 0;
    std::size_t m_runLength = 0;
    std::int64_t m_size = 0;
    bool m_binary = false;
    bool m_slash = false; // the last byte was a backslash within a run
    bool m_cut = false;
    bool m_cutBeforeRun = false;
    bool m_elided = false;
    bool m_noRoom = false;
};

// The bodies of one call; those that are equal to the one before them on the way are left out. Made by the I/O thread,
// moved to the recorder with the record.
struct CallBodies {
    std::array<std::unique_ptr<BodyText>, bodyPartCount> parts;
    std::array<std::unique_ptr<BodyText>, bodyPartCount> heads; // first line, then "name: value" lines
    std::array<bool, bodyPartCount> same{};                     // left out, because it equals the client's side of it

    std::unique_ptr<BodyText>& at(BodyPart part) { return parts[static_cast<std::size_t>(part)]; }
    std::unique_ptr<BodyText>& headOf(BodyPart part) { return heads[static_cast<std::size_t>(part)]; }
    const std::unique_ptr<BodyText>& headOf(BodyPart part) const { return heads[static_cast<std::size_t>(part)]; }
    const std::unique_ptr<BodyText>& at(BodyPart part) const { return parts[static_cast<std::size_t>(part)]; }
};

} // namespace gatehouse::telemetry
