// SPDX-License-Identifier: GPL-3.0-or-later
// JSON (RFC 8259): the text is known to be right, so that a simple scan finds where members stand.
#include "ui/connect/merge.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <optional>

namespace gatehouse::ui::merging {
namespace {

QString tell(const char* sentence) {
    return QCoreApplication::translate("Merge", sentence);
}

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct Span {
    qsizetype begin = 0;
    qsizetype end = 0; // behind it
};

class Scan {
public:
    explicit Scan(const QByteArray& text) : m_text(text) {}

    qsizetype skipBlank(qsizetype at) const {
        while (at < m_text.size() && isBlank(m_text[at]))
            ++at;
        return at;
    }
    qsizetype endOfString(qsizetype at) const {
        for (++at; at < m_text.size() && m_text[at] != '"'; ++at) {
            if (m_text[at] == '\\')
                ++at;
        }
        return at + 1;
    }
    qsizetype endOfValue(qsizetype at) const {
        if (m_text[at] == '"')
            return endOfString(at);
        if (m_text[at] != '{' && m_text[at] != '[') {
            while (at < m_text.size() && !isBlank(m_text[at]) && !QByteArray(",]}").contains(m_text[at]))
                ++at;
            return at;
        }
        int depth = 0;
        while (at < m_text.size()) {
            const char c = m_text[at];
            if (c == '"') {
                at = endOfString(at);
                continue;
            }
            depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            ++at;
            if (depth == 0)
                break;
        }
        return at;
    }
    // The value of the last member of this name, as readers take it.
    std::optional<Span> member(qsizetype object, const QString& name) const {
        std::optional<Span> found;
        for (auto at = skipBlank(object + 1); m_text[at] == '"';) {
            const Span key{at, endOfString(at)};
            const auto value = skipBlank(skipBlank(key.end) + 1);
            const auto end = endOfValue(value);
            const auto read = QJsonDocument::fromJson('[' + m_text.mid(key.begin, key.end - key.begin) + ']');
            if (read.array().at(0).toString() == name)
                found = Span{value, end};
            at = skipBlank(end);
            if (m_text[at] == ',')
                at = skipBlank(at + 1);
        }
        return found;
    }

private:
    const QByteArray& m_text;
};

// What stands before the first thing in an object: its line break and indentation, or nothing.
QByteArray gapAfter(const QByteArray& text, qsizetype brace) {
    auto end = brace + 1;
    while (end < text.size() && isBlank(text[end]))
        ++end;
    return text.mid(brace + 1, end - brace - 1);
}

QByteArray indentOf(const QByteArray& text, qsizetype at) {
    const auto line = text.lastIndexOf('\n', at) + 1;
    auto end = line;
    while (end < text.size() && (text[end] == ' ' || text[end] == '\t'))
        ++end;
    return text.mid(line, end - line);
}

QByteArray nested(const Setting& setting, qsizetype depth, const QByteArray& indent, const QByteArray& unit,
                  const QByteArray& lineEnd) {
    if (depth == setting.path.size())
        return jsonText(setting.value);
    const QByteArray inner = indent + unit;
    return '{' + lineEnd + inner + jsonText(setting.path[depth]) + ": " +
           nested(setting, depth + 1, inner, unit, lineEnd) + lineEnd + indent + '}';
}

void insertMember(QByteArray& text, qsizetype object, const Setting& setting, qsizetype depth) {
    const Scan scan(text);
    const auto lineEnd = lineEndOf(text);
    const auto close = scan.endOfValue(object) - 1;
    const auto gap = gapAfter(text, object);
    const bool empty = scan.skipBlank(object + 1) == close;
    const QByteArray outer = indentOf(text, object);
    const bool onLines = empty || gap.contains('\n');
    QByteArray unit = QByteArray("  ");
    QByteArray inner = outer + unit;
    if (!empty && onLines) {
        inner = gap.mid(gap.lastIndexOf('\n') + 1);
        if (inner.startsWith(outer) && inner.size() > outer.size())
            unit = inner.mid(outer.size());
    }
    const QByteArray member = jsonText(setting.path[depth]) + ": " + nested(setting, depth + 1, inner, unit, lineEnd);
    if (empty) {
        text.replace(object + 1, close - object - 1, QByteArray(lineEnd + inner + member + lineEnd + outer));
        return;
    }
    auto last = close;
    while (isBlank(text[last - 1]))
        --last;
    text.insert(last, onLines ? QByteArray("," + lineEnd + inner + member) : QByteArray(", " + member));
}

void set(QByteArray& text, const Setting& setting) {
    const Scan scan(text);
    auto object = scan.skipBlank(0);
    for (qsizetype depth = 0; depth < setting.path.size(); ++depth) {
        const auto found = scan.member(object, setting.path[depth]);
        if (!found) {
            insertMember(text, object, setting, depth);
            return;
        }
        if (depth + 1 == setting.path.size()) {
            const auto standing =
                QJsonDocument::fromJson('[' + text.mid(found->begin, found->end - found->begin) + ']');
            if (!setting.onlyNew && standing.array().at(0) != setting.value)
                text.replace(found->begin, found->end - found->begin, jsonText(setting.value));
            return;
        }
        object = found->begin;
    }
}

} // namespace

Merged json(const QByteArray& before, const QVector<Setting>& settings) {
    const bool empty = before.trimmed().isEmpty();
    QByteArray text = empty ? QByteArray("{}\n") : before;
    QJsonParseError error;
    const auto read = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError) {
        const auto line = before.left(error.offset).count('\n') + 1;
        return refused(tell(QT_TRANSLATE_NOOP("Merge", "Line %1: %2. Mend the file, or copy the settings by hand."))
                           .arg(line)
                           .arg(error.errorString()));
    }
    if (!read.isObject())
        return refused(tell(QT_TRANSLATE_NOOP("Merge", "The file holds no JSON object. Copy the settings by hand.")));
    const auto wanted = withSettings(read.object(), settings);
    const auto other =
        tell(QT_TRANSLATE_NOOP("Merge", "The file uses these names for something else. Copy the settings by hand."));
    if (wanted.isUndefined())
        return refused(other);
    for (const auto& setting : settings)
        set(text, setting);
    if (QJsonDocument::fromJson(text).object() != wanted.toObject())
        return refused(other);
    return {text, {}};
}

} // namespace gatehouse::ui::merging
