// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/object_merge.h"

#include <algorithm>

namespace gatehouse::ui {
namespace {

// A name with a dot (a header's, say) could not be told from a path: such an object is one field.
bool canBeEntered(const QJsonValue& value) {
    if (!value.isObject())
        return false;
    const auto names = value.toObject().keys();
    return std::none_of(names.begin(), names.end(), [](const QString& name) { return name.contains(u'.'); });
}

void collect(const QVector<QJsonObject>& versions, const QString& prefix, QStringList& fields) {
    QStringList names;
    for (const auto& version : versions)
        names += version.keys();
    names.removeDuplicates();
    for (const auto& name : names) {
        const auto first = versions.front().value(name);
        const auto all = [&](auto holds) {
            return std::all_of(versions.begin(), versions.end(),
                               [&](const QJsonObject& version) { return holds(version.value(name)); });
        };
        if (all([&first](const QJsonValue& value) { return value == first; }))
            continue;
        if (!all(canBeEntered)) {
            fields.append(QString(prefix + name));
            continue;
        }
        QVector<QJsonObject> inner;
        for (const auto& version : versions)
            inner.append(version.value(name).toObject());
        collect(inner, QString(prefix + name + u'.'), fields);
    }
}

void setAt(QJsonObject& object, QStringList path, const QJsonValue& value) {
    const QString name = path.takeFirst();
    if (path.isEmpty()) {
        if (value.isUndefined())
            object.remove(name);
        else
            object.insert(name, value);
        return;
    }
    auto inner = object.value(name).toObject();
    setAt(inner, path, value);
    object.insert(name, inner);
}

} // namespace

QVector<FieldDifference> differencesOf(const QJsonObject& before, const QJsonObject& after) {
    QStringList fields;
    collect({before, after}, {}, fields);
    QVector<FieldDifference> differences;
    for (const auto& field : fields)
        differences.append({field, fieldOf(before, field), fieldOf(after, field)});
    return differences;
}

QVector<MergeField> mergeFieldsOf(const QJsonObject& base, const QJsonObject& mine, const QJsonObject& theirs) {
    QStringList fields;
    collect({base, mine, theirs}, {}, fields);
    QVector<MergeField> merged;
    for (const auto& field : fields)
        merged.append({field, fieldOf(base, field), fieldOf(mine, field), fieldOf(theirs, field)});
    return merged;
}

QJsonValue fieldOf(const QJsonObject& object, const QString& field) {
    if (object.contains(field))
        return object.value(field);
    const auto dot = field.indexOf(u'.');
    if (dot < 0)
        return QJsonValue(QJsonValue::Undefined);
    return fieldOf(object.value(field.left(dot)).toObject(), field.mid(dot + 1));
}

void setField(QJsonObject& object, const QString& field, const QJsonValue& value) {
    setAt(object, field.split(u'.'), value);
}

QJsonObject replayed(const QJsonObject& before, const QJsonObject& after, QJsonObject onto) {
    for (const auto& difference : differencesOf(before, after))
        setField(onto, difference.field, difference.after);
    return onto;
}

} // namespace gatehouse::ui
