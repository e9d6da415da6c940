// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::telemetry {

// A place of a text that must not be kept.
struct MaskSpan {
    std::size_t begin = 0; // bytes
    std::size_t end = 0;
    std::string_view what; // "credential", "email", "card", "iban", "phone"; lives as long as the program
};

// Finds what must be masked before a body is stored. An error means that nothing of the text may be kept. Thread-safe.
class Masker {
public:
    virtual ~Masker() = default;
    // In order, without overlaps.
    virtual Result<std::vector<MaskSpan>> find(std::string_view text) const = 0;
};

// Patterns of linear time (RE2): credentials in the forms of their makers (our own keys among them), values of fields
// that are named like credentials, e-mail addresses, payment cards (with their check digit), IBAN (with theirs) and
// telephone numbers. Error: Internal where a pattern cannot be used.
Result<std::unique_ptr<Masker>> makePatternMasker();

// The text with every place replaced by "[masked:email]" and so on.
std::string masked(std::string_view text, const std::vector<MaskSpan>& spans);
void appendMask(std::string& out, std::string_view what);

} // namespace gatehouse::telemetry
