// SPDX-License-Identifier: Apache-2.0
#include "core/store/statement.h"

#include "core/base/text.h"

#include <QByteArray>

namespace gatehouse::store {
namespace {

constexpr char16_t pictureOfNul = 0x2400;

} // namespace

QString toQt(std::string_view text) {
    if (text.empty())
        return QStringLiteral("");
    auto out = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    if (text.find('\0') != std::string_view::npos)
        out.replace(QChar(u'\0'), QChar(pictureOfNul));
    return out;
}

std::string fromQt(const QString& text) {
    return text.toStdString();
}

std::string storable(std::string_view text) {
    if (text.find('\0') == std::string_view::npos && isValidUtf8(text))
        return std::string(text);
    return fromQt(toQt(text));
}

Statement& Statement::bind(const QVariant& value) {
    if (value.isNull())
        return null();
    switch (value.typeId()) {
    case QMetaType::QString:
        return text(fromQt(value.toString()));
    case QMetaType::QByteArray: {
        const auto bytes = value.toByteArray();
        return blob({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    }
    default:
        return number(value.toLongLong());
    }
}

} // namespace gatehouse::store
