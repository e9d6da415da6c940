// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/serial_block_writer.h"

#include "core/base/text.h"
#include "core/dialects/anthropic/foreign_reasoning.h"

#include <algorithm>

namespace gatehouse::dialects {

SerialBlockWriter::Pending* SerialBlockWriter::find(int part) {
    const auto found =
        std::find_if(m_pending.begin(), m_pending.end(), [part](const Pending& one) { return one.part == part; });
    return found == m_pending.end() ? nullptr : &*found;
}

void SerialBlockWriter::beginPart(const PartStart& event, std::string& out) {
    if (const auto* use = std::get_if<ToolUsePart>(&event.content); use && !use->signature.empty()) {
        Pending signature;
        signature.part = -1;
        signature.content = anthropic::signatureOfCall(*use);
        signature.stopped = true;
        m_pending.push_back(std::move(signature));
    }
    Pending pending;
    pending.part = event.part;
    pending.content = event.content;
    m_pending.push_back(std::move(pending));
    advance(out);
}

void SerialBlockWriter::addDelta(int part, const StreamEvent& event, std::string& out) {
    Pending* const pending = find(part);
    if (!pending)
        return;
    if (const auto* arguments = std::get_if<ArgumentsDelta>(&event))
        pending->input.feed(arguments->text);
    if (pending->begun)
        writeDelta(*pending, event, out);
    else
        pending->held.push_back(event);
    advance(out);
}

void SerialBlockWriter::endPart(int part, std::string& out) {
    Pending* const pending = find(part);
    if (!pending)
        return;
    pending->stopped = true;
    advance(out);
}

void SerialBlockWriter::endAll(std::string& out) {
    for (auto& pending : m_pending)
        pending.stopped = true;
    advance(out);
}

// The front block ends when its part has, or when it is a call that is complete and another part waits.
bool SerialBlockWriter::mayEnd(const Pending& pending) const {
    if (pending.stopped)
        return true;
    const auto* use = std::get_if<ToolUsePart>(&pending.content);
    return use && use->input == ToolInput::Object && pending.input.closed() && m_pending.size() > 1;
}

void SerialBlockWriter::advance(std::string& out) {
    while (!m_pending.empty()) {
        Pending& front = m_pending.front();
        if (!front.begun) {
            front.begun = true;
            openBlock(front, out);
            for (const auto& event : front.held)
                writeDelta(front, event, out);
            front.held.clear();
        }
        if (!mayEnd(front))
            return;
        closeBlock(front, out);
        m_pending.pop_front();
    }
}

std::string SerialBlockWriter::inputSlice(Pending& pending, std::string_view text) {
    const auto* use = std::get_if<ToolUsePart>(&pending.content);
    if (!use || use->input != ToolInput::Text)
        return std::string(text);
    std::string slice = pending.quoted ? "" : R"({"input":")";
    pending.quoted = true;
    std::string quoted;
    appendJsonString(quoted, text);
    return slice.append(quoted, 1, quoted.size() - 2);
}

} // namespace gatehouse::dialects
