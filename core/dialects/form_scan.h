// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/form_part.h"
#include "core/dialects/request_scan.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::dialects {

struct FormLimits {
    std::size_t parts = 256;
    std::size_t partHead = std::size_t{8} << 10U; // bytes
    std::size_t field = std::size_t{256} << 10U;  // bytes of a value that is no file
    std::uint64_t choices = 128;
};

// Reads multipart/form-data (RFC 7578) in slices of any size beside the bytes that pass through: of a file it counts
// the bytes and keeps none. Strict, so that nobody behind can find other fields than it did: the body begins with its
// first delimiter and ends behind its last, delimiters are followed by a line end, a part says clearly what it is, no
// multipart within. No I/O.
//
// Errors, all Invalid but for the two of TooLarge: multipart_invalid, multipart_nested, multipart_cut, duplicate_name
// (model, stream and n stand once), invalid_request (a model or n that is none), model_missing, forbidden_field;
// TooLarge field_too_large, too_many_parts. After an error it must not be fed again.
class FormScan {
public:
    FormScan(Operation operation, const std::string& boundary, const FormLimits& limits = {});

    Result<void> feed(std::string_view bytes);
    // The body has ended.
    Result<void> finish() const;

    // The value of "model" has been read: its facts' modelValue is the stretch of the body that it stands in, without
    // quotes, and routes the call.
    bool modelFound() const { return !m_facts.model.empty(); }
    // What was found so far; "stream" and the like may stand behind the file.
    const RequestFacts& facts() const { return m_facts; }

private:
    enum class State { Start, Delimiter, Head, Value, Closed };

    Result<std::size_t> step(std::string_view bytes);
    Result<std::size_t> start(std::string_view bytes);
    Result<std::size_t> behindDelimiter(std::string_view bytes);
    Result<std::size_t> head(std::string_view bytes);
    Result<std::size_t> value(std::string_view bytes);
    Result<std::size_t> closed(std::string_view bytes);
    Result<void> keep(std::string_view bytes);
    Result<void> beginPart();
    Result<void> endPart();
    Result<void> readModel();
    Result<void> readChoices();
    Result<void> once(bool& seen) const;

    const Operation m_operation;
    const std::string m_delimiter; // CR LF - - boundary
    const FormLimits m_limits;
    State m_state = State::Start;
    std::size_t m_matched; // bytes of the delimiter, or of what follows it, that were seen
    char m_afterDelimiter = 0;
    std::uint64_t m_offset = 0; // of the body
    std::uint64_t m_valueBegin = 0;
    std::size_t m_parts = 0;
    std::string m_head;
    FormPart m_part;
    std::string m_value; // of a field that is no file
    RequestFacts m_facts;
    bool m_modelSeen = false;
    bool m_streamSeen = false;
    bool m_choicesSeen = false;
};

} // namespace gatehouse::dialects
