// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <optional>

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;

// What the parts of a route's form have in common. UI thread.
namespace gatehouse::ui {

// A part of the form of a route: some of its fields.
class RoutePart {
public:
    virtual ~RoutePart() = default;
    virtual void show(const QJsonObject& route) = 0;
    // Puts what stands in its fields into the route, which holds what was there before.
    virtual void write(QJsonObject& route) const = 0;
    virtual QString summary() const { return {}; } // while it is folded
};

// Whether the contract of this version has a field of the route: "canary", "canary.step", "targets.name".
bool routeHas(const char* path);
// The values that a field may take: "strategy".
QStringList routeChoices(const char* path);

QString textOf(const QJsonObject& object, const char* name);
// A number that may be written as a text: "5", 5.
double numberOf(const QJsonObject& object, const char* name, double otherwise = 0);
QStringList textsOf(const QJsonObject& object, const char* name);
// A pair a line, "name: value"; nothing where a line is none.
std::optional<QJsonObject> pairsOf(const QString& text);
QStringList partedAtCommas(const QString& text); // nothing empty, nothing twice

// A choice that keeps a value it does not know.
void chooseValue(QComboBox* box, const QString& value);

// Exact to a hundredth of a per cent; a text in the admin API.
QDoubleSpinBox* makePercent(const char* name, const QString& says);
QString percentValue(const QDoubleSpinBox* box);
QSpinBox* makeCount(const char* name, const QString& says, int least, int most);
// A duration as it stands in the configuration: "30s", "200ms".
QLineEdit* makeDuration(const char* name, const QString& says, const QString& placeholder);
// A sentence where it is none; empty text is none where that is allowed.
QString durationFault(const QLineEdit* edit, bool needed);

} // namespace gatehouse::ui
