// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/form_scan.h"

#include "core/base/text.h"
#include "core/dialects/forbidden_fields.h"
#include "core/dialects/other_models.h"

#include <algorithm>
#include <cstring>

namespace gatehouse::dialects {
namespace {

constexpr std::size_t longestModel = 256;
constexpr std::string_view headEnd = "\r\n\r\n";

bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

// "image[]" is "image".
std::string_view baseName(std::string_view name) {
    return name.substr(0, name.find('['));
}

tl::unexpected<Error> badField(std::string field, std::string expected) {
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "invalid_request";
    error.message = "The form's field \"" + field + "\" must be " + expected + ".";
    error.field = std::move(field);
    error.expected = std::move(expected);
    return tl::unexpected(std::move(error));
}

} // namespace

FormScan::FormScan(Operation operation, const std::string& boundary, const FormLimits& limits)
    : m_operation(operation), m_delimiter("\r\n--" + boundary), m_limits(limits),
      m_matched(2) { // as if a line end stood before the first delimiter
    m_facts.choices = 1;
}

Result<void> FormScan::feed(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto taken = step(bytes);
        if (!taken)
            return tl::unexpected(taken.error());
        m_offset += *taken;
        bytes.remove_prefix(*taken);
    }
    return {};
}

Result<std::size_t> FormScan::step(std::string_view bytes) {
    switch (m_state) {
    case State::Start:
        return start(bytes);
    case State::Delimiter:
        return behindDelimiter(bytes);
    case State::Head:
        return head(bytes);
    case State::Value:
        return value(bytes);
    case State::Closed:
        break;
    }
    return closed(bytes);
}

Result<std::size_t> FormScan::start(std::string_view bytes) {
    const auto part = std::min(bytes.size(), m_delimiter.size() - m_matched);
    if (bytes.substr(0, part) != std::string_view(m_delimiter).substr(m_matched, part))
        return badForm("it does not begin with the boundary that its Content-Type names");
    m_matched += part;
    if (m_matched == m_delimiter.size()) {
        m_state = State::Delimiter;
        m_matched = 0;
    }
    return part;
}

// A line end opens the next part, two hyphens close the form.
Result<std::size_t> FormScan::behindDelimiter(std::string_view bytes) {
    const char c = bytes.front();
    if (m_matched == 0 && (c == '\r' || c == '-')) {
        m_afterDelimiter = c;
        m_matched = 1;
        return 1;
    }
    if (m_matched != 1 || c != (m_afterDelimiter == '\r' ? '\n' : '-'))
        return badForm("a boundary is followed by neither a line end nor its closing hyphens");
    m_matched = 0;
    m_state = c == '-' ? State::Closed : State::Head;
    m_head.clear();
    if (m_state == State::Head && ++m_parts > m_limits.parts)
        return failure(ErrorKind::TooLarge, "too_many_parts",
                       "The form has more than " + std::to_string(m_limits.parts) + " parts. Send fewer.");
    return 1;
}

Result<std::size_t> FormScan::head(std::string_view bytes) {
    const auto before = m_head.size();
    m_head.append(bytes.substr(0, m_limits.partHead + headEnd.size() - before));
    if (m_head.starts_with("\r\n"))
        return badForm("a part has no head");
    const auto end = m_head.find(headEnd, before < headEnd.size() ? 0 : before - headEnd.size() + 1);
    if (end == std::string::npos) {
        if (m_head.size() >= m_limits.partHead)
            return badForm("the head of a part is too long");
        return m_head.size() - before;
    }
    const auto taken = end + headEnd.size() - before;
    m_head.resize(end);
    m_valueBegin = m_offset + taken;
    m_state = State::Value;
    if (auto begun = beginPart(); !begun)
        return tl::unexpected(std::move(begun.error()));
    return taken;
}

Result<void> FormScan::beginPart() {
    auto part = readFormPart(m_head);
    if (!part)
        return tl::unexpected(std::move(part.error()));
    m_part = std::move(*part);
    m_value.clear();
    const auto name = baseName(m_part.name);
    if (name == "model" && (m_part.file || m_part.name != name))
        return badField(m_part.name, "a plain field named \"model\"");
    if (isForbiddenField(name)) {
        auto error = failure(ErrorKind::Invalid, "forbidden_field",
                             "The form's field \"" + m_part.name +
                                 "\" is refused: where a call goes and whose key it uses is the gateway's "
                                 "configuration, not the request's. Remove it.");
        error.value().field = m_part.name;
        return error;
    }
    return {};
}

// The delimiter has one CR, at its front: what was taken for its beginning and was not needs no second look.
Result<std::size_t> FormScan::value(std::string_view bytes) {
    std::size_t at = 0;
    while (at < bytes.size()) {
        if (m_matched == 0) {
            const auto* found = std::memchr(bytes.data() + at, '\r', bytes.size() - at);
            const auto next = found == nullptr
                                  ? bytes.size()
                                  : static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
            if (auto kept = keep(bytes.substr(at, next - at)); !kept)
                return tl::unexpected(std::move(kept.error()));
            at = next;
            if (at == bytes.size())
                break;
        }
        if (bytes[at] != m_delimiter[m_matched]) {
            if (auto kept = keep(std::string_view(m_delimiter).substr(0, m_matched)); !kept)
                return tl::unexpected(std::move(kept.error()));
            m_matched = 0;
            continue; // this byte may begin the delimiter
        }
        ++at;
        if (++m_matched < m_delimiter.size())
            continue;
        m_matched = 0;
        m_state = State::Delimiter;
        if (auto ended = endPart(); !ended)
            return tl::unexpected(std::move(ended.error()));
        return at;
    }
    return bytes.size();
}

Result<void> FormScan::keep(std::string_view bytes) {
    if (m_part.file) {
        m_facts.mediaBytes += bytes.size();
        return {};
    }
    const auto most = baseName(m_part.name) == "model" ? longestModel : m_limits.field;
    if (m_value.size() + bytes.size() > most) {
        auto error = failure(ErrorKind::TooLarge, "field_too_large",
                             "The form's field \"" + m_part.name + "\" is larger than " + std::to_string(most) +
                                 " bytes. Send less, or send it as a file.");
        error.value().field = m_part.name;
        return error;
    }
    m_value.append(bytes);
    return {};
}

Result<void> FormScan::endPart() {
    if (m_part.file) {
        ++m_facts.files;
        return {};
    }
    if (m_part.name == "model")
        return readModel();
    if (m_part.name == "n")
        return readChoices();
    if (m_part.name == "stream") {
        m_facts.stream = equalsIgnoringCase(m_value, "true") || m_value == "1";
        return once(m_streamSeen);
    }
    if (namesOtherModels(baseName(m_part.name)))
        m_facts.otherModels.push_back(m_value);
    m_facts.textBytes += m_value.size();
    return {};
}

Result<void> FormScan::once(bool& seen) const {
    if (!seen) {
        seen = true;
        return {};
    }
    auto error = failure(ErrorKind::Invalid, "duplicate_name",
                         "The form has the field \"" + m_part.name + "\" twice. Send it once.");
    error.value().field = m_part.name;
    return error;
}

Result<void> FormScan::readModel() {
    if (auto first = once(m_modelSeen); !first)
        return first;
    if (m_value.empty() || !isValidUtf8(m_value) || std::any_of(m_value.begin(), m_value.end(), isControl))
        return badField("model", "the name of a model, at most 256 bytes without control characters");
    m_facts.model = m_value;
    m_facts.modelValue = {static_cast<std::size_t>(m_valueBegin), m_value.size()};
    return {};
}

Result<void> FormScan::readChoices() {
    if (auto first = once(m_choicesSeen); !first)
        return first;
    const auto number = parseUnsigned(m_value);
    if (!number || *number < 1 || *number > m_limits.choices)
        return badField("n", "a whole number from 1 to " + std::to_string(m_limits.choices));
    m_facts.choices = *number;
    return {};
}

// Behind the last delimiter stands at most one line end.
Result<std::size_t> FormScan::closed(std::string_view bytes) {
    constexpr std::string_view lineEnd = "\r\n";
    const auto part = std::min(bytes.size(), lineEnd.size() - m_matched);
    if (part == 0 || bytes.substr(0, part) != lineEnd.substr(m_matched, part))
        return badForm("something stands behind its closing boundary");
    m_matched += part;
    return part;
}

Result<void> FormScan::finish() const {
    if (m_state != State::Closed || m_matched == 1)
        return failure(ErrorKind::Invalid, "multipart_cut",
                       "The form ends before its closing boundary. Send it whole, with the boundary that its "
                       "Content-Type names.");
    if (m_modelSeen)
        return {};
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "model_missing";
    error.message = "The form has no field \"model\". Add it, best before the file.";
    error.field = "model";
    error.expected = "the name of a model";
    error.found = "nothing";
    return tl::unexpected(std::move(error));
}

} // namespace gatehouse::dialects
