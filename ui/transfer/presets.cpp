// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/presets.h"

#include <QJsonArray>
#include <algorithm>
#include <array>

namespace gatehouse::ui {
namespace {

Preset presetFrom(const QJsonObject& json) {
    const auto text = [&json](const char* name) { return json.value(QLatin1String(name)).toString(); };
    Preset preset;
    preset.id = text("id");
    preset.name = text("name");
    preset.dialect = text("dialect");
    preset.unsupportedBecause = text("unsupported_because");
    for (const auto& variable : json.value(QLatin1String("environment")).toArray())
        preset.environment.append(variable.toString());
    preset.keyOptional = json.value(QLatin1String("key_optional")).toBool();
    preset.needsBaseUrl = json.value(QLatin1String("needs_base_url")).toBool();
    preset.supported = json.value(QLatin1String("supported")).toBool(true);
    return preset;
}

} // namespace

PresetTable::PresetTable(const QVector<QJsonObject>& catalogue) {
    m_presets.reserve(catalogue.size());
    for (const auto& json : catalogue)
        m_presets.append(presetFrom(json));
}

const Preset* PresetTable::find(const QString& id) const {
    const auto found =
        std::find_if(m_presets.begin(), m_presets.end(), [&id](const Preset& preset) { return preset.id == id; });
    return found == m_presets.end() ? nullptr : &*found;
}

QString keyVariableOf(const Preset& preset) {
    static const std::array endings{QLatin1String("KEY"), QLatin1String("TOKEN"), QLatin1String("PAT"),
                                    QLatin1String("SECRET")};
    for (const auto& variable : preset.environment) {
        if (std::any_of(endings.begin(), endings.end(), [&](QLatin1String end) { return variable.endsWith(end); }))
            return variable;
    }
    return {};
}

} // namespace gatehouse::ui
