// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

// Content codings of answers (RFC 9110 §8.4.1): gzip (RFC 1952, several members), deflate (RFC 1950; the raw form of
// RFC 1951 too, which some servers send under that name) and zstd (RFC 8878, several frames). A provider's bytes are
// hostile input. Pure: no I/O.
namespace gatehouse::http {

enum class ContentCoding { Identity, Gzip, Deflate, Zstd };

// Of a Content-Encoding field ("" and "identity" are Identity). Errors: Unavailable (upstream_protocol) for codings
// that this version does not read, and for more than one.
Result<ContentCoding> contentCodingOf(std::string_view field);

// What may come out of an answer.
struct DecodeLimits {
    std::uint64_t most = std::uint64_t{256} * 1024 * 1024; // bytes in all
    std::uint64_t ratio = 250;                             // out for each byte in, once "free" is used up
    std::uint64_t free = std::uint64_t{1} * 1024 * 1024;
};

class ContentDecoder {
public:
    virtual ~ContentDecoder() = default;
    // Decodes from the front of "input", which is moved past what was taken, into "output"; answers how many bytes
    // stand there. Zero with an empty input: more is needed, or it is the end. Errors: Unavailable (upstream_protocol)
    // where the coding is broken, TooLarge (upstream_too_large) where it is a bomb.
    Result<std::size_t> decode(std::string_view& input, std::span<char> output);
    // The input is at its end: was that an end of the coding, too? True where nothing came at all.
    bool whole() const { return m_in == 0 || atEnd(); }

protected:
    explicit ContentDecoder(DecodeLimits limits) : m_limits(limits) {}
    virtual Result<std::size_t> step(std::string_view& input, std::span<char> output) = 0;
    virtual bool atEnd() const = 0;

private:
    DecodeLimits m_limits;
    std::uint64_t m_in = 0;
    std::uint64_t m_out = 0;
};

// Null for Identity. Memory: about 44 KiB for gzip and deflate; for zstd its window, at most 8 MiB (RFC 9659).
std::unique_ptr<ContentDecoder> makeContentDecoder(ContentCoding coding, DecodeLimits limits = {});

} // namespace gatehouse::http
