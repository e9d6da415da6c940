// SPDX-License-Identifier: GPL-3.0-or-later
// TOML (toml.io, v1.0.0): lines are found and written here; toml++ says whether the result is what was meant.
#include "ui/connect/merge.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <algorithm>
#include <optional>
#include <sstream>

#include <toml++/toml.h>

namespace gatehouse::ui::merging {
namespace {

QString tell(const char* sentence) {
    return QCoreApplication::translate("Merge", sentence);
}

QString asText(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// For comparing only: kinds that JSON does not know get a mark.
QJsonValue valueOf(const toml::node& node) {
    if (const auto* table = node.as_table()) {
        QJsonObject out;
        for (const auto& [name, value] : *table)
            out.insert(asText(name.str()), valueOf(value));
        return out;
    }
    if (const auto* list = node.as_array()) {
        QJsonArray out;
        for (const auto& value : *list)
            out.append(valueOf(value));
        return out;
    }
    if (const auto* text = node.as_string())
        return asText(text->get());
    if (const auto* flag = node.as_boolean())
        return flag->get();
    std::ostringstream other;
    if (const auto* whole = node.as_integer())
        return QJsonValue(static_cast<qint64>(whole->get()));
    if (const auto* number = node.as_floating_point())
        other << "float " << number->get();
    else if (const auto* date = node.as_date())
        other << "date " << date->get();
    else if (const auto* time = node.as_time())
        other << "time " << time->get();
    else if (const auto* moment = node.as_date_time())
        other << "moment " << moment->get();
    return QString::fromStdString(other.str());
}

struct Read {
    QJsonValue tree;
    QString problem;
};

Read read(const QByteArray& text) {
    try {
        const auto table = toml::parse(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
        return {valueOf(table), {}};
    } catch (const toml::parse_error& error) {
        return {{},
                tell(QT_TRANSLATE_NOOP("Merge", "Line %1: %2. Mend the file, or copy the settings by hand."))
                    .arg(error.source().begin.line)
                    .arg(asText(error.description()))};
    }
}

QByteArray bare(const QString& name) {
    const bool plain = std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || c == u'_' || c == u'-';
    });
    return plain && !name.isEmpty() ? name.toUtf8() : jsonText(name);
}

QByteArray header(const QStringList& table) {
    QByteArrayList names;
    for (const auto& name : table)
        names.append(bare(name));
    return '[' + names.join('.') + ']';
}

QByteArray withoutBlanks(QByteArray text) {
    text.replace(' ', "").replace('\t', "");
    return text;
}

// Is this line that header, whatever its blanks and its comment?
bool opens(const QByteArray& line, const QByteArray& wanted) {
    const auto text = withoutBlanks(line);
    return text.startsWith(wanted) && (text.size() == wanted.size() || text[wanted.size()] == '#');
}

// Which lines begin in the middle of a text of several lines.
QVector<bool> insideTexts(const QByteArrayList& lines) {
    QVector<bool> inside;
    QByteArray open;
    for (const auto& line : lines) {
        inside.append(!open.isEmpty());
        for (qsizetype at = 0; at < line.size();) {
            const auto three = line.mid(at, 3);
            const bool mark = three == "\"\"\"" || three == "'''";
            if (mark && (open.isEmpty() || open == three)) {
                open = open.isEmpty() ? three : QByteArray();
                at += 3;
            } else if (open.isEmpty() && line[at] == '#') {
                break;
            } else {
                at += open == "\"\"\"" && line[at] == '\\' ? 2 : 1;
            }
        }
    }
    return inside;
}

struct Section {
    qsizetype begin = 0; // its first line behind the header
    qsizetype end = 0;   // the next header
};

class Lines {
public:
    explicit Lines(const QByteArray& text) : m_lineEnd(lineEndOf(text)), m_lines(text.split('\n')) {
        for (auto& line : m_lines) {
            if (m_lineEnd.size() == 2 && line.endsWith('\r'))
                line.chop(1);
        }
    }
    QByteArray text() const { return m_lines.join(m_lineEnd); }

    std::optional<Section> section(const QStringList& table) const {
        const auto inside = insideTexts(m_lines);
        const auto isHeader = [&](qsizetype i) { return !inside[i] && m_lines[i].trimmed().startsWith('['); };
        Section found;
        if (!table.isEmpty()) {
            const auto wanted = header(table);
            while (found.begin < m_lines.size() && !(isHeader(found.begin) && opens(m_lines[found.begin], wanted)))
                ++found.begin;
            if (found.begin == m_lines.size())
                return std::nullopt;
            ++found.begin;
        }
        found.end = found.begin;
        while (found.end < m_lines.size() && !isHeader(found.end))
            ++found.end;
        return found;
    }

    void set(const QStringList& table, const QString& name, const QByteArray& value, bool onlyNew) {
        auto place = section(table);
        if (!place) {
            while (m_lines.size() > 1 && m_lines.last().trimmed().isEmpty())
                m_lines.removeLast();
            if (m_lines.size() == 1 && m_lines[0].trimmed().isEmpty())
                m_lines.clear();
            else
                m_lines.append(QByteArray());
            m_lines.append(header(table));
            m_lines.append(QByteArray());
            place = Section{m_lines.size() - 1, m_lines.size()};
        }
        const auto inside = insideTexts(m_lines);
        for (auto i = place->begin; i < place->end; ++i) {
            auto& line = m_lines[i];
            const auto equals = line.indexOf('=');
            if (inside[i] || equals < 0 || line.left(equals).trimmed() != bare(name))
                continue;
            if (!onlyNew)
                line = line.left(equals + 1) + ' ' + value + commentOf(line.mid(equals + 1));
            return;
        }
        auto at = place->end;
        while (at > place->begin && m_lines[at - 1].trimmed().isEmpty())
            --at;
        m_lines.insert(at, bare(name) + " = " + value);
        if (at + 1 == m_lines.size())
            m_lines.append(QByteArray());
    }

private:
    // What follows a value of one line.
    static QByteArray commentOf(const QByteArray& rest) {
        char quote = 0;
        for (qsizetype at = 0; at < rest.size(); ++at) {
            const char c = rest[at];
            if (quote != 0) {
                if (quote == '"' && c == '\\')
                    ++at;
                else if (c == quote)
                    quote = 0;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '#') {
                auto from = at;
                while (from > 0 && (rest[from - 1] == ' ' || rest[from - 1] == '\t'))
                    --from;
                return rest.mid(from);
            }
        }
        return {};
    }

    QByteArray m_lineEnd;
    QByteArrayList m_lines;
};

QJsonValue at(QJsonValue tree, const QStringList& path) {
    for (const auto& name : path)
        tree = tree.toObject().value(name);
    return tree;
}

} // namespace

Merged toml(const QByteArray& before, const QVector<Setting>& settings) {
    const auto standing = read(before);
    if (!standing.problem.isEmpty())
        return refused(standing.problem);
    const auto wanted = withSettings(standing.tree, settings);
    const auto other = tell(QT_TRANSLATE_NOOP(
        "Merge", "The file is laid out in a way that cannot be changed safely. Copy the settings by hand."));
    if (wanted.isUndefined())
        return refused(other);
    Lines lines(before);
    for (const auto& setting : settings) {
        if (at(standing.tree, setting.path) != setting.value)
            lines.set(setting.path.first(setting.path.size() - 1), setting.path.last(), jsonText(setting.value),
                      setting.onlyNew);
    }
    const auto text = lines.text();
    const auto after = read(text);
    if (!after.problem.isEmpty() || after.tree != wanted)
        return refused(other);
    return {text, {}};
}

} // namespace gatehouse::ui::merging
