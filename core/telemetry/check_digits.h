// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace gatehouse::telemetry {

// Does the number end in the check digit of ISO/IEC 7812 (Luhn)? Anything but digits is passed over.
bool hasLuhnDigit(std::string_view number);

// How many bytes of the text, from its start, are an IBAN with the right check digits (ISO 13616), written together or
// in groups? 0 when none is.
std::size_t ibanLength(std::string_view text);

} // namespace gatehouse::telemetry
