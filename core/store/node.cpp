// SPDX-License-Identifier: Apache-2.0
#include "core/store/node.h"

#include "core/base/random.h"
#include "core/base/text.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace gatehouse::store {
namespace {

constexpr std::size_t markLength = 16;

tl::unexpected<Error> unusable(const std::string& path, int code) {
    return failure(ErrorKind::Unavailable, "store_unwritable",
                   "cannot use " + path + ": " + std::strerror(code) + "; make the data folder writable");
}

// The folder's name for the store, made where it is missing.
Result<std::string> folderName(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0)
        return unusable(path, errno);
    std::array<char, 128> buffer{};
    const auto count = ::read(file, buffer.data(), buffer.size());
    std::string name(trim(std::string_view(buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0)));
    while (!name.empty() && name.back() == '\n')
        name.pop_back();
    if (name.empty()) {
        name = randomText(markLength * 2, base62);
        const auto line = name + "\n";
        if (::pwrite(file, line.data(), line.size(), 0) != static_cast<ssize_t>(line.size()) || ::fsync(file) != 0) {
            const int code = errno;
            ::close(file);
            return unusable(path, code);
        }
    }
    ::close(file);
    return name;
}

Result<std::string> storeMark(Connection& connection) {
    auto make = connection.prepare(
        QStringLiteral("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING"));
    if (!make)
        return tl::unexpected(make.error());
    make->text(storeMarkSetting).text(newStoreMark());
    if (auto done = make->run(); !done)
        return tl::unexpected(done.error());
    auto read = connection.prepare(QStringLiteral("SELECT value FROM settings WHERE name = ?"));
    if (!read)
        return tl::unexpected(read.error());
    if (auto done = read->text(storeMarkSetting).run(); !done)
        return tl::unexpected(done.error());
    const auto found = read->next();
    if (!found)
        return tl::unexpected(found.error());
    return read->textAt(0);
}

Result<std::int64_t> numberOf(Connection& connection, const std::string& name) {
    auto find = connection.prepare(QStringLiteral("SELECT id FROM nodes WHERE name = ?"));
    if (!find)
        return tl::unexpected(find.error());
    if (auto done = find->text(name).run(); !done)
        return tl::unexpected(done.error());
    const auto found = find->next();
    if (!found)
        return tl::unexpected(found.error());
    if (*found)
        return find->numberAt(0);
    const auto newest = connection.value(QStringLiteral("SELECT MAX(id) FROM nodes"));
    if (!newest)
        return tl::unexpected(newest.error());
    const auto id = newest->toLongLong() + 1;
    auto add = connection.prepare(QStringLiteral("INSERT INTO nodes (id, name) VALUES (?, ?)"));
    auto book = connection.prepare(
        QStringLiteral("INSERT INTO book (id, next_sequence, accounted, folded, lost) VALUES (?, 1, 0, 0, 0) "
                       "ON CONFLICT (id) DO NOTHING"));
    if (!add || !book)
        return tl::unexpected(!add ? add.error() : book.error());
    if (auto done = add->number(id).text(name).run(); !done)
        return tl::unexpected(done.error());
    if (auto done = book->number(id).run(); !done)
        return tl::unexpected(done.error());
    return id;
}

} // namespace

std::string newStoreMark() {
    return randomText(markLength, base62);
}

Result<Node> nodeOf(Connection& connection, const std::string& dataDirectory) {
    if (!connection.postgres())
        return Node{};
    const auto name = folderName(dataDirectory + "/node");
    if (!name)
        return tl::unexpected(name.error());
    auto transaction = Transaction::begin(connection);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const auto mark = storeMark(connection);
    if (!mark)
        return tl::unexpected(mark.error());
    const auto id = numberOf(connection, *name);
    if (!id)
        return tl::unexpected(id.error());
    if (auto done = transaction->commit(); !done)
        return tl::unexpected(done.error());
    return Node{*id, *mark};
}

} // namespace gatehouse::store
