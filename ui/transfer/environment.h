// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/transfer/presets.h"

#include <QJsonObject>
#include <QProcessEnvironment>
#include <QVector>

namespace gatehouse::ui {

// A provider of the catalogue whose key stands in a variable.
struct FoundKey {
    QString preset;
    QString name;       // "OpenAI"
    QString variable;   // "OPENAI_API_KEY"
    QString ending;     // of the key: "a1b2"; empty where it is too short to tell of
    QString obstacle;   // not empty: why it cannot be taken over from here
    bool wanted = true; // the variable is for this only; false: it may be meant for something else
};

// What the variables of this process hold for providers of the catalogue, by name. Each variable counts for one
// provider. Pure; holds no value of a variable.
QVector<FoundKey> findKeys(const QProcessEnvironment& environment, const PresetTable& presets);

enum class KeyPlace {
    KeyChain, // the value is handed to the gateway, which keeps it
    Variable, // the gateway reads the variable itself, at each start
};
// A configuration with these as providers. With KeyPlace::KeyChain it holds the keys, as "plain:…".
QJsonObject documentOf(const QVector<FoundKey>& chosen, KeyPlace place, const QProcessEnvironment& environment);

} // namespace gatehouse::ui
