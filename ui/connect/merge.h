// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonValue>
#include <QString>
#include <QStringList>
#include <QVector>

namespace gatehouse::ui {

enum class FileFormat { Json, Toml, Yaml, Env };

// One setting of ours in a client's own file.
struct Setting {
    QStringList path;     // from the outside in: "env", "ANTHROPIC_BASE_URL"; in an env file the variable
    QJsonValue value;     // a string, number, boolean or list of strings; in YAML also an object: an entry of a list
    QString entry;        // YAML, where the value is an object: the field by which our entry is found again ("name")
    bool onlyNew = false; // set where the file does not have it: what a new file needs
};

struct Merged {
    QByteArray text;
    QString problem; // a sentence; then "text" is empty and the file must be left alone
    bool ok() const { return problem.isEmpty(); }
};

// Puts our settings into the text of a client's file and leaves every other byte as it is: order, comments, blanks and
// line ends stay. Setting them again changes nothing. The result is read again by the format's own parser and held
// against what was there: where anything but our settings would differ, or where the text cannot be read at all, it is
// refused. No I/O; any thread.
Merged merge(FileFormat format, const QByteArray& before, const QVector<Setting>& settings);

// The formats by themselves; merge() adds what they have in common.
namespace merging {

inline constexpr qsizetype largest = qsizetype{4} << 20U;

Merged json(const QByteArray& before, const QVector<Setting>& settings);
Merged toml(const QByteArray& before, const QVector<Setting>& settings);
Merged yaml(const QByteArray& before, const QVector<Setting>& settings);
Merged env(const QByteArray& before, const QVector<Setting>& settings);

Merged refused(const QString& problem);
QByteArray lineEndOf(const QByteArray& text);
QByteArray jsonText(const QJsonValue& value); // a JSON string is one of TOML and YAML too
// "tree" with ours put in, as the parser should find it afterwards; an undefined value where they do not fit.
QJsonValue withSettings(QJsonValue tree, const QVector<Setting>& settings);

} // namespace merging

} // namespace gatehouse::ui
