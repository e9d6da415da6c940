// SPDX-License-Identifier: Apache-2.0
#include "core/contract/fault.h"

#include "core/base/text.h"

#include <algorithm>
#include <numeric>

namespace gatehouse::contract {
namespace {

std::string escapedForPointer(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

// Levenshtein's distance; the names are short.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t k = 0; k < b.size(); ++k) {
            const std::size_t replaced = diagonal + (a[i] == b[k] ? 0 : 1);
            diagonal = row[k + 1];
            row[k + 1] = std::min({row[k] + 1, row[k + 1] + 1, replaced});
        }
    }
    return row.back();
}

constexpr std::size_t longestShown = 80;

} // namespace

std::string_view nameOf(FaultCode code) {
    switch (code) {
    case FaultCode::Syntax:
        return "syntax_error";
    case FaultCode::UnknownField:
        return "unknown_field";
    case FaultCode::MissingField:
        return "missing_field";
    case FaultCode::WrongType:
        return "wrong_type";
    case FaultCode::InvalidValue:
        return "invalid_value";
    case FaultCode::Duplicate:
        return "duplicate";
    case FaultCode::UnknownReference:
        return "unknown_reference";
    case FaultCode::Unsupported:
        return "unsupported";
    case FaultCode::Conflict:
        break;
    }
    return "conflict";
}

std::string Path::field() const {
    if (m_parent == nullptr)
        return {};
    std::string text = m_parent->field();
    if (m_isIndex)
        return text + "[" + std::to_string(m_index) + "]";
    if (!text.empty())
        text += '.';
    return text.append(m_name);
}

std::string Path::pointer() const {
    if (m_parent == nullptr)
        return {};
    return m_parent->pointer() + "/" + (m_isIndex ? std::to_string(m_index) : escapedForPointer(m_name));
}

std::string Fault::text() const {
    std::string sentence = detail;
    if (sentence.empty()) {
        sentence = "expected " + expected;
        if (!found.empty())
            sentence += ", found " + found;
    }
    if (!hint.empty())
        sentence += "; " + hint;
    return field.empty() ? sentence : field + ": " + sentence;
}

std::string Fault::text(std::string_view fileName) const {
    std::string place(fileName);
    if (line != 0)
        place += ":" + std::to_string(line);
    return place.empty() ? text() : place + ": " + text();
}

Fault makeFault(FaultCode code, const Path& path, std::string expected, std::string found) {
    Fault fault;
    fault.code = code;
    fault.field = path.field();
    fault.pointer = path.pointer();
    fault.expected = std::move(expected);
    fault.found = std::move(found);
    return fault;
}

Error toError(const Faults& faults) {
    Error error;
    error.kind = ErrorKind::Invalid;
    if (faults.empty())
        return error;
    const auto& first = faults.front();
    error.kind = first.code == FaultCode::Conflict ? ErrorKind::Conflict : ErrorKind::Invalid;
    error.code = nameOf(first.code);
    error.message = first.text();
    if (faults.size() > 1)
        error.message += " (and " + std::to_string(faults.size() - 1) + " more)";
    error.field = first.field;
    error.expected = first.expected;
    error.found = first.found;
    return error;
}

std::string quoted(std::string_view text) {
    std::string out;
    if (text.size() > longestShown) {
        auto end = longestShown;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
            --end; // not inside a character
        appendJsonString(out, text.substr(0, end));
        return out + "…";
    }
    appendJsonString(out, text);
    return out;
}

std::string_view nearest(std::string_view name, const std::vector<std::string_view>& candidates) {
    std::string_view best;
    std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
    if (name.size() > 64)
        return best;
    for (const auto candidate : candidates) {
        const auto steps = distance(name, candidate);
        if (steps < least && steps < candidate.size()) {
            least = steps;
            best = candidate;
        }
    }
    return best;
}

} // namespace gatehouse::contract
