// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QVector>

namespace gatehouse::ui {

// One field in which versions of an object differ. Fields within objects are named with dots ("limits.concurrent"),
// lists are one field. "Undefined" stands for a field that is not there.
struct FieldDifference {
    QString field;
    QJsonValue before;
    QJsonValue after;
};

QVector<FieldDifference> differencesOf(const QJsonObject& before, const QJsonObject& after);

// One field that "mine", "theirs" or both changed.
struct MergeField {
    QString field;
    QJsonValue base;
    QJsonValue mine;
    QJsonValue theirs;
    bool isMineChanged() const { return mine != base; }
    bool isTheirsChanged() const { return theirs != base; }
    // Both changed it, and not alike.
    bool isClash() const { return isMineChanged() && isTheirsChanged() && mine != theirs; }
};
QVector<MergeField> mergeFieldsOf(const QJsonObject& base, const QJsonObject& mine, const QJsonObject& theirs);

QJsonValue fieldOf(const QJsonObject& object, const QString& field);
void setField(QJsonObject& object, const QString& field, const QJsonValue& value); // Undefined removes it

// "onto" with what leads from "before" to "after".
QJsonObject replayed(const QJsonObject& before, const QJsonObject& after, QJsonObject onto);

} // namespace gatehouse::ui
