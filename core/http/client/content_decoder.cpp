// SPDX-License-Identifier: Apache-2.0
#include "core/http/client/content_decoder.h"

#include "core/base/text.h"
#include "core/http/client/upstream_core.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <zlib.h>
#include <zstd.h>

namespace gatehouse::http {
namespace {

constexpr int windowOfZlib = 15;
constexpr int windowOfGzip = windowOfZlib + 16; // zlib's way to ask for the gzip form
constexpr int mostZstdWindow = 23;              // 8 MiB (RFC 9659 §3)

tl::unexpected<Error> broken(const char* what) {
    return failure(ErrorKind::Unavailable, std::string(codeOf(UpstreamFailure::Protocol)),
                   std::string("The provider's answer is compressed wrongly: ") + what +
                       ". The connection was closed; try again, or tell the provider.");
}

// gzip and deflate.
class InflateDecoder final : public ContentDecoder {
public:
    InflateDecoder(ContentCoding coding, DecodeLimits limits)
        : ContentDecoder(limits), m_form(coding == ContentCoding::Gzip ? Form::Gzip : Form::Unknown) {}
    InflateDecoder(const InflateDecoder&) = delete;
    InflateDecoder& operator=(const InflateDecoder&) = delete;
    ~InflateDecoder() override {
        if (m_started)
            inflateEnd(&m_stream);
    }

protected:
    Result<std::size_t> step(std::string_view& input, std::span<char> output) override {
        if (input.empty() && !m_moreOut)
            return std::size_t{0};
        if (!m_started && !start(input))
            return broken("zlib cannot be started");
        if (m_ended && !input.empty()) {
            // Behind a member of gzip another may follow (RFC 1952 §2.2); behind a deflate stream nothing may.
            if (m_form != Form::Gzip || inflateReset(&m_stream) != Z_OK)
                return broken("something stands behind its end");
            m_ended = false;
        }
        // zlib's interface lacks const; it does not write there.
        m_stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(input.data()));
        m_stream.avail_in = static_cast<uInt>(std::min<std::size_t>(input.size(), std::numeric_limits<uInt>::max()));
        m_stream.next_out = reinterpret_cast<Bytef*>(output.data());
        m_stream.avail_out = static_cast<uInt>(output.size());
        const auto given = m_stream.avail_in;
        const int outcome = inflate(&m_stream, Z_NO_FLUSH);
        input.remove_prefix(given - m_stream.avail_in);
        m_ended = outcome == Z_STREAM_END;
        m_moreOut = m_stream.avail_out == 0 && !m_ended;
        if (outcome != Z_OK && outcome != Z_STREAM_END && outcome != Z_BUF_ERROR)
            return broken("its bytes are not what the coding says");
        return output.size() - m_stream.avail_out;
    }
    bool atEnd() const override { return m_ended; }

private:
    enum class Form { Gzip, Unknown, Zlib, Raw };

    // A zlib stream begins with compression method 8, and a check of two bytes (RFC 1950 §2.2). The first byte tells
    // enough: a raw stream that begins so would have to be a stored block with odd padding.
    bool start(std::string_view input) {
        if (m_form == Form::Unknown)
            m_form = (static_cast<unsigned char>(input.front()) & 0x8FU) == 0x08U ? Form::Zlib : Form::Raw;
        int window = windowOfGzip;
        if (m_form != Form::Gzip)
            window = m_form == Form::Zlib ? windowOfZlib : -windowOfZlib;
        m_started = inflateInit2(&m_stream, window) == Z_OK;
        return m_started;
    }

    Form m_form;
    z_stream m_stream{};
    bool m_started = false;
    bool m_ended = false;
    bool m_moreOut = false; // the output was full: zlib may hold more without further input
};

class ZstdDecoder final : public ContentDecoder {
public:
    explicit ZstdDecoder(DecodeLimits limits) : ContentDecoder(limits), m_stream(ZSTD_createDStream()) {
        if (m_stream)
            ZSTD_DCtx_setParameter(m_stream.get(), ZSTD_d_windowLogMax, mostZstdWindow);
    }

protected:
    Result<std::size_t> step(std::string_view& input, std::span<char> output) override {
        if (!m_stream)
            return broken("zstd cannot be started");
        if (input.empty() && !m_moreOut)
            return std::size_t{0};
        ZSTD_inBuffer in{input.data(), input.size(), 0};
        ZSTD_outBuffer out{output.data(), output.size(), 0};
        const std::size_t left = ZSTD_decompressStream(m_stream.get(), &out, &in);
        if (ZSTD_isError(left) != 0)
            return broken(ZSTD_getErrorName(left));
        input.remove_prefix(in.pos);
        m_ended = left == 0;
        m_moreOut = out.pos == out.size && !m_ended;
        return out.pos;
    }
    bool atEnd() const override { return m_ended; }

private:
    struct Release {
        void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
    };
    std::unique_ptr<ZSTD_DStream, Release> m_stream;
    bool m_ended = false;
    bool m_moreOut = false;
};

} // namespace

Result<ContentCoding> contentCodingOf(std::string_view field) {
    ContentCoding coding = ContentCoding::Identity;
    bool found = false;
    while (!field.empty()) {
        const std::size_t comma = std::min(field.find(','), field.size());
        const std::string_view word = trim(field.substr(0, comma));
        field.remove_prefix(std::min(comma + 1, field.size()));
        if (word.empty() || equalsIgnoringCase(word, "identity"))
            continue;
        if (found)
            return broken("it is compressed twice");
        found = true;
        if (equalsIgnoringCase(word, "gzip") || equalsIgnoringCase(word, "x-gzip"))
            coding = ContentCoding::Gzip;
        else if (equalsIgnoringCase(word, "deflate"))
            coding = ContentCoding::Deflate;
        else if (equalsIgnoringCase(word, "zstd"))
            coding = ContentCoding::Zstd;
        else
            return broken("its coding is none of gzip, deflate and zstd, and nobody asked for it");
    }
    return coding;
}

Result<std::size_t> ContentDecoder::decode(std::string_view& input, std::span<char> output) {
    const std::size_t before = input.size();
    auto made = step(input, output);
    if (!made)
        return made;
    m_in += before - input.size();
    m_out += *made;
    if (m_out > m_limits.most || (m_out > m_limits.free && m_out / m_limits.ratio > m_in))
        return failure(ErrorKind::TooLarge, std::string(codeOf(UpstreamFailure::TooLarge)),
                       "The provider's compressed answer grows beyond all measure: it was given up. Ask for less at "
                       "once, or tell the provider.");
    return made;
}

std::unique_ptr<ContentDecoder> makeContentDecoder(ContentCoding coding, DecodeLimits limits) {
    switch (coding) {
    case ContentCoding::Identity:
        break;
    case ContentCoding::Gzip:
    case ContentCoding::Deflate:
        return std::make_unique<InflateDecoder>(coding, limits);
    case ContentCoding::Zstd:
        return std::make_unique<ZstdDecoder>(limits);
    }
    return nullptr;
}

} // namespace gatehouse::http
