// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <QString>
#include <QStringList>
#include <QVariant>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::store {

// What both backends can keep: what is not UTF-8 becomes U+FFFD, and NUL, which PostgreSQL has no place for, becomes
// U+2400 (a picture of it), so that a text reads the same in both and a lost byte is seen.
QString toQt(std::string_view text); // never null
std::string fromQt(const QString& text);
// The same, as bytes; the text itself where nothing is to be mended.
std::string storable(std::string_view text);

// How a backend does what Statement says.
class StatementBackend {
public:
    virtual ~StatementBackend() = default;
    virtual void number(int place, std::int64_t value) = 0;
    virtual void text(int place, std::string_view value) = 0;
    virtual void blob(int place, std::string_view value) = 0;
    virtual void null(int place) = 0;
    virtual Result<void> run() = 0;
    virtual Result<bool> next() = 0;
    virtual void finish() = 0;
    virtual std::int64_t changed() const = 0;
    virtual QStringList columns() const = 0;
    virtual std::int64_t numberAt(int column) const = 0;
    virtual std::string textAt(int column) const = 0;
    virtual std::string blobAt(int column) const = 0;
    virtual bool nullAt(int column) const = 0;
    virtual QVariant valueAt(int column) const = 0;
};

// A prepared statement. Values are bound in order to the placeholders (?); they go to the database apart from the SQL.
// run() starts over. Belongs to its connection's thread and goes before the connection. SQLite gives row by row; from
// PostgreSQL all rows come at once, so a statement without a bound to its rows is one for small tables.
class Statement {
public:
    explicit Statement(std::unique_ptr<StatementBackend> backend) : m_backend(std::move(backend)) {}

    Statement& text(std::string_view value) {
        m_backend->text(m_bound++, value);
        return *this;
    }
    Statement& number(std::int64_t value) {
        m_backend->number(m_bound++, value);
        return *this;
    }
    Statement& blob(std::string_view value) {
        m_backend->blob(m_bound++, value);
        return *this;
    }
    Statement& null() {
        m_backend->null(m_bound++);
        return *this;
    }
    // Text, a whole number, a byte array or nothing.
    Statement& bind(const QVariant& value);

    Result<void> run() {
        m_bound = 0;
        return m_backend->run();
    }
    // False at the end; an error when reading broke off.
    Result<bool> next() { return m_backend->next(); }
    void finish() { m_backend->finish(); } // lets go of the read lock
    std::int64_t changed() const { return m_backend->changed(); }

    // Of the row that stands; booleans are numbers, a number is also a text.
    std::int64_t numberAt(int column) const { return m_backend->numberAt(column); }
    std::string textAt(int column) const { return m_backend->textAt(column); }
    std::string blobAt(int column) const { return m_backend->blobAt(column); }
    bool nullAt(int column) const { return m_backend->nullAt(column); }
    // By what the database keeps: invalid (NULL), qlonglong, QString or QByteArray.
    QVariant valueAt(int column) const { return m_backend->valueAt(column); }
    QStringList columns() const { return m_backend->columns(); } // after run()

private:
    std::unique_ptr<StatementBackend> m_backend;
    int m_bound = 0;
};

} // namespace gatehouse::store
