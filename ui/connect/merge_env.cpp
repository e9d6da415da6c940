// SPDX-License-Identifier: GPL-3.0-or-later
// Files of variables, a NAME=value a line, as dotenv reads them.
#include "ui/connect/merge.h"

#include <QCoreApplication>

namespace gatehouse::ui::merging {
namespace {

bool isPlain(const QString& value) {
    return std::all_of(value.begin(), value.end(),
                       [](QChar c) { return c.isLetterOrNumber() || QStringLiteral("-_./:@+,%=").contains(c); });
}

QByteArray written(const QString& value) {
    return isPlain(value) ? value.toUtf8() : QByteArray('"' + value.toUtf8() + '"');
}

// The variable that a line sets, or nothing.
QByteArray nameIn(const QByteArray& line) {
    QByteArray text = line.trimmed();
    if (text.startsWith("export "))
        text = text.mid(7).trimmed();
    const auto equals = text.indexOf('=');
    return equals <= 0 || text.startsWith('#') ? QByteArray() : text.left(equals).trimmed();
}

QByteArray valueIn(const QByteArray& line) {
    QByteArray value = line.mid(line.indexOf('=') + 1).trimmed();
    const bool quoted = value.size() > 1 && (value[0] == '"' || value[0] == '\'') && value.back() == value[0];
    return quoted ? value.mid(1, value.size() - 2) : value;
}

void set(QByteArrayList& lines, const Setting& setting) {
    const auto name = setting.path.value(0).toUtf8();
    const auto value = setting.value.toString();
    // Of several the last one counts.
    for (auto i = lines.size() - 1; i >= 0; --i) {
        auto& line = lines[i];
        if (nameIn(line) != name)
            continue;
        if (setting.onlyNew || valueIn(line) == value.toUtf8())
            return;
        const QByteArray end = line.endsWith('\r') ? QByteArray("\r") : QByteArray();
        line = line.left(line.indexOf('=') + 1) + written(value) + end;
        return;
    }
    const bool newLineAtEnd = !lines.isEmpty() && lines.last().isEmpty();
    lines.insert(lines.size() - (newLineAtEnd ? 1 : 0), name + '=' + written(value));
    if (!newLineAtEnd)
        lines.append(QByteArray());
}

} // namespace

Merged env(const QByteArray& before, const QVector<Setting>& settings) {
    const bool windows = lineEndOf(before) == "\r\n";
    auto lines = before.split('\n');
    if (before.isEmpty())
        lines = {QByteArray()};
    for (const auto& setting : settings) {
        const auto value = setting.value.toString();
        if (value.contains(u'\n') || value.contains(u'"') || value.contains(u'\\') || value.contains(u'$'))
            return refused(QCoreApplication::translate("Merge", "A value cannot be written into this file."));
        const auto count = lines.size();
        set(lines, setting);
        if (windows && lines.size() > count)
            lines[lines.size() - 2] += '\r';
    }
    return {lines.join('\n'), {}};
}

} // namespace gatehouse::ui::merging
