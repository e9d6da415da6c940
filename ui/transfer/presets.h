// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QVector>

namespace gatehouse::ui {

// What an import needs to know of a provider in the gateway's catalogue (GET /catalogue/providers).
struct Preset {
    QString id;
    QString name;
    QString dialect;
    QStringList environment; // variables that its client libraries read
    bool keyOptional = false;
    bool needsBaseUrl = false;
    bool supported = true;
    QString unsupportedBecause;
};

class PresetTable {
public:
    PresetTable() = default;
    explicit PresetTable(const QVector<QJsonObject>& catalogue);

    const Preset* find(const QString& id) const;
    const QVector<Preset>& all() const { return m_presets; }

private:
    QVector<Preset> m_presets;
};

// Of the variables of a preset the one that holds the key; empty where none looks like it.
QString keyVariableOf(const Preset& preset);

} // namespace gatehouse::ui
