// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/message.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::http {

enum class ContentCoding : std::uint8_t { Identity, Gzip, Deflate, Zstd };

std::string_view nameOf(ContentCoding coding);

// What a client takes, by its Accept-Encoding field (RFC 9110 §12.5.3): the coding with the greatest weight; of equal
// ones zstd before gzip before deflate. Identity where none of them is named or the field is not well-formed.
ContentCoding chooseCoding(std::string_view acceptEncoding);

// Whether a whole answer is worth the work and may be changed: text or JSON from 1 KiB to 1 MiB (a longer one would
// hold its I/O thread up), not encoded already, without validators that would name other bytes.
bool isCompressible(const ResponseHead& head, std::size_t bodySize);

// The body in that coding, at the quickest level; nothing where it would not get smaller.
std::optional<std::string> compress(std::string_view body, ContentCoding coding);

// Adds "Vary: Accept-Encoding".
void addVary(ResponseHead& head);

} // namespace gatehouse::http
