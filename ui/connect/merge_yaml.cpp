// SPDX-License-Identifier: GPL-3.0-or-later
// YAML in block style: lines are found and written here; yaml-cpp says whether the result is what was meant.
#include "ui/connect/merge.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <sstream>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace gatehouse::ui::merging {
namespace {

constexpr int deepest = 64;

QString tell(const char* sentence) {
    return QCoreApplication::translate("Merge", sentence);
}

// For comparing: what is written plain may be a number or a word, what is quoted is a text.
QJsonValue valueOf(const YAML::Node& node, int depth = 0) {
    if (depth > deepest)
        throw YAML::Exception(node.Mark(), "nested too deeply");
    if (node.IsMap()) {
        QJsonObject out;
        for (const auto& member : node)
            out.insert(QString::fromStdString(member.first.as<std::string>()), valueOf(member.second, depth + 1));
        return out;
    }
    if (node.IsSequence()) {
        QJsonArray out;
        for (const auto& item : node)
            out.append(valueOf(item, depth + 1));
        return out;
    }
    return node.IsScalar() ? QJsonValue(QString::fromStdString(node.Scalar())) : QJsonValue();
}

// Listens to a parser and wants nothing.
class Nothing : public YAML::EventHandler {
public:
    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
    void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
    void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
    void OnMapEnd() override {}
};

struct Read {
    QJsonValue tree;
    QString problem;
};

Read read(const QByteArray& text) {
    try {
        // LoadAll() of yaml-cpp 0.7 never ends on some texts; what follows the first document is found like this.
        std::istringstream stream(text.toStdString());
        YAML::Parser parser(stream);
        Nothing nothing;
        if (parser.HandleNextDocument(nothing) && parser)
            return {{},
                    tell(QT_TRANSLATE_NOOP("Merge", "The file holds several documents. Copy the settings by hand."))};
        const auto document = YAML::Load(text.toStdString());
        if (!document.IsDefined() || document.IsNull())
            return {QJsonObject(), {}};
        return {valueOf(document), {}};
    } catch (const YAML::Exception& error) {
        return {{},
                tell(QT_TRANSLATE_NOOP("Merge", "Line %1: %2. Mend the file, or copy the settings by hand."))
                    .arg(error.mark.line + 1)
                    .arg(QString::fromStdString(error.msg))};
    }
}

QByteArray scalar(const QJsonValue& value) {
    return jsonText(value); // a JSON string is a double-quoted one of YAML
}

qsizetype indentOf(const QByteArray& line) {
    qsizetype indent = 0;
    while (indent < line.size() && line[indent] == ' ')
        ++indent;
    return indent;
}

bool isContent(const QByteArray& line) {
    const auto text = line.trimmed();
    return !text.isEmpty() && !text.startsWith('#');
}

QByteArrayList entryLines(const QJsonObject& entry, const QString& first, const QByteArray& indent) {
    QStringList names = entry.keys();
    names.removeOne(first);
    names.prepend(first);
    QByteArrayList lines;
    for (const auto& name : names) {
        const QByteArray lead = lines.isEmpty() ? QByteArray("- ") : QByteArray("  ");
        const auto value = entry.value(name);
        lines.append(indent + lead + name.toUtf8() + (value.isArray() ? QByteArray(":") : ": " + scalar(value)));
        for (const auto& item : value.toArray())
            lines.append(indent + "    - " + scalar(item));
    }
    return lines;
}

class Lines {
public:
    explicit Lines(const QByteArray& text) : m_lineEnd(lineEndOf(text)), m_lines(text.split('\n')) {
        for (auto& line : m_lines) {
            if (m_lineEnd.size() == 2 && line.endsWith('\r'))
                line.chop(1);
        }
    }
    QByteArray text() const { return m_lines.join(m_lineEnd); }

    void setScalar(const QString& name, const QJsonValue& value) {
        const auto i = find(name);
        if (i < 0) {
            append({name.toUtf8() + ": " + scalar(value)});
            return;
        }
        auto& line = m_lines[i];
        const auto rest = line.mid(name.toUtf8().size() + 1);
        const auto hash = rest.indexOf(" #");
        line = name.toUtf8() + ": " + scalar(value) + (hash < 0 ? QByteArray() : rest.mid(hash));
    }

    // "standing": how many entries there are, and which of them is ours (-1: none).
    void setEntry(const QString& list, const Setting& setting, int ours) {
        const auto entry = setting.value.toObject();
        const auto head = find(list);
        if (head < 0) {
            append(QByteArrayList{list.toUtf8() + ':'} + entryLines(entry, setting.entry, "  "));
            return;
        }
        auto end = head + 1; // behind the last line of the list
        for (auto i = head + 1; i < m_lines.size(); ++i) {
            if (isContent(m_lines[i]) && indentOf(m_lines[i]) == 0 && !m_lines[i].startsWith('-'))
                break;
            if (isContent(m_lines[i]))
                end = i + 1;
        }
        QVector<qsizetype> begins;
        for (auto i = head + 1; i < end; ++i) {
            const bool item = m_lines[i].trimmed().startsWith("- ") || m_lines[i].trimmed() == "-";
            if (item && (begins.isEmpty() || indentOf(m_lines[i]) == indentOf(m_lines[begins.first()])))
                begins.append(i);
        }
        const QByteArray indent =
            begins.isEmpty() ? QByteArray("  ") : QByteArray(indentOf(m_lines[begins.first()]), ' ');
        auto at = end;
        if (ours >= 0 && ours < begins.size()) {
            at = begins[ours];
            auto last = ours + 1 < begins.size() ? begins[ours + 1] : end;
            while (last > at + 1 && !isContent(m_lines[last - 1]))
                --last; // comments of the next entry stay
            m_lines.remove(at, last - at);
        }
        const auto lines = entryLines(entry, setting.entry, indent);
        for (qsizetype i = 0; i < lines.size(); ++i)
            m_lines.insert(at + i, lines[i]);
        if (at + lines.size() == m_lines.size())
            m_lines.append(QByteArray());
    }

private:
    qsizetype find(const QString& name) const {
        const QByteArray start = name.toUtf8() + ':';
        for (qsizetype i = 0; i < m_lines.size(); ++i) {
            if (m_lines[i] == start || m_lines[i].startsWith(QByteArray(start + ' ')))
                return i;
        }
        return -1;
    }
    void append(const QByteArrayList& lines) {
        if (m_lines.last().trimmed().isEmpty())
            m_lines.removeLast();
        m_lines += lines;
        m_lines.append(QByteArray());
    }

    QByteArray m_lineEnd;
    QByteArrayList m_lines;
};

// yaml-cpp's scalars are texts: so are ours, for comparing.
QJsonValue asTexts(const QJsonValue& value) {
    if (value.isObject()) {
        auto object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            it.value() = asTexts(it.value());
        return object;
    }
    if (value.isArray()) {
        auto list = value.toArray();
        for (auto item : list)
            item = asTexts(item);
        return list;
    }
    return value.isString() ? value : QJsonValue(QString::fromLatin1(jsonText(value)));
}

int placeOf(const QJsonArray& list, const Setting& setting) {
    const auto name = setting.value.toObject().value(setting.entry);
    for (int i = 0; i < list.size(); ++i) {
        if (list[i].toObject().value(setting.entry) == name)
            return i;
    }
    return -1;
}

} // namespace

Merged yaml(const QByteArray& before, const QVector<Setting>& settings) {
    const auto standing = read(before);
    if (!standing.problem.isEmpty())
        return refused(standing.problem);
    const auto other = tell(QT_TRANSLATE_NOOP(
        "Merge", "The file is laid out in a way that cannot be changed safely. Copy the settings by hand."));
    if (!standing.tree.isObject())
        return refused(other);
    auto ours = settings;
    for (auto& setting : ours)
        setting.value = asTexts(setting.value);
    const auto wanted = withSettings(standing.tree, ours);
    if (wanted.isUndefined())
        return refused(other);
    Lines lines(before);
    for (qsizetype i = 0; i < settings.size(); ++i) {
        const auto& name = settings[i].path.value(0);
        const auto value = standing.tree.toObject().value(name);
        const auto place = placeOf(value.toArray(), ours[i]);
        const bool there = settings[i].value.isObject()
                               ? place >= 0 && value.toArray().at(place) == ours[i].value
                               : value == ours[i].value || (settings[i].onlyNew && !value.isUndefined());
        if (there)
            continue;
        if (settings[i].value.isObject())
            lines.setEntry(name, settings[i], place);
        else
            lines.setScalar(name, settings[i].value);
    }
    const auto text = lines.text();
    const auto after = read(text);
    if (!after.problem.isEmpty() || after.tree != wanted)
        return refused(other);
    return {text, {}};
}

} // namespace gatehouse::ui::merging
