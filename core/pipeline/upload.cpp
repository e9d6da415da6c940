// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/upload.h"

#include <algorithm>

namespace gatehouse::pipeline {

Task<Result<std::string_view>> Upload::receive() {
    auto piece = co_await m_exchange.readBodyPiece(m_most);
    if (!piece)
        co_return breakOff(std::move(piece.error()));
    m_received += static_cast<std::int64_t>(piece->size());
    co_return piece;
}

tl::unexpected<Error> Upload::breakOff(Error error) {
    m_broken = true;
    return tl::unexpected<Error>(std::move(error));
}

Task<Result<std::string_view>> PlainUpload::next() {
    m_touched = true;
    co_return co_await receive();
}

Task<Result<void>> FormUpload::findModel(std::size_t mostHeld) {
    std::size_t held = 0;
    while (!m_scan.modelFound()) {
        const auto piece = co_await receive();
        if (!piece)
            co_return tl::unexpected(piece.error());
        if (piece->empty()) {
            auto whole = m_scan.finish();
            if (!whole)
                co_return whole;
            break;
        }
        held += piece->size();
        if (held > mostHeld)
            co_return failure(ErrorKind::TooLarge, "model_too_late",
                              "The form's field \"model\" stands behind more than " + std::to_string(mostHeld >> 20U) +
                                  " MiB of other parts. Put it before the file.");
        auto fed = m_scan.feed(*piece);
        if (!fed)
            co_return fed;
        m_held.emplace_back(*piece);
    }
    co_return Result<void>();
}

std::optional<std::uint64_t> FormUpload::length() const {
    const auto whole = m_exchange.bodyLength();
    if (!whole)
        return std::nullopt;
    return *whole - facts().modelValue.length + m_model.size();
}

Task<Result<std::string_view>> FormUpload::next() {
    m_touched = true;
    if (const auto held = takeHeld(); !held.empty())
        co_return held;
    const auto piece = co_await receive();
    if (!piece)
        co_return piece;
    auto read = piece->empty() ? m_scan.finish() : m_scan.feed(*piece);
    if (!read)
        co_return breakOff(std::move(read.error()));
    co_return piece;
}

// A view into the first piece, which stays till the next call.
std::string_view FormUpload::takeHeld() {
    const auto value = facts().modelValue;
    if (m_at == value.offset && !m_modelGiven) {
        m_modelGiven = true;
        m_at += value.length;
        return m_model;
    }
    while (!m_held.empty() && m_heldFrom + m_held.front().size() <= m_at) {
        m_heldFrom += m_held.front().size();
        m_held.pop_front();
    }
    if (m_held.empty())
        return {};
    auto piece = std::string_view(m_held.front()).substr(static_cast<std::size_t>(m_at - m_heldFrom));
    if (m_at < value.offset)
        piece = piece.substr(0, static_cast<std::size_t>(value.offset - m_at));
    m_at += piece.size();
    return piece;
}

} // namespace gatehouse::pipeline
