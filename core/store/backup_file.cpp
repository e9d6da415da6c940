// SPDX-License-Identifier: Apache-2.0
#include "core/store/backup_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <openssl/evp.h>
#include <vector>
#include <zstd.h>

namespace gatehouse::store {
namespace {

constexpr std::string_view magic = "GHBACKUP";
constexpr std::uint32_t version = 1;
constexpr std::size_t headSize = 12;
constexpr std::size_t mostPart = std::size_t{512} << 20U; // a damaged length must not ask for all memory
constexpr std::size_t chunk = std::size_t{128} << 10U;
constexpr int level = 3;

std::string bytesOf(std::uint32_t number) {
    std::string out;
    for (unsigned i = 0; i < 4; ++i)
        out += static_cast<char>((number >> (8 * i)) & 0xFFU);
    return out;
}

std::uint32_t numberOf(std::string_view bytes) {
    std::uint32_t out = 0;
    for (unsigned i = 0; i < 4; ++i)
        out |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return out;
}

tl::unexpected<Error> unreadable(const char* why) {
    return failure(ErrorKind::Invalid, "backup_unreadable",
                   std::string("this is not a whole backup of Gatehouse: ") + why + "; nothing was changed");
}

class Sha256 {
public:
    Sha256() : m_context(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr);
    }
    void add(std::string_view bytes) { EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()); }
    std::string take() {
        std::array<unsigned char, 32> out{};
        unsigned size = 0;
        EVP_DigestFinal_ex(m_context.get(), out.data(), &size);
        return {out.begin(), out.end()};
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context;
};

constexpr std::size_t digestSize = 32;

} // namespace

struct BackupFileWriter::Impl {
    BackupSink sink;
    Sha256 digest;
    std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> packer{ZSTD_createCCtx(), ZSTD_freeCCtx};
    std::vector<char> out = std::vector<char>(chunk);
    bool begun = false;

    Result<void> give(std::string_view bytes) {
        digest.add(bytes);
        return sink(bytes);
    }

    Result<void> pack(std::string_view bytes, ZSTD_EndDirective how) {
        if (!begun) {
            begun = true;
            (void)ZSTD_CCtx_setParameter(packer.get(), ZSTD_c_compressionLevel, level);
            if (auto done = give(std::string(magic) + bytesOf(version)); !done)
                return done;
        }
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        while (true) {
            ZSTD_outBuffer to{out.data(), out.size(), 0};
            const auto left = ZSTD_compressStream2(packer.get(), &to, &in, how);
            if (ZSTD_isError(left) != 0)
                return failure(ErrorKind::Internal, "backup_failed", "the backup could not be packed");
            if (to.pos > 0) {
                if (auto done = give({out.data(), to.pos}); !done)
                    return done;
            }
            if (how == ZSTD_e_end ? left == 0 : in.pos == in.size)
                return {};
        }
    }
};

BackupFileWriter::BackupFileWriter(BackupSink sink) : m_impl(std::make_unique<Impl>()) {
    m_impl->sink = std::move(sink);
}
BackupFileWriter::~BackupFileWriter() = default;

Result<void> BackupFileWriter::part(BackupPart::Kind kind, std::string_view bytes) {
    const std::string head = static_cast<char>(kind) + bytesOf(static_cast<std::uint32_t>(bytes.size()));
    if (auto done = m_impl->pack(head, ZSTD_e_continue); !done)
        return done;
    return m_impl->pack(bytes, ZSTD_e_continue);
}

Result<void> BackupFileWriter::finish() {
    if (auto done = m_impl->pack({}, ZSTD_e_end); !done)
        return done;
    return m_impl->sink(m_impl->digest.take());
}

struct BackupFileReader::Impl {
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file{nullptr, &std::fclose};
    std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> unpacker{ZSTD_createDCtx(), ZSTD_freeDCtx};
    std::uint64_t left = 0; // of the frame, in the file
    std::vector<char> packed = std::vector<char>(chunk);
    ZSTD_inBuffer in{nullptr, 0, 0};

    // Holds the file against its digest and stops at the frame.
    Result<void> check() {
        std::fseek(file.get(), 0, SEEK_END);
        const auto size = std::ftell(file.get());
        if (size < static_cast<long>(headSize + digestSize))
            return unreadable("it is too short");
        std::rewind(file.get());
        std::array<char, headSize> head{};
        if (std::fread(head.data(), 1, head.size(), file.get()) != head.size() ||
            std::string_view(head.data(), magic.size()) != magic)
            return unreadable("it does not begin as one");
        const auto found = numberOf({head.data() + magic.size(), 4});
        if (found > version)
            return failure(ErrorKind::Unavailable, "backup_newer",
                           "this backup was made by a newer version of Gatehouse; restore it with that one");
        Sha256 digest;
        digest.add({head.data(), head.size()});
        left = static_cast<std::uint64_t>(size) - headSize - digestSize;
        for (auto rest = left; rest > 0;) {
            const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(rest, packed.size()));
            if (std::fread(packed.data(), 1, wanted, file.get()) != wanted)
                return unreadable("it cannot be read to its end");
            digest.add({packed.data(), wanted});
            rest -= wanted;
        }
        std::array<char, digestSize> kept{};
        if (std::fread(kept.data(), 1, kept.size(), file.get()) != kept.size() ||
            digest.take() != std::string(kept.begin(), kept.end()))
            return unreadable("it is damaged or was cut");
        std::fseek(file.get(), static_cast<long>(headSize), SEEK_SET);
        return {};
    }

    Result<void> take(char* to, std::size_t size) {
        ZSTD_outBuffer out{to, size, 0};
        while (out.pos < out.size) {
            if (in.pos == in.size && left > 0) {
                const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, packed.size()));
                const auto got = std::fread(packed.data(), 1, wanted, file.get());
                if (got == 0)
                    return unreadable("it cannot be read to its end");
                left -= got;
                in = {packed.data(), got, 0};
            }
            const auto before = out.pos + in.pos;
            if (ZSTD_isError(ZSTD_decompressStream(unpacker.get(), &out, &in)) != 0)
                return unreadable("its inside cannot be unpacked");
            if (out.pos + in.pos == before && left == 0 && in.pos == in.size)
                return unreadable("its inside ends too early");
        }
        return {};
    }
};

BackupFileReader::BackupFileReader(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
BackupFileReader::~BackupFileReader() = default;

Result<std::unique_ptr<BackupFileReader>> BackupFileReader::open(const std::string& path) {
    auto impl = std::make_unique<Impl>();
    impl->file.reset(std::fopen(path.c_str(), "rbe"));
    if (!impl->file)
        return failure(ErrorKind::Invalid, "backup_unreadable",
                       "cannot read " + path + ": " + std::strerror(errno) + "; name a file that backup made");
    if (auto checked = impl->check(); !checked)
        return tl::unexpected(checked.error());
    return std::unique_ptr<BackupFileReader>(new BackupFileReader(std::move(impl)));
}

Result<BackupPart> BackupFileReader::next() {
    std::array<char, 5> head{};
    if (auto done = m_impl->take(head.data(), head.size()); !done)
        return tl::unexpected(done.error());
    BackupPart part;
    part.kind = static_cast<BackupPart::Kind>(head[0]);
    if (std::string_view("HTRFE").find(head[0]) == std::string_view::npos)
        return unreadable("it holds a part of an unknown kind");
    const auto size = numberOf({head.data() + 1, 4});
    if (size > mostPart)
        return unreadable("it holds a part of an impossible size");
    part.bytes.resize(size);
    if (auto done = m_impl->take(part.bytes.data(), part.bytes.size()); !done)
        return tl::unexpected(done.error());
    return part;
}

} // namespace gatehouse::store
