// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/think_splitter.h"

#include <algorithm>
#include <utility>

namespace gatehouse::dialects {
namespace {

constexpr std::string_view opening = "<think>";
constexpr std::string_view closing = "</think>";
constexpr std::string_view blanks = " \t\r\n";

} // namespace

void ThinkSplitter::feed(std::string_view text, std::vector<Piece>& pieces) {
    if (m_state == State::Answer) {
        if (!text.empty())
            pieces.push_back({false, std::string(text)});
        return;
    }
    m_held += text;
    while (step(pieces)) {
    }
}

void ThinkSplitter::finish(std::vector<Piece>& pieces) {
    if (!m_held.empty() && (m_state == State::Start || m_state == State::Thought))
        pieces.push_back({m_state == State::Thought, std::move(m_held)});
    m_held.clear();
}

bool ThinkSplitter::step(std::vector<Piece>& pieces) {
    switch (m_state) {
    case State::Start:
        return leaveStart(pieces);
    case State::BeforeThought:
        return skipBlanks(State::Thought);
    case State::Thought:
        return readThought(pieces);
    case State::BeforeAnswer:
        return skipBlanks(State::Answer);
    case State::Answer:
        break;
    }
    if (!m_held.empty())
        pieces.push_back({false, std::exchange(m_held, {})});
    return false;
}

bool ThinkSplitter::leaveStart(std::vector<Piece>& pieces) {
    const std::size_t first = m_held.find_first_not_of(blanks);
    if (first == std::string::npos)
        return false;
    const std::string_view text = std::string_view(m_held).substr(first);
    if (text.starts_with(opening)) {
        m_held.erase(0, first + opening.size());
        m_state = State::BeforeThought;
        return true;
    }
    if (opening.starts_with(text))
        return false;
    m_state = State::Answer;
    return step(pieces);
}

bool ThinkSplitter::skipBlanks(State next) {
    const std::size_t first = m_held.find_first_not_of(blanks);
    if (first == std::string::npos) {
        m_held.clear();
        return false;
    }
    m_held.erase(0, first);
    m_state = next;
    return true;
}

bool ThinkSplitter::readThought(std::vector<Piece>& pieces) {
    const std::size_t end = m_held.find(closing);
    std::size_t ready = end;
    if (end == std::string::npos) {
        // The longest tail that may yet become the closing tag waits.
        ready = m_held.size();
        for (std::size_t length = std::min(closing.size() - 1, m_held.size()); length > 0; --length) {
            if (closing.starts_with(std::string_view(m_held).substr(m_held.size() - length))) {
                ready -= length;
                break;
            }
        }
    }
    if (ready > 0)
        pieces.push_back({true, m_held.substr(0, ready)});
    m_held.erase(0, end == std::string::npos ? ready : end + closing.size());
    if (end == std::string::npos)
        return false;
    m_state = State::BeforeAnswer;
    return true;
}

} // namespace gatehouse::dialects
