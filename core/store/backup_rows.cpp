// SPDX-License-Identifier: Apache-2.0
#include "core/store/backup_rows.h"

#include <cstdint>

namespace gatehouse::store {
namespace {

void appendNumber(std::string& out, std::uint64_t number, unsigned bytes) {
    for (unsigned i = 0; i < bytes; ++i)
        out += static_cast<char>((number >> (8 * i)) & 0xFFU);
}

void appendBytes(std::string& out, char tag, std::string_view bytes) {
    out += tag;
    appendNumber(out, bytes.size(), 4);
    out += bytes;
}

tl::unexpected<Error> broken() {
    return failure(ErrorKind::Invalid, "backup_unreadable",
                   "the backup holds a row that cannot be read; nothing was changed");
}

class Cursor {
public:
    explicit Cursor(std::string_view bytes) : m_bytes(bytes) {}
    bool atEnd() const { return m_bytes.empty(); }
    bool take(std::size_t count, std::string_view& out) {
        if (m_bytes.size() < count)
            return false;
        out = m_bytes.substr(0, count);
        m_bytes.remove_prefix(count);
        return true;
    }
    bool number(unsigned bytes, std::uint64_t& out) {
        std::string_view taken;
        if (!take(bytes, taken))
            return false;
        out = 0;
        for (unsigned i = 0; i < bytes; ++i)
            out |= static_cast<std::uint64_t>(static_cast<unsigned char>(taken[i])) << (8 * i);
        return true;
    }

private:
    std::string_view m_bytes;
};

bool insertValue(RowInsert& into, Cursor& from) {
    std::string_view tag;
    std::uint64_t number = 0;
    std::string_view bytes;
    if (!from.take(1, tag))
        return false;
    switch (tag.front()) {
    case '0':
        into.null();
        return true;
    case 'i':
        if (!from.number(8, number))
            return false;
        into.number(static_cast<std::int64_t>(number));
        return true;
    case 't':
        if (!from.number(4, number) || !from.take(number, bytes))
            return false;
        into.text(bytes);
        return true;
    case 'b':
        if (!from.number(4, number) || !from.take(number, bytes))
            return false;
        into.bytes(bytes);
        return true;
    default:
        return false;
    }
}

} // namespace

void appendRow(std::string& out, const Statement& row, int columns) {
    for (int column = 0; column < columns; ++column) {
        const auto value = row.valueAt(column);
        if (!value.isValid()) {
            out += '0';
        } else if (value.typeId() == QMetaType::QByteArray) {
            appendBytes(out, 'b', row.blobAt(column));
        } else if (value.typeId() == QMetaType::QString) {
            appendBytes(out, 't', row.textAt(column));
        } else {
            out += 'i';
            appendNumber(out, static_cast<std::uint64_t>(value.toLongLong()), 8);
        }
    }
}

Result<std::size_t> insertRows(RowInsert& into, std::string_view part, int columns) {
    std::size_t rows = 0;
    for (Cursor from(part); !from.atEnd(); ++rows) {
        for (int column = 0; column < columns; ++column) {
            if (!insertValue(into, from))
                return broken();
        }
        if (auto done = into.run(); !done)
            return tl::unexpected(done.error());
    }
    return rows;
}

} // namespace gatehouse::store
