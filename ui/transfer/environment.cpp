// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/environment.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <algorithm>
#include <array>
#include <tuple>

namespace gatehouse::ui {
namespace {

constexpr qsizetype shortestTold = 12; // of a key whose ending is shown

// Variables without "API_KEY" in their name that hold nothing but a key of a model API.
constexpr std::array singlePurpose{"HF_TOKEN", "FAL_KEY", "REPLICATE_API_TOKEN", "CHATGPT_TOKEN", "FRIENDLI_TOKEN"};

bool isSinglePurpose(const QString& variable) {
    return variable.endsWith(QLatin1String("API_KEY")) ||
           std::any_of(singlePurpose.begin(), singlePurpose.end(),
                       [&](const char* name) { return variable == QLatin1String(name); });
}

QString obstacleOf(const Preset& preset) {
    if (!preset.supported)
        return preset.unsupportedBecause.isEmpty()
                   ? QCoreApplication::translate("Environment", "This version cannot use it.")
                   : preset.unsupportedBecause;
    if (preset.needsBaseUrl)
        return QCoreApplication::translate("Environment", "It needs an address too; add it under Providers.");
    return {};
}

// The one that a variable most likely stands for, of several that read it.
bool isBetter(const FoundKey& one, const FoundKey& other) {
    if (one.obstacle.isEmpty() != other.obstacle.isEmpty())
        return one.obstacle.isEmpty();
    return one.preset.size() < other.preset.size();
}

bool isPlain(const QString& value) {
    return std::none_of(value.begin(), value.end(), [](QChar c) { return c.unicode() < 32 || c.unicode() == 127; });
}

} // namespace

QVector<FoundKey> findKeys(const QProcessEnvironment& environment, const PresetTable& presets) {
    QHash<QString, FoundKey> byVariable;
    for (const auto& preset : presets.all()) {
        for (const auto& variable : preset.environment) {
            const QString value = environment.value(variable).trimmed();
            Preset one = preset;
            one.environment = {variable};
            if (value.isEmpty() || keyVariableOf(one).isEmpty())
                continue;
            FoundKey found{preset.id, preset.name, variable, {}, obstacleOf(preset), isSinglePurpose(variable)};
            if (value.size() >= shortestTold)
                found.ending = value.right(4);
            if (!isPlain(value))
                found.obstacle = QCoreApplication::translate("Environment", "Its value is not a key.");
            const auto known = byVariable.constFind(variable);
            if (known == byVariable.constEnd() || isBetter(found, *known))
                byVariable.insert(variable, found);
        }
    }
    QVector<FoundKey> all(byVariable.cbegin(), byVariable.cend());
    std::sort(all.begin(), all.end(), [](const FoundKey& one, const FoundKey& other) {
        // What can be taken over stands first.
        return std::tuple(!one.obstacle.isEmpty(), one.name.toLower(), one.variable) <
               std::tuple(!other.obstacle.isEmpty(), other.name.toLower(), other.variable);
    });
    return all;
}

QJsonObject documentOf(const QVector<FoundKey>& chosen, KeyPlace place, const QProcessEnvironment& environment) {
    QJsonArray providers;
    QHash<QString, int> at; // several variables of one provider are several keys of it
    for (const auto& key : chosen) {
        const QString reference = place == KeyPlace::Variable
                                      ? QString(QStringLiteral("env:") + key.variable)
                                      : QString(QStringLiteral("plain:") + environment.value(key.variable).trimmed());
        const auto known = at.constFind(key.preset);
        if (known != at.constEnd()) {
            auto provider = providers[*known].toObject();
            auto keys = provider.value(QLatin1String("keys")).toArray();
            keys.append(reference);
            provider.insert(QStringLiteral("keys"), keys);
            providers[*known] = provider;
            continue;
        }
        at.insert(key.preset, static_cast<int>(providers.size()));
        providers.append(QJsonObject{{QStringLiteral("id"), key.preset},
                                     {QStringLiteral("preset"), key.preset},
                                     {QStringLiteral("keys"), QJsonArray{reference}}});
    }
    return {{QStringLiteral("version"), 1}, {QStringLiteral("providers"), providers}};
}

} // namespace gatehouse::ui
