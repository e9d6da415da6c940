// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/mustache_scan.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRegularExpression>
#include <algorithm>

namespace gatehouse::ui {
namespace {

using Kind = MustachePiece::Kind;

struct MustacheWords {
    Q_DECLARE_TR_FUNCTIONS(MustacheWords)
};

Kind kindOf(char sign) {
    switch (sign) {
    case '#':
        return Kind::Section;
    case '^':
        return Kind::Inverted;
    case '/':
        return Kind::Close;
    case '>':
        return Kind::Partial;
    case '!':
        return Kind::Comment;
    case '=':
        return Kind::Delimiter;
    case '&':
    case '{':
        return Kind::Raw;
    default:
        return Kind::Variable;
    }
}

class Scanner {
public:
    explicit Scanner(const QByteArray& text) : m_text(text) {}

    QVector<MustachePiece> scan() {
        while (m_at < m_text.size()) {
            const auto tag = m_text.indexOf(m_open, m_at);
            if (tag < 0) {
                add(Kind::Text, m_text.size());
                break;
            }
            if (tag > m_at)
                add(Kind::Text, tag);
            takeTag();
        }
        return m_pieces;
    }

private:
    void add(Kind kind, qsizetype end, const QString& name = {}) {
        m_pieces.append({kind, static_cast<int>(m_at), static_cast<int>(end - m_at), name});
        m_at = end;
    }

    void takeTag() {
        const auto inside = m_at + m_open.size();
        const char sign = inside < m_text.size() ? m_text[inside] : '\0';
        const auto kind = kindOf(sign);
        QByteArray close = m_close;
        if (sign == '{')
            close.prepend('}');
        if (kind == Kind::Delimiter)
            close.prepend('=');
        const auto end = m_text.indexOf(close, inside);
        if (end < 0) {
            add(Kind::Broken, m_text.size());
            return;
        }
        const auto from = inside + (kind == Kind::Variable ? 0 : 1);
        const auto words = m_text.mid(from, end - from).trimmed();
        add(kind, end + close.size(), QString::fromUtf8(words));
        if (kind == Kind::Delimiter)
            takeDelimiters(words);
    }

    void takeDelimiters(const QByteArray& words) {
        const auto pair = words.simplified().split(' ');
        if (pair.size() != 2 || pair[0].isEmpty() || pair[1].isEmpty()) {
            m_pieces.last().kind = Kind::Broken;
            return;
        }
        m_open = pair[0];
        m_close = pair[1];
    }

    const QByteArray& m_text;
    QByteArray m_open = "{{";
    QByteArray m_close = "}}";
    qsizetype m_at = 0;
    QVector<MustachePiece> m_pieces;
};

// Where names are looked up: the prompt's variables, then those of each section around.
struct Scope {
    QHash<QString, QJsonObject> names;
    bool open = false; // its names are not known: anything may stand there
};

QHash<QString, QJsonObject> propertiesOf(const QJsonObject& schema) {
    QHash<QString, QJsonObject> names;
    const auto properties = schema.value(QLatin1String("properties")).toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it)
        names.insert(it.key(), it.value().toObject());
    return names;
}

class Checker {
public:
    Checker(const QByteArray& text, const MustacheNames& names) : m_text(text), m_names(names) {
        m_scopes.append({names.variables, false});
    }

    QVector<MustacheFault> check() {
        const auto pieces = scanMustache(m_text);
        for (const auto& piece : pieces)
            judge(piece);
        for (const auto& open : std::as_const(m_open))
            fault(open,
                  MustacheWords::tr("The section “%1” is not closed. Write {{/%1}} where it ends.").arg(open.name));
        std::sort(m_faults.begin(), m_faults.end(),
                  [](const MustacheFault& a, const MustacheFault& b) { return a.start < b.start; });
        return m_faults;
    }

private:
    void judge(const MustachePiece& piece) {
        switch (piece.kind) {
        case Kind::Text:
        case Kind::Comment:
        case Kind::Delimiter:
            return;
        case Kind::Broken:
            fault(piece, MustacheWords::tr("This tag is not closed. Write }} where it ends."));
            return;
        case Kind::Variable:
        case Kind::Raw:
            lookUp(piece);
            return;
        case Kind::Section:
        case Kind::Inverted:
            lookUp(piece);
            m_open.append(piece);
            m_scopes.append(piece.kind == Kind::Section ? within(schemaOf(piece.name)) : Scope());
            return;
        case Kind::Close:
            close(piece);
            return;
        case Kind::Partial:
            if (!m_names.partials.contains(piece.name))
                fault(piece,
                      MustacheWords::tr("There is no partial “%1”. Add it, or correct the name.").arg(piece.name));
            return;
        }
    }

    void close(const MustachePiece& piece) {
        if (m_open.isEmpty() || m_open.last().name != piece.name) {
            fault(piece, m_open.isEmpty() ? MustacheWords::tr("No section “%1” is open here.").arg(piece.name)
                                          : MustacheWords::tr("The section “%1” ends first.").arg(m_open.last().name));
            return;
        }
        m_open.removeLast();
        m_scopes.removeLast();
    }

    const QJsonObject* find(const QString& name) const {
        for (auto scope = m_scopes.rbegin(); scope != m_scopes.rend(); ++scope) {
            if (const auto found = scope->names.constFind(name); found != scope->names.constEnd())
                return &*found;
        }
        return nullptr;
    }

    QJsonObject schemaOf(const QString& name) const {
        QJsonObject schema;
        const auto parts = name.split(u'.');
        if (const auto* first = find(parts.first()))
            schema = *first;
        for (qsizetype i = 1; i < parts.size(); ++i)
            schema = schema.value(QLatin1String("properties")).toObject().value(parts[i]).toObject();
        return schema;
    }

    static Scope within(const QJsonObject& schema) {
        const auto type = schema.value(QLatin1String("type")).toString();
        if (type == QLatin1String("array"))
            return within(schema.value(QLatin1String("items")).toObject());
        Scope scope;
        scope.names = propertiesOf(schema);
        scope.open = scope.names.isEmpty() && (type.isEmpty() || type == QLatin1String("object"));
        return scope;
    }

    void lookUp(const MustachePiece& piece) {
        if (piece.name.isEmpty()) {
            fault(piece, MustacheWords::tr("This tag names nothing. Write a variable between the braces."));
            return;
        }
        const bool anything =
            std::any_of(m_scopes.begin(), m_scopes.end(), [](const Scope& scope) { return scope.open; });
        if (piece.name == QLatin1String(".") || anything || find(piece.name.section(u'.', 0, 0)) != nullptr)
            return;
        fault(piece, MustacheWords::tr("There is no variable “%1”. Add it, or correct the name.").arg(piece.name));
    }

    void fault(const MustachePiece& piece, const QString& sentence) {
        const int line = 1 + static_cast<int>(std::count(m_text.begin(), m_text.begin() + piece.start, '\n'));
        m_faults.append({piece.start, piece.length, line, sentence});
    }

    const QByteArray& m_text;
    const MustacheNames& m_names;
    QVector<Scope> m_scopes;
    QVector<MustachePiece> m_open;
    QVector<MustacheFault> m_faults;
};

} // namespace

QVector<MustachePiece> scanMustache(const QByteArray& text) {
    return Scanner(text).scan();
}

QVector<MustacheFault> checkMustache(const QByteArray& text, const MustacheNames& names) {
    return Checker(text, names).check();
}

MustacheStart mustacheStart(const QByteArray& before) {
    MustacheStart start;
    const auto tag = before.lastIndexOf("{{");
    if (tag < 0)
        return start;
    static const QRegularExpression name(QStringLiteral("^[{#^/>&]?\\s*([\\p{L}\\p{N}_.-]*)$"));
    const auto match = name.match(QString::fromUtf8(before.mid(tag + 2)));
    start.open = match.hasMatch();
    start.typed = match.captured(1);
    start.partial = start.open && match.captured(0).startsWith(u'>');
    return start;
}

} // namespace gatehouse::ui
