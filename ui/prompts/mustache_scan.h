// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QVector>

namespace gatehouse::ui {

// A stretch of a Mustache template. Places are bytes of its UTF-8, as the editor counts them.
// Source: mustache(5), github.com/mustache/spec.
struct MustachePiece {
    enum class Kind { Text, Variable, Raw, Section, Inverted, Close, Partial, Comment, Delimiter, Broken };

    Kind kind = Kind::Text;
    int start = 0;
    int length = 0;
    QString name{}; // of what the tag names
};

// The whole template, without a gap. A tag that is not closed is Broken up to the end.
QVector<MustachePiece> scanMustache(const QByteArray& text);

// What a template may name.
struct MustacheNames {
    QHash<QString, QJsonObject> variables; // with their JSON Schemas
    QStringList partials;

    bool operator==(const MustacheNames&) const = default;
};

struct MustacheFault {
    int start = 0;
    int length = 0;
    int line = 0;     // from 1
    QString sentence; // what is wrong and what would mend it
};

// Tags that are not closed, sections that do not fit together, names that nobody gave. What stands within a section is
// looked up in the schema of the section's variable too.
QVector<MustacheFault> checkMustache(const QByteArray& text, const MustacheNames& names);

// What is being typed before "end": the letters of a tag's name so far. False: no tag is open there.
struct MustacheStart {
    bool open = false;
    bool partial = false; // after "{{>"
    QString typed;
};
MustacheStart mustacheStart(const QByteArray& before);

} // namespace gatehouse::ui
